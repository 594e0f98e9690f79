from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    def button_draft(self):
        """Override of `account`: entries that made a wallet are not taken back.

        The commissions and withdrawals they stand for would stay approved and paid
        without being in the books. A reversal is an entry of its own.
        """
        self._check_wallets_stay()
        return super().button_draft()

    def _check_wallets_stay(self):
        if moves := self.sudo().line_ids.filtered("mlm_event").move_id:
            raise UserError(
                self.env._(
                    "%(entries)s: agents' wallets stand on this entry. Reverse it by a "
                    "new entry instead.",
                    entries=", ".join(moves.mapped("name")),
                )
            )
