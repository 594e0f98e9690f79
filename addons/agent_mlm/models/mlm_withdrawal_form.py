from odoo import api, fields, models


class MlmWithdrawal(models.Model):
    """What a person sees while typing a withdrawal: the money, and any obstacle."""

    _inherit = "mlm.withdrawal"

    wallet_available = fields.Monetary(
        related="agent_id.wallet_available", string="Available now"
    )
    problems = fields.Text(
        compute="_compute_problems",
        help="Every reason why this amount could not be withdrawn now.",
    )

    @api.depends("agent_id", "amount", "state")
    def _compute_problems(self):
        for withdrawal in self:
            agent, amount = withdrawal.agent_id, withdrawal.amount
            is_asking = not withdrawal._origin and agent and amount
            withdrawal.problems = is_asking and "\n".join(
                agent._list_withdrawal_problems(amount, amount)
            )
