from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """Override of `account`: a premium that is paid moves its proposal on."""
        result = super()._invoice_paid_hook()
        policies = self.env["insurance.policy"].sudo()
        policies.search(
            [("invoice_id", "in", self.ids), ("state", "=", "pending")]
        )._confirm_payment()
        return result
