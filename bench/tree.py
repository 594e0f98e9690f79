"""A tree of very many agents, planted by SQL: only its shape matters here."""

from odoo.tools import SQL

TOPS, RECRUITS = 10, 5


def plant(env, agents):
    """Insert so many agents: ten at the top, everybody sponsoring five."""
    partner = env["res.partner"].create({"name": "Agent"})
    model = env["mlm.agent"].create({"partner_id": partner.id})
    env.flush_all()
    partners = _multiply(env, partner, agents)
    first = model.id + 1
    sponsor = SQL(
        "CASE WHEN n >= %s THEN %s + (n - %s) / %s END", TOPS, first, TOPS, RECRUITS
    )
    _multiply(
        env,
        model,
        agents,
        code=SQL("'T' || n"),
        partner_id=SQL("%s + n", partners),
        sponsor_id=sponsor,
        state=SQL("'active'"),
    )
    env["mlm.agent"]._parent_store_compute()


def _multiply(env, record, count, **changed):
    """Insert copies of a row, numbered n = 0, 1, ... in `changed`'s expressions.

    :return: the id of the first copy
    """
    first = record.id + 1
    changed["id"] = SQL("%s + n", first)
    names = [name for name, field in record._fields.items() if field.column_type]
    names = [name for name in names if record._fields[name].store]
    env.cr.execute(
        SQL(
            "INSERT INTO %(table)s (%(names)s) SELECT %(values)s FROM %(table)s,"
            " generate_series(0, %(last)s) n WHERE id = %(id)s",
            table=SQL.identifier(record._table),
            names=SQL(", ").join(map(SQL.identifier, names)),
            values=SQL(", ").join(
                changed.get(name, SQL.identifier(name)) for name in names
            ),
            last=count - 1,
            id=record.id,
        )
    )
    return first
