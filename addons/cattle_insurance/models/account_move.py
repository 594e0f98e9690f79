from odoo import fields, models
from odoo.exceptions import UserError

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

    def _post(self, soft=True):
        """Override of `account`: a premium given back takes its commissions back.

        Whoever made the credit note: a decision on the policy, or an accountant.
        """
        posted = super()._post(soft=soft)
        notes = posted.filtered(
            lambda move: move.move_type == "out_refund" and move.reversed_entry_id
        )
        if notes:
            notes._claw_back_commissions()
        return posted

    def _claw_back_commissions(self):
        invoices = self.reversed_entry_id
        policies = self.env["insurance.policy"].sudo()
        policies = policies.search([("invoice_id", "in", invoices.ids)])
        invoices.invalidate_recordset(["reversal_move_ids"])
        by_invoice = self.grouped("reversed_entry_id")
        policies._claw_back_commissions(
            {
                policy: by_invoice[policy.invoice_id.with_env(self.env)][-1:]
                for policy in policies
            }
        )

    def button_draft(self):
        """Override of `account`: premiums go back by their policy, not in place.

        The policy would go on as if it were paid, with its commissions.
        """
        policies = self.env["insurance.policy"].sudo()
        policies = policies.search(
            [
                ("invoice_id", "in", (self | self.reversed_entry_id).ids),
                ("state", "!=", "draft"),
            ]
        )
        if policies:
            raise UserError(
                self.env._(
                    "%(policies)s: this premium stays in the books. Reject or cancel "
                    "the policy instead, or make a credit note.",
                    policies=", ".join(policies.mapped("display_name")),
                )
            )
        return super().button_draft()

    def action_open_policies(self):
        """Open the policies these invoices or credit notes are for."""
        self.check_access("read")
        return (self.policy_ids | self.credited_policy_ids)._get_records_action()
