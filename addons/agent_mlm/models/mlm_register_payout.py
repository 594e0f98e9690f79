from odoo import models
from odoo.fields import Domain

from ..tools.sheet_book import Column
from .mlm_register import Control

# what a line of the register is made from: the field with its line in the books
_LINES = (("payout", "move_line_id", 1), ("payout_reversal", "reversal_line_id", -1))


class MlmRegisterPayout(models.AbstractModel):
    """Every payout of the period with its UTR, and what the bank returned."""

    _name = "mlm.register.payout"
    _description = "Payout register"
    _inherit = ["mlm.register"]

    def _get_columns(self):
        return [
            Column("date", self.env._("Paid on"), "date", 11),
            Column("entry", self.env._("Entry"), width=19),
            Column("number", self.env._("Withdrawal"), width=16),
            Column("code", self.env._("Agent"), width=11),
            Column("name", self.env._("Name"), width=24),
            Column("holder", self.env._("Account holder"), width=24),
            Column("bank", self.env._("Bank"), width=20),
            Column("account", self.env._("Account"), width=20),
            Column("ifsc", self.env._("IFSC"), width=13),
            Column("utr", self.env._("UTR"), width=22),
            Column("amount", self.env._("Amount"), "money", 14, is_total=True),
            Column("remark", self.env._("Remark"), "long", 40),
        ]

    def _get_rows(self, period):
        for event, line_name, sign in _LINES:
            withdrawals = self._find_booked(period, line_name)
            for withdrawal in self._read_in_pieces(withdrawals):
                line = withdrawal[line_name]
                yield {
                    "date": line.date,
                    "entry": line.move_name,
                    "number": withdrawal.name,
                    "code": withdrawal.agent_id.code,
                    "name": withdrawal.agent_id.name,
                    "holder": withdrawal.bank_holder,
                    "bank": withdrawal.bank_name,
                    "account": withdrawal.bank_account_number,
                    "ifsc": withdrawal.bank_ifsc,
                    "utr": withdrawal.utr,
                    "amount": sign * withdrawal.amount,
                    "remark": self._explain_return(withdrawal, event),
                }

    def _get_controls(self, period, totals):
        events = ("payout", "payout_reversal")
        ledger = self._sum_ledger(
            [*self._get_wallet_domain(period), ("mlm_event", "in", events)], sign=1
        )
        return [Control(self.env._("Payouts"), totals["amount"], ledger)]

    def _find_booked(self, period, line_name):
        domain = (
            Domain("company_id", "=", period.company.id)
            & Domain("state", "in", ("processed", "reversed"))
            & Domain(f"{line_name}.date", ">=", period.start)
            & Domain(f"{line_name}.date", "<=", period.end)
        )
        return self.env["mlm.withdrawal"].search(domain, order="id")

    def _explain_return(self, withdrawal, event):
        if event == "payout_reversal":
            return self.env._("Returned: %(why)s", why=withdrawal.state_reason or "")
        return ""
