from odoo import fields, models


class ResCompany(models.Model):
    """What the nightly jobs do with commissions, and whom they call."""

    _inherit = "res.company"

    mlm_commission_hold_days = fields.Integer(
        string="Hold days of commissions",
        help="A commission can not be approved before it is this old.",
    )
    mlm_commission_is_auto_approved = fields.Boolean(
        string="Approve commissions automatically",
        help="Each night, pending commissions whose hold days are over are approved.",
    )

    mlm_ledger_check_user_id = fields.Many2one(
        "res.users",
        string="Responsible for differences",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Gets an activity when wallets and ledger differ. Empty: the first "
        "accountant.",
    )

    _mlm_commission_hold_days_positive = models.Constraint(
        "CHECK (COALESCE(mlm_commission_hold_days, 0) >= 0)",
        "The hold days can not be below zero.",
    )
