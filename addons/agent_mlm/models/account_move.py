from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    def write(self, vals):
        if vals.get("state", "posted") != "posted" and not self.env.su:
            self._check_wallets_stay()
        return super().write(vals)

    def button_draft(self):
        """Override of `account`: entries that made a wallet are not taken back.

        The commissions and withdrawals they stand for would stay approved and paid
        without being in the books. A reversal is an entry of its own.
        """
        self._check_wallets_stay()
        return super().button_draft()

    def _post(self, soft=True):
        """Override of `account`: what is posted on a wallet by hand is a correction."""
        self.sudo()._name_corrections()
        return super()._post(soft=soft)

    def _name_corrections(self):
        """Mark lines that nothing but an accountant put on a wallet.

        :raise UserError: if such a line does not say why: the agent will read it
        """
        accounts = self.company_id.mlm_payable_account_id
        corrections = self.line_ids.filtered(
            lambda line: line.account_id in accounts and not line.mlm_event
        )
        unexplained = corrections.filtered(lambda line: not (line.name or "").strip())
        if unexplained:
            raise UserError(
                self.env._(
                    "%(partners)s: write on the line why it changes the agent's "
                    "wallet. The agent will read it.",
                    partners=", ".join(
                        unexplained.mapped(lambda line: line.partner_id.name or "-")
                    ),
                )
            )
        corrections.mlm_event = "correction"

    def _check_wallets_stay(self):
        posted = self.sudo().filtered(lambda move: move.state == "posted")
        if moves := posted.line_ids.filtered("mlm_event").move_id:
            raise UserError(
                self.env._(
                    "%(entries)s: agents' wallets stand on this entry. Reverse it by a "
                    "new entry instead.",
                    entries=", ".join(moves.mapped("name")),
                )
            )
