from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from .mlm_agent import ACCOUNTANT
from .mlm_payout_batch import UNSENT_STATES


class MlmPayoutBatch(models.Model):
    """Where the dry run is opened from, and what it leaves out."""

    _inherit = "mlm.payout.batch"

    def action_check(self):
        """Show what would be skipped, before confirming or sending."""
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self.ensure_one()
        names = ("company_id", "template_id", "journal_id")
        vals = {name: self[name].id for name in names}
        return self.withdrawal_ids._open_dry_run(
            {"batch_id": self.id, "channel": self.channel, "date": self.date, **vals}
        )

    def action_collect_due(self):
        """Show what a batch of all withdrawals that wait for the bank would pay.

        :raise UserError: if none waits
        """
        self._check_role(ACCOUNTANT)
        due = self.env["mlm.withdrawal"].search(
            [
                ("state", "=", "approved"),
                ("batch_id", "=", False),
                ("company_id", "=", self.env.company.id),
            ]
        )
        if not due:
            raise UserError(
                self.env._(
                    "No withdrawal waits for the bank: approve some first, or look "
                    "at the batches that are not sent yet."
                )
            )
        return due._open_dry_run({})

    def _leave_out(self, reasons):
        """Take withdrawals out of a batch that is not sent, and note why.

        :param dict reasons: {withdrawal: text}
        """
        rows = self.withdrawal_ids.filtered(lambda row: row in reasons)
        if not rows or self.state not in UNSENT_STATES:
            return
        self._release_rows(rows)
        lines = [f"{row.name}: {reasons[row]}" for row in rows]
        body = Markup("<br/>").join([self.env._("Left out:"), *lines])
        self.message_post(body=body)
