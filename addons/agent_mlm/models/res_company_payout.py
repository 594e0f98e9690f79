from odoo import fields, models


class ResCompany(models.Model):
    """How the company pays its agents."""

    _inherit = "res.company"

    mlm_payout_alone_maximum = fields.Monetary(
        string="Largest payout batch of one person",
        currency_field="currency_id",
        default=100_000,
        help="A payout batch above this amount is confirmed by somebody who did not "
        "take part in making it. Zero: always.",
    )

    _mlm_payout_alone_maximum_positive = models.Constraint(
        "CHECK (mlm_payout_alone_maximum >= 0)",
        "The largest payout batch of one person can not be below zero.",
    )
