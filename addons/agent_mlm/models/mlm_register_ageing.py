from datetime import timedelta

from odoo import models
from odoo.tools import format_date

from ..tools.sheet_book import Column
from .mlm_register import Control, Period

# name of the column, age in days of its youngest and its oldest money
_AGES = (("new", 0, 30), ("month", 31, 60), ("quarter", 61, 90))


class MlmRegisterAgeing(models.AbstractModel):
    """What the wallets hold on a day, by how long it has lain there.

    Payouts draw on the oldest money first, so what is left is the youngest. Tax that
    was withheld counts against the day it was withheld on, not as a payout.
    """

    _name = "mlm.register.ageing"
    _description = "Wallet ageing"
    _inherit = ["mlm.register"]

    def _get_columns(self):
        return [
            Column("code", self.env._("Agent"), width=11),
            Column("name", self.env._("Name"), width=28),
            Column("state", self.env._("Status"), width=11),
            Column("balance", self.env._("Balance"), "money", 15, is_total=True),
            Column("new", self.env._("0-30 days"), "money", 15, is_total=True),
            Column("month", self.env._("31-60 days"), "money", 15, is_total=True),
            Column("quarter", self.env._("61-90 days"), "money", 15, is_total=True),
            Column("old", self.env._("Over 90 days"), "money", 15, is_total=True),
            Column("owed", self.env._("Agent owes"), "money", 15, is_total=True),
        ]

    def _get_heading(self, period):
        day = format_date(self.env, period.end)
        title, company, _days = super()._get_heading(period)
        return [title, company, self.env._("On %(day)s", day=day)]

    def _get_rows(self, period):
        balances = self._sum_by_partner(period, [("date", "<=", period.end)])
        earned = {
            name: self._sum_by_partner(period, self._get_age_domain(period, *ages))
            for name, *ages in _AGES
        }
        agents = self.env["mlm.agent"].with_context(active_test=False)
        agents = agents.search([("company_id", "=", period.company.id)])
        labels = dict(agents._fields["state"]._description_selection(self.env))
        for agent in self._read_in_pieces(agents):
            balance = balances.get(agent.partner_id.id, 0.0)
            if agent.currency_id.is_zero(balance):
                continue
            ages = {
                name: partners.get(agent.partner_id.id, 0.0)
                for name, partners in earned.items()
            }
            yield {
                "code": agent.code,
                "name": agent.name,
                "state": labels[agent.state],
                "balance": balance,
                **self._split_by_age(balance, ages),
            }

    def _get_controls(self, period, totals):
        ledger = self._sum_ledger(
            [
                ("account_id", "=", period.company.mlm_payable_account_id.id),
                ("company_id", "=", period.company.id),
                ("date", "<=", period.end),
            ]
        )
        return [Control(self.env._("Wallets"), totals["balance"], ledger)]

    def _split_by_age(self, balance, earned):
        """Share a balance out over the ages, the youngest first.

        :param dict earned: {age: rupees earned then}
        """
        if balance < 0:
            return {"owed": balance}
        left, ages = balance, {}
        for name, *_days in _AGES:
            ages[name] = round(min(max(earned[name], 0.0), left), 2)
            left = round(left - ages[name], 2)
        return {**ages, "old": left}

    def _get_age_domain(self, period, youngest, oldest):
        """Return the domain of what was earned so many days before the end."""
        return [
            ("date", ">=", period.end - timedelta(days=oldest)),
            ("date", "<=", period.end - timedelta(days=youngest)),
            "|",
            ("balance", "<", 0),
            ("mlm_event", "=", "withholding"),
        ]

    def _sum_by_partner(self, period: Period, domain):
        """Return {partner id: rupees} of lines on the payable account."""
        return {
            partner.id: -balance
            for partner, balance in self.env["account.move.line"]._read_group(
                [
                    ("account_id", "=", period.company.mlm_payable_account_id.id),
                    ("company_id", "=", period.company.id),
                    ("parent_state", "=", "posted"),
                    *domain,
                ],
                ["partner_id"],
                ["balance:sum"],
            )
        }
