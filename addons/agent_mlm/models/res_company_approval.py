from odoo import fields, models


class ResCompany(models.Model):
    """How long commissions wait, and whether a job approves them then."""

    _inherit = "res.company"

    mlm_commission_hold_days = fields.Integer(
        string="Hold days of commissions",
        help="A commission can not be approved before it is this old.",
    )
    mlm_commission_is_auto_approved = fields.Boolean(
        string="Approve commissions automatically",
        help="Each night, pending commissions whose hold days are over are approved.",
    )

    _mlm_commission_hold_days_positive = models.Constraint(
        "CHECK (COALESCE(mlm_commission_hold_days, 0) >= 0)",
        "The hold days can not be below zero.",
    )
