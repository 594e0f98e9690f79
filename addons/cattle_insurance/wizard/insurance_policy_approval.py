from odoo import Command, api, fields, models

from ..models.insurance_policy import UNDERWRITER

APPROVED_AT_ONCE = 500
# a list of thousands is not read: the rest is counted
REFUSED_SHOWN = 200


class InsurancePolicyApproval(models.TransientModel):
    """The dry run of a bulk approval: what would be refused and why, then the rest."""

    _name = "insurance.policy.approval"
    _description = "Approve Proposals"
    _inherit = ["stepped.work.mixin"]

    policy_ids = fields.Many2many("insurance.policy", required=True)
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id
    )
    line_ids = fields.One2many(
        "insurance.policy.approval.line",
        "approval_id",
        string="Refused, and why",
        compute="_compute_line_ids",
        store=True,
    )
    ready_count = fields.Integer(string="Ready", compute="_compute_counts")
    refused_count = fields.Integer(string="Refused", compute="_compute_counts")
    warned_count = fields.Integer(
        string="With warnings",
        compute="_compute_counts",
        help="Ready, but somebody should look at them first.",
    )
    premium = fields.Monetary(string="Premium without GST", compute="_compute_counts")
    sum_insured = fields.Monetary(compute="_compute_counts")
    total_count = fields.Integer(readonly=True)

    @api.depends("policy_ids")
    def _compute_line_ids(self):
        for approval in self:
            problems = approval.policy_ids._origin._list_approval_problems()
            approval.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {"policy_id": policy.id, "reason": " ".join(sentences)}
                    )
                    for policy, sentences in list(problems.items())[:REFUSED_SHOWN]
                ),
            ]

    @api.depends("policy_ids")
    def _compute_counts(self):
        for approval in self:
            ready = approval._get_ready()
            approval.ready_count = len(ready)
            approval.refused_count = len(approval.policy_ids) - len(ready)
            approval.warned_count = len(ready.filtered("warning_count"))
            approval.premium = sum(ready.mapped("premium"))
            approval.sum_insured = sum(ready.mapped("sum_insured"))

    def action_approve(self):
        """Put in force what can be; many of them in steps, with a bar."""
        self.ensure_one()
        self._check_approver()
        self.total_count = len(self._get_ready())
        if self.total_count > APPROVED_AT_ONCE:
            return self._run_in_steps("step_approve", self.env._("Approving proposals"))
        return self.step_approve()["next"]

    def step_approve(self):
        """Put the next proposals of the list in force, one transaction."""
        self.ensure_one()
        self._check_approver()
        batch = self._get_ready()[:APPROVED_AT_ONCE]
        if batch:
            batch.action_approve()
        left = len(self._get_ready())
        return self._report_step(
            max(self.total_count - left, 0),
            self.total_count,
            self.env._("%(count)s approved", count=len(batch)),
            not left and {"type": "ir.actions.act_window_close"},
        )

    def _get_ready(self):
        chosen = self.policy_ids._origin
        problems = chosen._list_approval_problems()
        return chosen.filtered(lambda policy: policy not in problems)

    def _check_approver(self):
        self.check_access("write")
        self.env["guarded.state.mixin"]._check_role(UNDERWRITER)


class InsurancePolicyApprovalLine(models.TransientModel):
    """A proposal that would be refused, and why."""

    _name = "insurance.policy.approval.line"
    _description = "Proposal Refused"

    approval_id = fields.Many2one(
        "insurance.policy.approval", required=True, ondelete="cascade"
    )
    policy_id = fields.Many2one(
        "insurance.policy", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="policy_id.partner_id")
    tag_number = fields.Char(related="policy_id.tag_number")
    reason = fields.Text(string="Why", readonly=True)
