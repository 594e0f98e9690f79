from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class MlmWithdrawalProcess(models.TransientModel):
    """Books approved withdrawals as paid: which bank, which day, which UTRs."""

    _name = "mlm.withdrawal.process"
    _description = "Book Payouts"

    withdrawal_ids = fields.Many2many("mlm.withdrawal", required=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        domain="[('type', '=', 'bank'), ('company_id', '=', company_id)]",
        default=lambda self: self._default_journal_id(),
    )
    date = fields.Date(
        string="Paid on", required=True, default=fields.Date.context_today
    )
    line_ids = fields.One2many(
        "mlm.withdrawal.process.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    amount_total = fields.Monetary(string="Total", compute="_compute_amount_total")

    @api.model
    def _default_journal_id(self):
        company = self.env.company
        return company.mlm_payout_journal_id or self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )

    @api.depends("withdrawal_ids")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create({"withdrawal_id": withdrawal.id})
                    for withdrawal in wizard.withdrawal_ids._origin
                ),
            ]

    @api.depends("line_ids.withdrawal_id.amount")
    def _compute_amount_total(self):
        for wizard in self:
            wizard.amount_total = sum(wizard.line_ids.mapped("amount"))

    def action_confirm(self):
        """Book the payouts that are still on the list.

        :raise UserError: if a UTR is missing or used twice
        """
        self.ensure_one()
        self.check_access("read")
        utrs = self._collect_utrs()
        withdrawals = self.line_ids.withdrawal_id
        withdrawals.action_process(self.journal_id.id, self.date, utrs)
        return {"type": "ir.actions.act_window_close"}

    def _collect_utrs(self):
        missing = self.line_ids.filtered(lambda line: not (line.utr or "").strip())
        if missing:
            raise UserError(
                self.env._(
                    "Enter the UTR the bank gave for: %(withdrawals)s.",
                    withdrawals=", ".join(missing.withdrawal_id.mapped("name")),
                )
            )
        return {line.withdrawal_id.name: line.utr.strip() for line in self.line_ids}


class MlmWithdrawalProcessLine(models.TransientModel):
    """One withdrawal about to be booked, waiting for its UTR."""

    _name = "mlm.withdrawal.process.line"
    _description = "Payout to Book"

    wizard_id = fields.Many2one(
        "mlm.withdrawal.process", required=True, ondelete="cascade"
    )
    withdrawal_id = fields.Many2one(
        "mlm.withdrawal", required=True, readonly=True, ondelete="cascade"
    )
    agent_id = fields.Many2one(related="withdrawal_id.agent_id")
    amount = fields.Monetary(related="withdrawal_id.amount")
    currency_id = fields.Many2one(related="withdrawal_id.currency_id")
    bank_account_masked = fields.Char(related="withdrawal_id.bank_account_masked")
    bank_ifsc = fields.Char(related="withdrawal_id.bank_ifsc")
    utr = fields.Char(string="UTR")
