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
        self.problems = False
        for withdrawal in self.filtered(
            lambda withdrawal: (
                not withdrawal._origin and withdrawal.agent_id and withdrawal.amount
            )
        ):
            withdrawal.problems = "\n".join(
                withdrawal.agent_id._list_withdrawal_problems(
                    withdrawal.amount, withdrawal.amount
                )
            )
