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
        refunds = posted.filtered(
            lambda move: move.is_sale_document() and move.reversed_entry_id
        )
        if refunds:
            refunds._claw_back_commissions()
        return posted

    def _get_premium_invoice(self):
        """Return the invoice that a credit note, or what undoes one, goes back to."""
        return self.reversed_entry_id.reversed_entry_id or self.reversed_entry_id

    def _claw_back_commissions(self):
        by_invoice = self.grouped(lambda move: move._get_premium_invoice())
        invoices = self.browse().union(*by_invoice)
        policies = self.env["insurance.policy"].sudo()
        policies = policies.search([("invoice_id", "in", invoices.ids)])
        (invoices | self.reversed_entry_id).invalidate_recordset(["reversal_move_ids"])
        policies._claw_back_commissions(
            {
                policy: by_invoice[policy.invoice_id.with_env(self.env)][-1:]
                for policy in policies
            }
        )

    def write(self, vals):
        if vals.get("state", "posted") != "posted" and not self.env.su:
            self._check_premiums_stay()
        return super().write(vals)

    def button_draft(self):
        """Override of `account`: premiums go back by their policy, not in place.

        The policy would go on as if it were paid, with its commissions.
        """
        self._check_premiums_stay()
        return super().button_draft()

    def _check_premiums_stay(self):
        posted = self.filtered(lambda move: move.state == "posted")
        policies = self.env["insurance.policy"].sudo()
        policies = policies.search(
            [
                ("invoice_id", "in", (posted | posted.reversed_entry_id).ids),
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

    def action_open_policies(self):
        """Open the policies these invoices or credit notes are for."""
        self.check_access("read")
        return (self.policy_ids | self.credited_policy_ids)._get_records_action()
