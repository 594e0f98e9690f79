from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.mlm_agent import ACCOUNTANT


class MlmPayoutDryRun(models.TransientModel):
    """Shows which withdrawals would be skipped and why, before anything happens.

    Before a batch is made, and again before it is confirmed: the accountant lets the
    good rows through and leaves the others.
    """

    _name = "mlm.payout.dry.run"
    _description = "Payout Dry Run"

    batch_id = fields.Many2one("mlm.payout.batch", readonly=True, ondelete="cascade")
    batch_state = fields.Selection(related="batch_id.state")
    withdrawal_ids = fields.Many2many("mlm.withdrawal", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    channel = fields.Selection(
        selection=lambda self: (
            self.env["mlm.payout.batch"]
            ._fields["channel"]
            ._description_selection(self.env)
        ),
        string="Sent as",
        required=True,
        default="file",
    )
    template_id = fields.Many2one(
        "mlm.payout.template",
        domain="[('company_id', 'in', (False, company_id))]",
        default=lambda self: self.env["mlm.payout.batch"]._default_template_id(),
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        domain="[('type', '=', 'bank'), ('company_id', '=', company_id)]",
        default=lambda self: self.env["mlm.payout.batch"]._default_journal_id(),
    )
    date = fields.Date(
        string="Pay on", required=True, default=fields.Date.context_today
    )
    line_ids = fields.One2many(
        "mlm.payout.dry.run.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=True,
    )
    problems = fields.Text(
        compute="_compute_problems", help="Why the batch as a whole can not be sent."
    )
    good_count = fields.Integer(compute="_compute_counts")
    good_amount = fields.Monetary(compute="_compute_counts")
    blocked_count = fields.Integer(compute="_compute_counts")
    blocked_amount = fields.Monetary(compute="_compute_counts")
    warning_count = fields.Integer(compute="_compute_counts")

    @api.depends("withdrawal_ids", "channel", "template_id", "journal_id", "date")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                Command.clear(),
                *map(Command.create, wizard._prepare_lines_vals()),
            ]

    @api.depends("line_ids.verdict", "template_id", "channel", "journal_id")
    def _compute_problems(self):
        for wizard in self:
            good = wizard.withdrawal_ids._origin - wizard._get_blocked()
            problems = wizard._get_batch()._list_batch_problems(good)
            wizard.problems = "\n".join(problems)

    @api.depends("line_ids.verdict", "withdrawal_ids.amount")
    def _compute_counts(self):
        for wizard in self:
            blocked = wizard._get_blocked()
            good = wizard.withdrawal_ids._origin - blocked
            wizard.good_count = len(good)
            wizard.good_amount = sum(good.mapped("amount"))
            wizard.blocked_count = len(blocked)
            wizard.blocked_amount = sum(blocked.mapped("amount"))
            wizard.warning_count = len(
                wizard.line_ids.filtered(lambda line: line.verdict == "warning")
            )

    def action_make(self):
        """Make a batch of the withdrawals that are not blocked, and open it.

        :raise UserError: if all of them are
        """
        self.ensure_one()
        self._check_accountant()
        good = self.withdrawal_ids - self._get_blocked()
        if not good:
            raise UserError(self.env._("None of these withdrawals can be paid now."))
        batch = self.env["mlm.payout.batch"].create(
            {
                "company_id": self.company_id.id,
                "channel": self.channel,
                "template_id": self.template_id.id,
                "journal_id": self.journal_id.id,
                "date": self.date,
                "withdrawal_ids": [Command.link(row.id) for row in good],
            }
        )
        return batch.get_formview_action()

    def action_confirm(self):
        """Leave out what is blocked, then confirm the batch."""
        self.action_leave_out()
        self.batch_id.action_confirm()
        return {"type": "ir.actions.act_window_close"}

    def action_leave_out(self):
        """Take the blocked withdrawals out of the batch; the chatter says why."""
        self.ensure_one()
        self._check_accountant()
        reasons = {
            line.withdrawal_id: line.reason
            for line in self.line_ids
            if line.verdict == "blocked"
        }
        self.batch_id._leave_out(reasons)
        return {"type": "ir.actions.act_window_close"}

    def _check_accountant(self):
        self.check_access("write")
        self.env["mlm.payout.batch"]._check_role(ACCOUNTANT)

    def _get_blocked(self):
        return self.line_ids.filtered(
            lambda line: line.verdict == "blocked"
        ).withdrawal_id

    def _get_batch(self):
        """Return the batch that is checked, or one as it would be made."""
        if self.batch_id:
            return self.batch_id
        names = ("company_id", "channel", "template_id", "journal_id", "date")
        return self.env["mlm.payout.batch"].new({name: self[name] for name in names})

    def _prepare_lines_vals(self):
        batch, rows = self._get_batch(), self.withdrawal_ids._origin
        found = {
            "blocked": batch._list_row_problems(rows),
            "warning": batch._list_row_warnings(rows),
        }
        return [
            {
                "withdrawal_id": withdrawal.id,
                "verdict": verdict,
                "reason": "\n".join(sentences),
            }
            for verdict, by_row in found.items()
            for withdrawal, sentences in by_row.items()
        ]
