from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    insurance_premium_account_id = fields.Many2one(
        related="company_id.insurance_premium_account_id", readonly=False
    )
    insurance_premium_journal_id = fields.Many2one(
        related="company_id.insurance_premium_journal_id", readonly=False
    )
