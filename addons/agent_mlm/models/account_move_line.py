from odoo import api, fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    mlm_event = fields.Selection(
        [
            ("commission", "Commission"),
            ("clawback", "Clawback"),
            ("withholding", "Tax withheld"),
            ("payout", "Payout"),
            ("payout_reversal", "Payout returned"),
            ("correction", "Correction"),
        ],
        string="Wallet event",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="What this line means in the agent's wallet.",
    )
    mlm_commission_ids = fields.One2many(
        "mlm.commission",
        "move_line_id",
        string="Commissions",
        groups="agent_mlm.agent_mlm_group_officer,agent_mlm.agent_mlm_group_accountant",
    )
    mlm_wallet_balance = fields.Monetary(
        string="Wallet balance",
        compute="_compute_mlm_wallet_balance",
        currency_field="company_currency_id",
        exportable=False,
        help="What the wallet held after this line.",
    )

    @api.depends_context("order_cumulated_balance", "domain_cumulated_balance")
    def _compute_mlm_wallet_balance(self):
        """Turn core's running balance of a list round: a debt of ours is his money."""
        for line in self:
            line.mlm_wallet_balance = -line.cumulated_balance
