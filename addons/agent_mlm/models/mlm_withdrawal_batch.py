from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .mlm_agent import ACCOUNTANT
from .mlm_payout_batch import UNSENT_STATES


class MlmWithdrawal(models.Model):
    """Withdrawals on their way to the bank in a payout batch."""

    _inherit = "mlm.withdrawal"

    batch_id = fields.Many2one(
        "mlm.payout.batch",
        string="Payout batch",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=ACCOUNTANT,
    )

    batch_problems = fields.Text(
        string="Would be skipped",
        compute="_compute_batch_problems",
        groups=ACCOUNTANT,
        help="Why the bank can not be told to pay this.",
    )
    bank_reference = fields.Char(
        compute="_compute_bank_reference",
        store=True,
        index=True,
        help="The number without its signs, as it comes back from the bank.",
    )

    _batch_has_approved = models.Constraint(
        "CHECK (batch_id IS NULL OR state NOT IN ('pending', 'rejected', 'cancelled'))",
        "Only approved withdrawals join a payout batch.",
    )

    @api.depends("batch_id", "batch_id.template_id", "batch_id.channel", "state")
    def _compute_batch_problems(self):
        self.batch_problems = False
        for batch, rows in self.grouped("batch_id").items():
            if batch.state in UNSENT_STATES:
                for withdrawal, sentences in batch._list_row_problems(rows).items():
                    withdrawal.batch_problems = "\n".join(sentences)

    @api.depends("name")
    def _compute_bank_reference(self):
        for withdrawal in self:
            withdrawal.bank_reference = self._strip_reference(withdrawal.name)

    @api.model
    def _strip_reference(self, text):
        """Return letters and digits of a reference: all that every bank keeps."""
        return "".join(sign for sign in text.upper() if sign.isalnum())

    def write(self, vals):
        if "batch_id" not in vals:
            return super().write(vals)
        self._check_batch_change(vals["batch_id"])
        before = self.batch_id
        result = super().write(vals)
        (before | self.batch_id)._note_row_change()
        return result

    def action_make_payout_batch(self):
        """Show what a batch of these withdrawals would pay, and what not."""
        self.env["mlm.payout.batch"]._check_role(ACCOUNTANT)
        self.check_access("write")
        return self._open_dry_run({"company_id": self.company_id[:1].id})

    def _open_dry_run(self, vals):
        wizard = self.env["mlm.payout.dry.run"].create(
            {"withdrawal_ids": [Command.set(self.ids)], **vals}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What would be paid"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _move(self, state, **vals):
        """Refuse to decide by hand what the batch decides: `_check_batch_lets_go`."""
        self._check_batch_lets_go(state)
        return super()._move(state, **vals)

    def _process_in(self, company, journal, date, utrs):
        """Close the batches whose last payment this was."""
        result = super()._process_in(company, journal, date, utrs)
        self.batch_id._close_answered()
        return result

    def _release(self, state, reason):
        """Close the batches whose last payment this was."""
        result = super()._release(state, reason)
        self.batch_id._close_answered()
        return result

    def _check_batch_lets_go(self, state):
        """Refuse to decide by hand what a payout batch is about to decide.

        A withdrawal in a batch that is not sent leaves it first; one whose payment
        the bank was told to make is paid or failed by the bank's answer only.
        """
        batches = self.batch_id
        unsent = batches.filtered(lambda batch: batch.state in UNSENT_STATES)
        sent = batches.filtered(lambda batch: batch.state == "sent")
        if unsent and state in ("processed", "failed", "rejected"):
            raise UserError(
                self.env._(
                    "%(batches)s: take the withdrawal out of this payout batch first.",
                    batches=", ".join(unsent.mapped("name")),
                )
            )
        if sent and state == "rejected":
            raise UserError(
                self.env._(
                    "%(batches)s: the bank was told to pay this already. Wait for its "
                    "answer, then book it or record that it failed.",
                    batches=", ".join(sent.mapped("name")),
                )
            )

    def _check_batch_change(self, batch_id):
        """Let only approved withdrawals join drafts, and leave unsent batches."""
        target = self.env["mlm.payout.batch"].browse(batch_id)
        changing = self.filtered(lambda withdrawal: withdrawal.batch_id != target)
        if sources := changing.batch_id:
            changing._check_may_leave(sources, target)
        if target:
            changing._check_may_join(target)

    def _check_may_leave(self, batches, target):
        if target or batches.filtered(lambda batch: batch.state not in UNSENT_STATES):
            raise UserError(
                self.env._(
                    "%(withdrawals)s: in payout batch %(batches)s already.",
                    withdrawals=", ".join(self.filtered("batch_id").mapped("name")),
                    batches=", ".join(batches.mapped("name")),
                )
            )

    def _check_may_join(self, batch):
        batch._check_draft()
        strays = self.filtered(
            lambda withdrawal: (
                withdrawal.state != "approved"
                or withdrawal.company_id != batch.company_id
            )
        )
        if strays:
            raise UserError(
                self.env._(
                    "%(withdrawals)s: only approved withdrawals of %(company)s can "
                    "join %(batch)s.",
                    withdrawals=", ".join(strays.mapped("name")),
                    company=batch.company_id.name,
                    batch=batch.name,
                )
            )
        batch._record(maker_ids=[Command.link(self.env.uid)])
