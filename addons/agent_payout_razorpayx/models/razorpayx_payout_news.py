from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError

from ..const import ENDED_UNPAID
from ..tools.paise import to_paise
from ..tools.redaction import redact

INDIA = ZoneInfo("Asia/Kolkata")


class RazorpayxPayout(models.Model):
    """What RazorpayX says, carried into the withdrawal and the books.

    An answer, a webhook and a poll bring the same entity and take the same way; it
    goes forward only, so repeats and news in a wrong order change nothing.
    """

    _inherit = "razorpayx.payout"

    def _hear(self, entity, moment=None):
        """Take in a payout as RazorpayX describes it.

        :param dict entity: of the API or of a webhook
        :param datetime moment: when it became so (UTC); now if not given
        :return: what came of it, see `razorpayx.event.outcome`
        """
        self.ensure_one()
        problem = self._find_mismatch(entity)
        if problem:
            self._hold(problem)
            return "mismatch"
        self._note_answer()
        if not self.payout_ref:
            self._record(payout_ref=entity["id"])
        utr = entity.get("utr") or None
        return self._apply(entity["status"], self._read_reason(entity), utr, moment)

    def _find_mismatch(self, entity):
        """Return why an entity is not this payout, or False.

        A signature only says that RazorpayX wrote it, not what it is about.
        """
        expected = {
            "reference_id": self.name,
            "amount": to_paise(self.amount),
            "currency": "INR",
            "id": self.payout_ref or entity.get("id"),
        }
        wrong = [name for name, value in expected.items() if entity.get(name) != value]
        if not (wrong or isinstance(entity.get("status"), str) and entity.get("id")):
            wrong = ["status"]
        return wrong and self.env._(
            "RazorpayX describes another payout: %(fields)s differ.",
            fields=", ".join(wrong),
        )

    def _read_reason(self, entity):
        """Return RazorpayX's words on why, without account numbers."""
        details = entity.get("status_details") or {}
        words = details.get("description") or entity.get("failure_reason") or ""
        return redact(words) or False

    def _apply(self, status, reason, utr=None, moment=None):
        """Move forward to what RazorpayX says, and the withdrawal with it.

        :return: what came of it, see `razorpayx.event.outcome`
        """
        if status == self.state:
            return self._note_utr(utr)
        if status not in self._moves:
            self._record(remote_status=status, remote_reason=reason)
            return "ignored"
        if status not in self._moves[self.state]:
            return self._take_late(status, reason)
        try:
            with self.env.cr.savepoint():
                self._carry_into_books(status, reason, utr, moment)
        except (UserError, RedirectWarning) as error:
            self._record(remote_status=status, remote_reason=reason)
            self._hold(self._explain_books(status, error.args[0]))
            return "held"
        return "applied"

    def _carry_into_books(self, status, reason, utr, moment):
        was_paid = self.state == "processed"
        vals = {"remote_status": status, "remote_reason": reason, "hold_reason": False}
        if status == "processed":
            vals["processed_at"] = moment or fields.Datetime.now()
        self._move(status, **vals)
        withdrawal = self.withdrawal_id.with_company(self.company_id)
        day = self._get_day(moment)
        words = self._explain_end(status, reason)
        if status == "processed":
            journal = self.account_id.journal_id
            utrs = {withdrawal.name: utr} if utr else {}
            withdrawal.action_process(journal.id, day, utrs)
        elif status in ENDED_UNPAID and was_paid:
            withdrawal.action_reverse(words, day)
        elif status in ENDED_UNPAID:
            withdrawal.action_fail(words)

    def _take_late(self, status, reason):
        """Leave the state alone; call a person when money and news contradict.

        A state that comes after a later one is what reordered webhooks bring. Paid
        after the money went back to the agent, or failed after it was booked as paid,
        is what must never happen.
        """
        is_released = self.state in ENDED_UNPAID and self.state != "reversed"
        is_unpaid = self.state == "processed" and status in ENDED_UNPAID
        if (is_released and status == "processed") or is_unpaid:
            self._record(remote_status=status, remote_reason=reason)
            self._hold(
                self.env._(
                    "RazorpayX says “%(status)s”, but here it is “%(state)s”. Compare "
                    "with the bank statement, then correct by hand.",
                    status=status,
                    state=self.state,
                )
            )
            return "mismatch"
        return "late"

    def _note_utr(self, utr):
        """Keep a UTR that came after the payout was booked."""
        if self.state != "processed" or not utr or self.withdrawal_id.utr:
            return "repeated"
        try:
            self.withdrawal_id._check_utrs({self.withdrawal_id.name: utr})
        except UserError as error:
            self._hold(str(error))
            return "held"
        self.withdrawal_id._record(utr=utr)
        return "applied"

    def _get_day(self, moment):
        """Return the day in India, where the banks are."""
        moment = moment or datetime.now(UTC).replace(tzinfo=None)
        return moment.replace(tzinfo=UTC).astimezone(INDIA).date()

    def _explain_end(self, status, reason):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "RazorpayX: %(status)s. %(reason)s",
            status=labels[status],
            reason=reason or self.env._("No reason was given."),
        )
