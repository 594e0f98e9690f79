from odoo import api, fields, models

from .insurance_policy import STAFF


class PaymentTransaction(models.Model):
    """What the gateway called the payment of a premium, to be found again."""

    _inherit = "payment.transaction"

    policy_ids = fields.Many2many(
        "insurance.policy",
        string="Policies",
        compute="_compute_policy_ids",
        search="_search_policy_ids",
        groups=STAFF,
    )
    order_reference = fields.Char(
        readonly=True, copy=False, index=True, help="The order's number at the gateway."
    )
    signature_reference = fields.Char(
        readonly=True, copy=False, help="The signature that proved the payment."
    )

    @api.depends("invoice_ids")
    def _compute_policy_ids(self):
        policies = self.env["insurance.policy"].search(
            [("invoice_id", "in", self.invoice_ids.ids)]
        )
        by_invoice = policies.grouped("invoice_id")
        for transaction in self:
            transaction.policy_ids = policies.browse().union(
                *(
                    by_invoice.get(invoice, policies.browse())
                    for invoice in transaction.invoice_ids
                )
            )

    @api.model
    def _search_policy_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        policies = self.env["insurance.policy"].browse(value)
        return [("invoice_ids", "in", policies.invoice_id.ids)]
