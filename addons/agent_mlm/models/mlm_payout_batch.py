from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from .mlm_agent import ACCOUNTANT

UNSENT_STATES = ("draft", "confirmed")
LIVE_STATES = (*UNSENT_STATES, "sent")
# what the second person has looked at
CONFIRMED_FIELDS = {"company_id", "journal_id", "date", "channel", "template_id"}


class MlmPayoutBatch(models.Model):
    """Approved withdrawals that go to the bank together.

    One person makes the batch, above an amount another one confirms it; sent, it
    waits until the bank has answered for each of its withdrawals.
    """

    _name = "mlm.payout.batch"
    _description = "Payout Batch"
    _inherit = [
        "guarded.state.mixin",
        "stepped.work.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _is_sealed = True

    _moves = {
        "draft": ("confirmed", "cancelled"),
        "confirmed": ("sent", "cancelled"),
        "sent": ("done",),
        "done": (),
        "cancelled": (),
    }

    name = fields.Char(
        string="Number", required=True, readonly=True, copy=False, default="New"
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # how it is paid
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        check_company=True,
        domain="[('type', '=', 'bank')]",
        default=lambda self: self._default_journal_id(),
        tracking=True,
    )
    date = fields.Date(
        string="Pay on", required=True, default=fields.Date.context_today, tracking=True
    )
    channel = fields.Selection(
        [("file", "Bank file")],
        string="Sent as",
        required=True,
        default="file",
        tracking=True,
    )
    # what is paid
    withdrawal_ids = fields.One2many(
        "mlm.withdrawal", "batch_id", string="Withdrawals", copy=False
    )
    withdrawal_count = fields.Integer(compute="_compute_amounts")
    amount_total = fields.Monetary(string="Total", compute="_compute_amounts")
    # where it stands
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "Confirmed"),
            ("sent", "Sent"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
        index=True,
    )
    maker_ids = fields.Many2many(
        "res.users",
        string="Made by",
        readonly=True,
        copy=False,
        help="Everybody who made the batch or put withdrawals into it.",
    )
    row_changes = fields.Integer(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Grows with every withdrawal that joins or leaves, so that this collides "
        "with a confirmation at the same moment.",
    )
    confirmed_by_id = fields.Many2one(
        "res.users", string="Confirmed by", readonly=True, copy=False
    )
    confirmed_at = fields.Datetime(string="Confirmed at", readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        "res.users", string="Sent by", readonly=True, copy=False
    )
    sent_at = fields.Datetime(string="Sent at", readonly=True, copy=False)

    _name_uniq = models.UniqueIndex("(company_id, name)", "This batch number is taken.")

    @api.model
    def _default_journal_id(self):
        company = self.env.company
        return company.mlm_payout_journal_id or self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )

    @api.depends("withdrawal_ids.amount")
    def _compute_amounts(self):
        sums = {
            batch: (count, amount)
            for batch, count, amount in self.env["mlm.withdrawal"]._read_group(
                [("batch_id", "in", self.ids)], ["batch_id"], ["__count", "amount:sum"]
            )
        }
        for batch in self:
            count, amount = sums.get(batch._origin, (0, 0.0))
            batch.withdrawal_count = count
            batch.amount_total = batch.currency_id.round(amount)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_seal(vals.keys() - {"name", "state"})
        numbers = self.env["ir.sequence"]._draw("mlm.payout.batch", len(vals_list))
        makers = [fields.Command.link(self.env.uid)]
        # copies: a request that collides is played again with what it was given
        return super().create(
            [
                {**vals, "name": number, "maker_ids": makers}
                for vals, number in zip(vals_list, numbers, strict=True)
            ]
        )

    def write(self, vals):
        if CONFIRMED_FIELDS & vals.keys():
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_empty_drafts(self):
        if self.filtered(lambda batch: batch.state != "draft" or batch.withdrawal_ids):
            raise UserError(
                self.env._(
                    "Payout batches stay on record. Cancel one that is not sent yet."
                )
            )

    def action_confirm(self):
        """Declare batches fit to be sent, after a check of every withdrawal.

        :raise UserError: naming each withdrawal that may not be paid and why; or if
            the batch is worth more than the company lets one person decide alone
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        for batch in self:
            batch._check_second_person()
            batch._check_rows()
        self._move(
            "confirmed",
            confirmed_by_id=self.env.uid,
            confirmed_at=fields.Datetime.now(),
        )

    def action_send(self):
        """Give a confirmed batch to the bank, by its channel.

        :return: the action of the channel, if it has more to show
        :raise UserError: if it is not confirmed, or a withdrawal may not be paid now
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self.ensure_one()
        self._check_may_move("sent")
        if not self._is_checked_in_steps():
            self._check_rows()
        return getattr(self, f"_send_{self.channel}")()

    def action_cancel(self):
        """Give up batches before they are sent; their withdrawals stay approved."""
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self._check_may_move("cancelled")
        self._release_rows(self.withdrawal_ids)
        self._move("cancelled")

    def action_open_withdrawals(self):
        """Open the withdrawals of the batch in a list of their own."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "agent_mlm.mlm_withdrawal_action"
        )
        return {**action, "domain": [("batch_id", "=", self.id)], "context": {}}

    def _is_checked_in_steps(self):
        """Whether the channel checks the rows itself, while the user watches."""
        return False

    def _mark_sent(self, **vals):
        """Record that the batch is out of the house, together with other values."""
        self._move(
            "sent", sent_by_id=self.env.uid, sent_at=fields.Datetime.now(), **vals
        )

    def _release_rows(self, withdrawals):
        """Take approved withdrawals out of the batch; they can join another one."""
        withdrawals.write({"batch_id": False})

    def _note_row_change(self):
        """Note that withdrawals have joined or left the batches."""
        self._collide()

    def _collide(self):
        """Update the batches themselves, so that others at them start over.

        A real UPDATE: what somebody else confirms, renders or sends in the same moment
        fails and is played again with the rows as they are now.
        """
        for batch_sudo in self.sudo():
            batch_sudo._record(row_changes=batch_sudo.row_changes + 1)

    def _close_answered(self):
        """Close the sent batches in which no withdrawal waits for the bank any more."""
        domain = [("batch_id", "in", self.ids), ("state", "=", "approved")]
        waiting = self.env["mlm.withdrawal"].sudo()._read_group(domain, ["batch_id"])
        ids = {batch.id for (batch,) in waiting}
        self.filtered(
            lambda batch: batch.state == "sent" and batch.id not in ids
        )._move("done")

    # ------------------------------------------------------------------
    # checks

    def _check_rows(self):
        """Refuse a batch that is empty, or in which a withdrawal may not be paid."""
        if not self.withdrawal_ids:
            raise UserError(
                self.env._("%(batch)s has no withdrawals to pay.", batch=self.name)
            )
        problems = self._list_batch_problems() + [
            f"{withdrawal.name}: {sentence}"
            for withdrawal, sentences in self._list_row_problems().items()
            for sentence in sentences
        ]
        if problems:
            raise UserError("\n".join(problems))

    def _check_second_person(self):
        """Refuse one person alone for a batch above the company's amount."""
        limit = self.company_id.mlm_payout_alone_maximum
        if (
            self.env.user in self.sudo().maker_ids
            and self.currency_id.compare_amounts(self.amount_total, limit) > 0
        ):
            raise UserError(
                self.env._(
                    "%(batch)s is worth %(total)s. Above %(limit)s somebody has to "
                    "confirm it who did not take part in making it.",
                    batch=self.name,
                    total=format_amount(self.env, self.amount_total, self.currency_id),
                    limit=format_amount(self.env, limit, self.currency_id),
                )
            )

    def _check_draft(self):
        if strays := self.filtered(lambda batch: batch.state != "draft"):
            raise UserError(
                self.env._(
                    "%(batches)s: confirmed already, so it stays as it was confirmed. "
                    "Cancel it and make a new one.",
                    batches=", ".join(strays.mapped("name")),
                )
            )
