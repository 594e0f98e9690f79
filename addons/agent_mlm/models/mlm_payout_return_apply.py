from odoo import fields, models

from .mlm_agent import ACCOUNTANT

# A bank entry has as many lines as payouts, and Odoo takes some 5 ms for each line:
# more rows than this are booked in entries of this size, one a step
ROWS_PER_ENTRY = 500
FAILED_PER_STEP = 100


class MlmPayoutReturn(models.Model):
    """What was judged is done: paid rows are booked, failed rows give money back.

    A step takes the next rows, judges them once more by what is on record now, and
    does them, in one transaction. A row that somebody else booked in the meantime is
    then on record already; a step that was killed left nothing behind.
    """

    _inherit = "mlm.payout.return"

    def action_apply(self):
        """Apply the chosen rows while the accountant watches.

        :return: the action that runs `step_apply` until all are done
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self.ensure_one()
        self._check_may_move("done")
        return self._run_in_steps(
            "step_apply",
            self.env._("Apply %(file)s", file=self.file_name or self.name),
            {"mlm_return_chosen": self.chosen_count},
        )

    def step_apply(self):
        """Apply the next chosen rows: paid ones first, then failed ones.

        :return: the progress, see `stepped.work.mixin`
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self.ensure_one()
        if self.state == "draft":
            self._apply_next()
        left = self.chosen_count
        total = max(self.env.context.get("mlm_return_chosen") or 0, left)
        if left:
            message = self.env._("%(left)s rows left", left=left)
            return self._report_step(total - left, total, message)
        if self.state == "draft":
            self._finish()
        message = self.env._("All chosen rows are applied.")
        close = {"type": "ir.actions.act_window_close"}
        return self._report_step(total, total, message, close)

    def _apply_next(self):
        """Do the next rows in one transaction."""
        for verdict, limit, apply in (
            ("pay", ROWS_PER_ENTRY, self._book),
            ("fail", FAILED_PER_STEP, self._give_back),
        ):
            if lines := self._find_chosen(verdict, limit):
                self._judge_lines(lines)
                ready = lines.filtered_domain([("verdict", "=", verdict)])
                apply(ready)
                ready.sudo()._record(verdict="done", applied_at=fields.Datetime.now())
                return

    def _find_chosen(self, verdict, limit):
        domain = [
            ("return_id", "=", self.id),
            ("is_chosen", "=", True),
            ("verdict", "=", verdict),
        ]
        return self.line_ids.search(domain, limit=limit)

    def _book(self, lines):
        """Book paid rows: one bank entry."""
        if not lines:
            return
        withdrawals = lines.withdrawal_id.with_env(self.env)
        utrs = {line.withdrawal_id.name: line.utr for line in lines}
        # the row and the withdrawal itself say who booked what and when; a message
        # on each of them would cost more than the booking
        quiet = withdrawals.with_context(tracking_disable=True)
        quiet.action_process(self.journal_id.id, self.date, utrs)
        moves = withdrawals.sudo().move_line_id.move_id
        moves.mlm_payout_return_id = self

    def _give_back(self, lines):
        """Give the money of failed rows back, with the bank's words."""
        for reason, group in lines.grouped(self._get_reason).items():
            group.withdrawal_id.with_env(self.env).action_fail(reason)

    def _get_reason(self, line):
        return line.reason or line.status or self.env._("The bank gave no reason.")
