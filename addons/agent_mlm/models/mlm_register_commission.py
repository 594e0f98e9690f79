from odoo import models

from ..tools.sheet_book import Column
from .mlm_register import Control


class MlmRegisterCommission(models.AbstractModel):
    """Every commission that was credited or taken back in the period."""

    _name = "mlm.register.commission"
    _description = "Commission register"
    _inherit = ["mlm.register"]

    def _get_columns(self):
        return [
            Column("date", self.env._("Credited on"), "date", 11),
            Column("entry", self.env._("Entry"), width=19),
            Column("sale", self.env._("Sale"), width=16),
            Column("date_sale", self.env._("Sold on"), "date", 11),
            Column("code", self.env._("Agent"), width=11),
            Column("name", self.env._("Name"), width=24),
            Column("level", self.env._("Level"), "count", 6),
            Column("seller", self.env._("Seller"), width=11),
            Column("plan", self.env._("Plan"), width=18),
            Column("base", self.env._("Base"), "money", 14, is_total=True),
            Column("rate", self.env._("Rate (%)"), "rate", 9),
            Column("amount", self.env._("Commission"), "money", 14, is_total=True),
            Column("state", self.env._("Status"), width=11),
            Column("explanation", self.env._("Explanation"), "long", 60),
        ]

    def _get_rows(self, period):
        states = dict(
            self.env["mlm.commission"]._fields["state"]._description_selection(self.env)
        )
        for share in self._read_in_pieces(self._find_credited(period)):
            yield {
                "date": share.move_line_id.date,
                "entry": share.move_line_id.move_name,
                "sale": share.source_name,
                "date_sale": share.date_sale,
                "code": share.agent_id.code,
                "name": share.agent_id.name,
                "level": share.level,
                "seller": share.seller_id.code,
                "plan": share.plan_id.display_name,
                "base": share.amount_base,
                "rate": share.rate if share.kind == "percentage" else None,
                "amount": share.amount,
                "state": states[share.state],
                "explanation": share.explanation,
            }

    def _get_controls(self, period, totals):
        return [self._compare_commissions(period, totals["amount"])]

    def _find_credited(self, period):
        return self.env["mlm.commission"].search(
            self._get_credited_domain(period), order="approved_at, id"
        )

    def _get_credited_domain(self, period):
        return [
            ("company_id", "=", period.company.id),
            ("state", "in", ("approved", "paid")),
            ("move_line_id.date", ">=", period.start),
            ("move_line_id.date", "<=", period.end),
        ]

    def _compare_commissions(self, period, amount):
        """Compare commissions with the wallet lines that they stand for."""
        events = ("commission", "clawback")
        ledger = self._sum_ledger(
            [*self._get_wallet_domain(period), ("mlm_event", "in", events)]
        )
        return Control(self.env._("Commissions"), amount, ledger)
