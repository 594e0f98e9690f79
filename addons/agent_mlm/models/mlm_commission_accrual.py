from odoo import api, models
from odoo.tools import SQL


class MlmCommission(models.Model):
    """How commissions come into being: many at once, each row complete."""

    _inherit = "mlm.commission"

    @api.model
    def _insert(self, vals_list):
        """Insert commissions in one statement, past the ORM's ``create``.

        Creating through the ORM took most of the time of a bulk approval, and adds
        nothing here: every column is given, none is computed, the chatter starts
        empty. The constraints of the table check each row (docs/adr/bulk_insert.md).

        :param vals_list: dicts with the same keys, None for empty
        :return: the commissions
        """
        if not vals_list:
            return self.browse()
        names = list(vals_list[0])
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO mlm_commission (create_uid, create_date, write_uid,"
                " write_date, %(columns)s) SELECT %(uid)s, now() AT TIME ZONE 'UTC',"
                " %(uid)s, now() AT TIME ZONE 'UTC', %(columns)s"
                " FROM (VALUES %(rows)s) AS sale (%(columns)s) RETURNING id",
                columns=SQL(", ").join(map(SQL.identifier, names)),
                uid=self.env.uid,
                rows=SQL(", ").join(
                    SQL("%s", tuple(vals[name] for name in names)) for vals in vals_list
                ),
            )
        )
        self._forget_inverses()
        return self.browse(row_id for (row_id,) in rows)

    def _forget_inverses(self):
        """Let the lists of commissions on agents and plans be read anew."""
        for field in self._fields.values():
            for inverse in self.pool.field_inverses[field]:
                self.env[inverse.model_name].invalidate_model([inverse.name])
