from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime


class MlmApprovalRun(models.Model):
    """What one approval of many commissions did, and what it left and why.

    Written in the same transaction as each batch: what it counts is in the books,
    also when the job was killed afterwards.
    """

    _name = "mlm.approval.run"
    _description = "Approval Run"
    _order = "id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    started_at = fields.Datetime(
        string="Started at", required=True, readonly=True, default=fields.Datetime.now
    )
    ended_at = fields.Datetime(
        string="Ended at",
        readonly=True,
        help="Empty: still running, or stopped before its end. The next run goes on.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Started by",
        readonly=True,
        default=lambda self: self.env.user,
    )
    is_automatic = fields.Boolean(string="By the nightly job", readonly=True)
    approved_count = fields.Integer(string="Approved", readonly=True)
    amount_approved = fields.Monetary(string="Amount approved", readonly=True)
    skipped_count = fields.Integer(string="Left", readonly=True)
    skipped_reasons = fields.Text(string="Left, and why", readonly=True)

    @api.depends("started_at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for run in self:
            run.display_name = format_datetime(self.env, run.started_at)

    @api.model
    def _start(self, company, **vals):
        """Return a new run."""
        return self.sudo().create({"company_id": company.id, **vals})

    def _count_approved(self, commissions):
        """Add commissions that were approved in this transaction.

        The amount is what their wallet lines credit: a part that was taken back
        before is booked together with its commission.
        """
        self.ensure_one()
        booked = commissions.sudo().move_line_id.mlm_commission_ids
        self.approved_count += len(commissions)
        self.amount_approved += sum(booked.mapped("amount"))

    def _end(self):
        """Record that nothing is left to do."""
        self.write({"ended_at": fields.Datetime.now()})

    def _keep_reasons(self, reasons):
        """Record what is left, and why.

        :param reasons: {why: how many commissions}
        """
        self.ensure_one()
        reasons = Counter(reasons)
        self.write(
            {
                "skipped_count": sum(reasons.values()),
                "skipped_reasons": "\n".join(
                    f"{count} × {reason}" for reason, count in reasons.most_common()
                ),
            }
        )

    def _approve_batch(self, commissions):
        """Approve a batch; what is refused is left, without holding up the others.

        :return: Counter of {why: how many commissions were refused}
        """
        self.ensure_one()
        reasons = Counter()
        if self._approve_or_explain(commissions) is None:
            return reasons
        for own in commissions.grouped("agent_id").values():
            if reason := self._approve_or_explain(own):
                reasons[reason] += len(own)
        return reasons

    def _approve_or_explain(self, commissions):
        """Approve all of them or none.

        :return: None, or why they were refused
        """
        try:
            with self.env.cr.savepoint():
                commissions.action_approve()
                self._count_approved(commissions)
        except UserError as refusal:
            return str(refusal)
        return None
