from collections import Counter

from odoo import Command, api, fields, models

from ..models.mlm_agent import ACCOUNTANT

APPROVED_AT_ONCE = 500
# a list of thousands is not read: the rest is counted
SKIPPED_SHOWN = 200


class MlmCommissionApproval(models.TransientModel):
    """The dry run of a bulk approval: what would be left and why, then the rest."""

    _name = "mlm.commission.approval"
    _description = "Approve Commissions"
    _inherit = ["stepped.work.mixin"]

    commission_ids = fields.Many2many("mlm.commission", required=True)
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id
    )
    line_ids = fields.One2many(
        "mlm.commission.approval.line",
        "approval_id",
        string="Left, and why",
        compute="_compute_line_ids",
        store=True,
    )
    ready_count = fields.Integer(string="Ready", compute="_compute_amounts")
    skipped_count = fields.Integer(string="Left", compute="_compute_amounts")
    amount = fields.Monetary(string="Commissions", compute="_compute_amounts")
    amount_tax = fields.Monetary(string="Tax (TDS)", compute="_compute_amounts")
    amount_net = fields.Monetary(string="Into wallets", compute="_compute_amounts")
    agent_count = fields.Integer(string="Agents", compute="_compute_amounts")
    total_count = fields.Integer(readonly=True)
    run_ids = fields.Many2many("mlm.approval.run", readonly=True)

    @api.depends("commission_ids")
    def _compute_line_ids(self):
        for approval in self:
            bars = approval.commission_ids._origin._list_bars_to_approval()
            approval.line_ids = [
                Command.clear(),
                *(
                    Command.create({"commission_id": commission.id, "reason": reason})
                    for commission, reason in list(bars.items())[:SKIPPED_SHOWN]
                ),
            ]

    @api.depends("commission_ids")
    def _compute_amounts(self):
        for approval in self:
            chosen = approval.commission_ids._origin
            ready = approval._get_ready()
            whole = ready._with_reversals()
            amount = sum(whole.mapped("amount"))
            tax = approval._preview_tax(whole)
            approval.ready_count = len(ready)
            approval.skipped_count = len(chosen - ready)
            approval.agent_count = len(ready.agent_id)
            approval.amount = amount
            approval.amount_tax = tax
            approval.amount_net = amount - tax

    def action_approve(self):
        """Approve what can be approved; many of them in steps, with a bar."""
        self.ensure_one()
        self._check_approver()
        ready = self._get_ready()
        runs = self._start_runs()
        self.write({"total_count": len(ready), "run_ids": [Command.set(runs.ids)]})
        if len(ready) > APPROVED_AT_ONCE:
            return self._run_in_steps(
                "step_approve", self.env._("Approving commissions")
            )
        return self.step_approve()["next"]

    def step_approve(self):
        """Approve the next commissions of the list, one transaction."""
        self.ensure_one()
        self._check_approver()
        batch = self._get_ready()[:APPROVED_AT_ONCE]
        if batch:
            batch.action_approve()
            for run in self.run_ids.sudo():
                run._count_approved(
                    batch.filtered(lambda c, run=run: c.company_id == run.company_id)
                )
        left = len(self._get_ready())
        if not left:
            self.run_ids.sudo().filtered(lambda run: not run.ended_at)._end()
        return self._report_step(
            max(self.total_count - left, 0),
            self.total_count,
            self.env._("%(count)s approved", count=len(batch)),
            not left and {"type": "ir.actions.act_window_close"},
        )

    def _get_ready(self):
        chosen = self.commission_ids._origin
        bars = chosen._list_bars_to_approval()
        return chosen.filtered(lambda commission: commission not in bars)

    def _check_approver(self):
        self.check_access("write")
        self.env["guarded.state.mixin"]._check_role(ACCOUNTANT)

    def _start_runs(self):
        """Open a run for each company, with what it leaves and why."""
        bars = self.commission_ids._list_bars_to_approval()
        runs = self.env["mlm.approval.run"].sudo()
        for company, chosen in self.commission_ids.grouped("company_id").items():
            run = runs._start(company)
            run._keep_reasons(
                Counter(bars[commission] for commission in chosen if commission in bars)
            )
            runs += run
        return runs

    def _preview_tax(self, commissions):
        """Return the rupees of tax, were all of them approved today."""
        today = fields.Date.context_today(self)
        tax = 0.0
        for shares in commissions.sudo().grouped("company_id").values():
            by_agent = {
                agent: own._total() for agent, own in shares._group_by_agent().items()
            }
            rows = self.env["mlm.agent"].sudo()._list_withholdings(by_agent, today)
            tax += sum(row["amount"] for row in rows)
        return tax


class MlmCommissionApprovalLine(models.TransientModel):
    """A commission that is left, and why."""

    _name = "mlm.commission.approval.line"
    _description = "Commission Left"

    approval_id = fields.Many2one(
        "mlm.commission.approval", required=True, ondelete="cascade"
    )
    commission_id = fields.Many2one(
        "mlm.commission", required=True, readonly=True, ondelete="cascade"
    )
    agent_id = fields.Many2one(related="commission_id.agent_id")
    amount = fields.Monetary(related="commission_id.amount")
    currency_id = fields.Many2one(related="commission_id.currency_id")
    reason = fields.Text(string="Why", readonly=True)
