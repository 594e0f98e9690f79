from odoo import fields, models


class MlmPayoutDryRunLine(models.TransientModel):
    """One withdrawal that would be skipped, or that a person should look at."""

    _name = "mlm.payout.dry.run.line"
    _description = "Payout Dry Run Line"

    wizard_id = fields.Many2one(
        "mlm.payout.dry.run", required=True, index=True, ondelete="cascade"
    )
    withdrawal_id = fields.Many2one(
        "mlm.withdrawal", required=True, readonly=True, ondelete="cascade"
    )
    agent_id = fields.Many2one(related="withdrawal_id.agent_id")
    amount = fields.Monetary(related="withdrawal_id.amount")
    currency_id = fields.Many2one(related="withdrawal_id.currency_id")
    verdict = fields.Selection(
        [("blocked", "Skipped"), ("warning", "Look at it")],
        required=True,
        readonly=True,
    )
    reason = fields.Text(readonly=True)
