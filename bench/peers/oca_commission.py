"""What OCA commission 19.0 does for the same sales; run by oca.py.

python -m bench.peers.oca_commission DATABASE prepare|ledger|sale POLICIES
"""

import json
import os
import random
import sys
from datetime import timedelta
from pathlib import Path

from odoo.fields import Command

from bench import databases, session
from bench.business import FARMERS, MIDS, SELLERS, TODAY, TOPS
from bench.stopwatch import timed
from setup.database import Database

_RATES = (10, 5, 2)
# the month before this one, so that its settlement is due
_INVOICED = TODAY.replace(day=1) - timedelta(days=5)


def prepare(env, count):
    """Create and post invoices with three commissions each; nothing is timed."""
    commissions = env["commission"].create(
        [
            {"name": f"Level {level}", "fix_qty": rate, "invoice_state": "open"}
            for level, rate in enumerate(_RATES, 1)
        ]
    )
    sellers, mids, tops = (
        _make_agents(env, commission, count)
        for commission, count in zip(commissions, (SELLERS, MIDS, TOPS), strict=True)
    )
    chains = [
        list(zip((seller, mids[i // 5], tops[i // 25]), commissions, strict=True))
        for i, seller in enumerate(sellers)
    ]
    farmers = env["res.partner"].create(
        [{"name": f"Farmer {number}"} for number in range(FARMERS)]
    )
    _sell(env, count, farmers, chains)


def ledger(env, count):
    """Return the seconds from commissions to the ledger: settle, bill, post."""
    lap = timed(env, lambda: _settle_and_post(env))
    lines = env["commission.settlement.line"].search_count([])
    assert lines == len(_RATES) * count, lines
    return lap.seconds


def sale(env, _count):
    """Return the SQL statements of one sale: invoice, payment, settlement, bills."""
    farmer = env["res.partner"].search([("name", "=", "Farmer 0")])
    first = env["account.move"].search([("move_type", "=", "out_invoice")])
    agents = first.invoice_line_ids.agent_ids
    chain = [(line.agent_id, line.commission_id) for line in agents]
    agents.commission_id.invoice_state = "paid"

    def work():
        invoice = _sell(env, 1, farmer, [chain])
        env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({}).action_create_payments()
        _settle_and_post(env)

    timed(env, work)  # fills the caches
    return timed(env, work).queries


def _make_agents(env, commission, count):
    return env["res.partner"].create(
        [
            {
                "name": f"Agent {commission.name} {number}",
                "agent": True,
                "commission_id": commission.id,
                "settlement": "monthly",
            }
            for number in range(count)
        ]
    )


def _sell(env, count, farmers, chains):
    rng = random.Random(7)
    product = env["product.product"].search([("name", "=", "Cover")], limit=1)
    product = product or env["product.product"].create(
        {"name": "Cover", "type": "service", "taxes_id": [], "supplier_taxes_id": []}
    )
    invoices = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": farmers[number % len(farmers)].id,
                "invoice_date": _INVOICED,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "name": f"Policy {number}",
                            "quantity": 1,
                            "price_unit": rng.randint(2_000, 10_000),
                            "tax_ids": [Command.clear()],
                            "agent_ids": _shares(chains[number % len(chains)]),
                        }
                    )
                ],
            }
            for number in range(count)
        ]
    )
    invoices.action_post()
    return invoices


def _shares(chain):
    return [
        Command.create({"agent_id": agent.id, "commission_id": commission.id})
        for agent, commission in chain
    ]


def _settle_and_post(env):
    before = env["commission.settlement"].search([])
    env["commission.make.settle"].create(
        {"date_to": TODAY, "settlement_type": "sale_invoice"}
    ).action_settle()
    settlements = env["commission.settlement"].search([]) - before
    product = env["product.product"].search([("name", "=", "Cover")])
    env["commission.make.invoice"].create(
        {
            "product_id": product.id,
            "date": TODAY,
            "settlement_ids": [Command.set(settlements.ids)],
        }
    ).button_create()
    bills = settlements.invoice_id
    bills.action_post()
    assert set(bills.mapped("state")) == {"posted"}


def main(name, task, count):
    """Run one task on a database, commit, and print its figure as JSON."""
    database = Database(name, databases.DATA)
    addons = Path(os.environ["OCA_ADDONS"])
    with session.opened(database, addons) as env:
        env = env(context={**env.context, "tracking_disable": True})
        figure = {"prepare": prepare, "ledger": ledger, "sale": sale}[task](
            env, int(count)
        )
        env.cr.commit()
        if task == "prepare":
            env.cr.execute("ANALYZE")
            env.cr.commit()
    sys.stdout.write(json.dumps(figure) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
