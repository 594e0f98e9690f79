from odoo import fields, models

from .insurance_policy import STAFF


class AccountMove(models.Model):
    _inherit = "account.move"

    policy_ids = fields.One2many(
        "insurance.policy", "invoice_id", string="Policies invoiced", groups=STAFF
    )
    credited_policy_ids = fields.One2many(
        "insurance.policy",
        "credit_note_id",
        string="Policies credited",
        groups=STAFF,
    )

    def _invoice_paid_hook(self):
        """Override of `account`: a premium that is paid moves its proposal on."""
        result = super()._invoice_paid_hook()
        policies = self.env["insurance.policy"].sudo()
        policies.search(
            [("invoice_id", "in", self.ids), ("state", "=", "pending")]
        )._confirm_payment()
        return result

    def action_open_policies(self):
        """Open the policies these invoices or credit notes are for."""
        self.check_access("read")
        return (self.policy_ids | self.credited_policy_ids)._get_records_action()
