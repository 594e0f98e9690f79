from odoo import api, fields, models

from .mlm_agent import ACCOUNTANT


class MlmLedgerCheckLine(models.Model):
    """A place where the papers and the ledger say different things."""

    _name = "mlm.ledger.check.line"
    _description = "Ledger Difference"
    _order = "check_id desc, id"

    check_id = fields.Many2one(
        "mlm.ledger.check", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="check_id.company_id", store=True)
    currency_id = fields.Many2one(related="check_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    agent_id = fields.Many2one("mlm.agent", readonly=True)
    kind = fields.Selection(
        [
            ("commission", "Commissions and clawbacks"),
            ("withholding", "Tax withheld, in the wallet"),
            ("tax", "Tax withheld, on the tax account"),
            ("payout", "Payouts"),
            ("payout_reversal", "Payouts returned"),
            ("wallet", "Wallet as a whole"),
            ("stray", "Entries that belong to no agent or no event"),
        ],
        string="What differs",
        required=True,
        readonly=True,
    )
    amount_papers = fields.Monetary(
        string="By the papers",
        readonly=True,
        help="What commissions, withholdings and withdrawals add up to.",
    )
    amount_ledger = fields.Monetary(string="In the ledger", readonly=True)
    difference = fields.Monetary(
        compute="_compute_difference", store=True, help="Ledger less papers."
    )

    @api.depends("amount_papers", "amount_ledger")
    def _compute_difference(self):
        for line in self:
            line.difference = line.currency_id.round(
                line.amount_ledger - line.amount_papers
            )

    def action_open_entries(self):
        """Open the journal items of this contact on the payable account."""
        self.ensure_one()
        self.check_access("read")
        self.env["guarded.state.mixin"]._check_role(ACCOUNTANT)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "agent_mlm.mlm_wallet_line_action"
        )
        account = self.sudo().company_id.mlm_payable_account_id
        return {
            **action,
            "domain": [
                ("account_id", "=", account.id),
                ("partner_id", "=", self.partner_id.id),
                ("parent_state", "=", "posted"),
            ],
            "context": {},
        }
