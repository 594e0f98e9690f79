from odoo import api, fields, models
from odoo.exceptions import UserError

# what a posted line of a wallet says; another value would be other money
WALLET_FIELDS = {
    "account_id",
    "partner_id",
    "move_id",
    "debit",
    "credit",
    "balance",
    "amount_currency",
}


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

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("mlm_event") for vals in vals_list):
            self._refuse_wallet_event()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_wallets_stay(vals)
        return super().write(vals)

    def _check_wallets_stay(self, vals):
        """Refuse to change what posted lines say about wallets, or put them on one."""
        if "mlm_event" in vals:
            self._refuse_wallet_event()
        if not WALLET_FIELDS & vals.keys():
            return
        posted = self.sudo().filtered(lambda line: line.parent_state == "posted")
        wallets = posted.company_id.mlm_payable_account_id
        if posted.filtered("mlm_event") or vals.get("account_id") in wallets.ids:
            raise UserError(
                self.env._(
                    "Agents' wallets stand on posted lines as they are. Correct "
                    "them by a new entry that says why."
                )
            )

    def _refuse_wallet_event(self):
        raise UserError(
            self.env._(
                "What a line means in a wallet is told by what posted it, and is not "
                "entered by hand."
            )
        )

    @api.depends_context("order_cumulated_balance", "domain_cumulated_balance")
    def _compute_mlm_wallet_balance(self):
        """Turn core's running balance of a list round: a debt of ours is his money."""
        for line in self:
            line.mlm_wallet_balance = -line.cumulated_balance
