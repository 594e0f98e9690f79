from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..const import (
    KEY_SAFE_DAYS,
    MOST_ATTEMPTS,
    NARRATION_LENGTH,
    OPEN_STATES,
    RETRY_MINUTES,
    REVERSAL_DAYS,
    RTGS_FROM,
    SILENCE_MINUTES,
    UNDER_WAY,
)
from ..tools.paise import to_paise
from ..tools.razorpayx_client import (
    RazorpayXError,
    RefusedError,
    SetupError,
)

# payouts a run of the cron takes up, each as a job of its own
MOST_ASKED = 200


class RazorpayxPayout(models.Model):
    """Sending, in steps so small that none can be lost or done twice.

    A job does one step: it reads, calls RazorpayX once, writes what came back, and
    leaves the next step to another job. Before the call it has written nothing; after
    it, database and job end together in one commit. A job killed anywhere in between
    is run again, and the same call gives the same contact, fund account or payout.
    """

    _inherit = "razorpayx.payout"

    def _schedule(self, minutes=0):
        """Have a job do the next step of each; one job a payout at a time."""
        for payout in self.with_user(SUPERUSER_ID):
            payout.with_delay(
                identity_key=payout._get_job_key(),
                eta=minutes * 60 or None,
                max_retries=0,  # a killed job is run again however often it is killed
                description=self.env._("RazorpayX: %(name)s", name=payout.name),
            )._advance()

    def _get_job_key(self):
        return f"razorpayx.payout-{self.id}"

    def _schedule_now(self):
        """Do the next step of each at once, also where a job waits for its hour."""
        jobs = self.env["queue.job"].sudo()
        keys = [payout._get_job_key() for payout in self]
        jobs.search(
            [("identity_key", "in", keys), ("state", "=", "pending")]
        ).eta = False
        self._schedule()

    def _advance(self):
        """Do the next step, and see to it that another one follows."""
        self.ensure_one()
        step = self._get_next_step()
        if not step:
            return
        try:
            client = self.account_id._get_client()
        except UserError as error:
            self._hold(str(error))
            return
        try:
            step(client)
        except RefusedError as error:
            self._take_refusal(error, client)
        except SetupError as error:
            self._hold(self._explain_setup(error))
        except RazorpayXError as error:
            self._try_later(error)

    def _get_next_step(self):
        """Return the method that brings the payout further, None when it rests."""
        if self.state in OPEN_STATES or (self.state == "processed" and self.payout_ref):
            return self._step_fetch
        if self.state != "ready" or self.hold_reason:
            return None
        if not self.beneficiary_id.contact_ref:
            return self._step_contact
        if not self.beneficiary_id.fund_account_ref:
            return self._step_fund_account
        return self._step_payout if self.request_body else self._step_body

    def _step_contact(self, client):
        self.beneficiary_id._create_contact(client)
        self._note_answer()
        self._schedule()

    def _step_fund_account(self, client):
        self.beneficiary_id._create_fund_account(client)
        self._note_answer()
        self._step_body(client)

    def _step_body(self, _client):
        """Freeze what will be sent; the commit of this job comes before the call."""
        self._record(request_body=self._prepare_body())
        self._schedule()

    def _step_payout(self, client):
        """Send the payout, or find the one that was sent too long ago to repeat."""
        known = self._is_key_old() and self._find(client)
        body = self.request_body
        self._hear(known or client.create_payout(body, self.idempotency_key))

    def _step_fetch(self, client):
        self._hear(client.fetch_payout(self.payout_ref))

    def _is_key_old(self):
        """Tell whether RazorpayX may have forgotten the key: it keeps it seven days."""
        return self.create_date < fields.Datetime.now() - timedelta(days=KEY_SAFE_DAYS)

    def _find(self, client):
        """Return the payout RazorpayX has under our reference, None without one."""
        return client.find_payout(self.account_id.account_number, self.name)

    def _prepare_body(self):
        account = self.account_id
        narration = f"{account.narration} {self.withdrawal_id.name}"
        narration = "".join(
            char if char.isalnum() else " " for char in narration if char.isascii()
        )
        return {
            "account_number": account.account_number,
            "fund_account_id": self.beneficiary_id.fund_account_ref,
            "amount": to_paise(self.amount),
            "currency": "INR",
            "mode": "RTGS" if self.amount >= RTGS_FROM else account.mode_small,
            "purpose": "payout",
            "queue_if_low_balance": account.is_queued_when_short,
            "reference_id": self.name,
            "narration": narration[:NARRATION_LENGTH].strip(),
        }

    def _take_refusal(self, error, client):
        """Give the money back to the agent, once it is sure that nothing was paid.

        An earlier attempt may have been accepted without our knowing, so RazorpayX is
        asked first whether it has a payout with our reference.
        """
        if self.state != "ready":
            self._try_later(error)
            return
        try:
            known = self.request_body and self._find(client)
        except RazorpayXError as fault:
            self._try_later(fault)
            return
        if known:
            self._hear(known)
        elif "idempotency" in str(error).lower():
            self._hold(str(error))
        else:
            self._apply("failed", str(error))

    def _try_later(self, error):
        """Note the fault and come back after a while, or leave it to a person."""
        attempts = self.attempts + 1
        self._record(
            attempts=attempts, last_error=str(error), touched_at=fields.Datetime.now()
        )
        if self.state != "ready":
            return  # the cron asks again
        if attempts >= MOST_ATTEMPTS:
            self._hold(
                self.env._(
                    "%(count)s attempts without an answer. The last one: %(error)s",
                    count=attempts,
                    error=error,
                )
            )
        else:
            self._schedule(RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1])

    def _note_answer(self):
        """Forget the faults: RazorpayX has answered."""
        self._record(attempts=0, last_error=False, touched_at=fields.Datetime.now())

    @api.model
    def _cron_ask_about_silent(self):
        """Take up payouts without news: lost webhooks, lost jobs, late returns."""
        now = fields.Datetime.now()
        silent = [("touched_at", "<", now - timedelta(minutes=SILENCE_MINUTES))]
        yesterday = [("touched_at", "<", now - timedelta(days=1))]
        recent = [("processed_at", ">", now - timedelta(days=REVERSAL_DAYS))]
        payouts = self.search(
            [
                ("hold_reason", "=", False),
                "|",
                *("&", ("state", "in", UNDER_WAY), *silent),
                *("&", "&", ("state", "=", "processed"), *yesterday, *recent),
            ],
            order="touched_at",
            limit=MOST_ASKED,
        )
        payouts._schedule()
        self.env["razorpayx.event"]._schedule_forgotten()
