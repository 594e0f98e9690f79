from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_payable_account_id = fields.Many2one(
        related="company_id.mlm_payable_account_id", readonly=False
    )
    mlm_expense_account_id = fields.Many2one(
        related="company_id.mlm_expense_account_id", readonly=False
    )
    mlm_withholding_account_id = fields.Many2one(
        related="company_id.mlm_withholding_account_id", readonly=False
    )
    mlm_commission_journal_id = fields.Many2one(
        related="company_id.mlm_commission_journal_id", readonly=False
    )
    mlm_payout_journal_id = fields.Many2one(
        related="company_id.mlm_payout_journal_id", readonly=False
    )
    mlm_payout_alone_maximum = fields.Monetary(
        related="company_id.mlm_payout_alone_maximum", readonly=False
    )
    mlm_commission_plan_id = fields.Many2one(
        related="company_id.mlm_commission_plan_id", readonly=False
    )
    mlm_withdrawal_minimum = fields.Monetary(
        related="company_id.mlm_withdrawal_minimum", readonly=False
    )
    mlm_bank_cooling_hours = fields.Integer(
        related="company_id.mlm_bank_cooling_hours", readonly=False
    )
    mlm_withdrawal_needs_licence = fields.Boolean(
        related="company_id.mlm_withdrawal_needs_licence", readonly=False
    )
    mlm_commission_hold_days = fields.Integer(
        related="company_id.mlm_commission_hold_days", readonly=False
    )
    mlm_commission_is_auto_approved = fields.Boolean(
        related="company_id.mlm_commission_is_auto_approved", readonly=False
    )
    mlm_ledger_check_user_id = fields.Many2one(
        related="company_id.mlm_ledger_check_user_id", readonly=False
    )
