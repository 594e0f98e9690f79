from unittest.mock import patch

from odoo.addons.agent_mlm.tests.common import MlmCommon
from odoo.addons.queue_job.job import Job

from tests.fakes.razorpayx import FakeRazorpayX
from tests.fakes.razorpayx_bank import (
    ACCOUNT_NUMBER,
    KEY_ID,
    KEY_SECRET,
    WEBHOOK_SECRET,
)

from ..const import BASE_URL_PARAMETER

CLIENT = "odoo.addons.agent_payout_razorpayx.tools.razorpayx_client"
# seconds: a fault that lasts longer than this is a time-out
SHORT = (1, 0.2)


class KilledError(Exception):
    """The process was killed here."""


class RazorpayxOffice:
    """An office that pays through a fake RazorpayX."""

    @classmethod
    def open_account(cls, fake):
        """Let the company pay through the fake."""
        cls.fake, cls.bank = fake, fake.bank
        parameters = cls.env["ir.config_parameter"].sudo()
        parameters.set_param(BASE_URL_PARAMETER, fake.url)
        cls.account = cls.env["razorpayx.account"].create(
            {
                "journal_id": cls.bank_journal.id,
                "account_number": ACCOUNT_NUMBER,
                "key_id": KEY_ID,
                "key_secret_entry": KEY_SECRET,
                "webhook_secret_entry": WEBHOOK_SECRET,
                "narration": "Commission",
            }
        )

    @classmethod
    def batch_of(cls, withdrawals, **vals):
        """Return a confirmed batch for RazorpayX."""
        batches = cls.env["mlm.payout.batch"].with_user(cls.clerk)
        batch = batches.create(
            {"channel": "razorpayx", "journal_id": cls.bank_journal.id, **vals}
        )
        withdrawals.with_user(cls.clerk).batch_id = batch
        batch.with_user(cls.accountant).action_confirm()
        return batch.with_env(cls.env)

    @classmethod
    def sent(cls, *amounts):
        """Return payouts of new agents that were given to RazorpayX's jobs."""
        withdrawals = cls.env["mlm.withdrawal"]
        for amount in amounts or (700,):
            withdrawals += cls.ask_approved(cls.agent_with(earned=1_000), amount)
        cls.batch_of(withdrawals).with_user(cls.accountant).action_send()
        return withdrawals.razorpayx_payout_ids.sorted("withdrawal_id")


class RazorpayxCommon(RazorpayxOffice, MlmCommon):
    """A test with a fake RazorpayX, and jobs that run when it says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(patch(f"{CLIENT}.TIMEOUT", SHORT))

    def setUp(self):
        super().setUp()
        type(self).open_account(self.enterContext(FakeRazorpayX(patience=2)))

    def pending_jobs(self):
        """Return our jobs that are due, the oldest first."""
        jobs = self.env["queue.job"].sudo()
        domain = [("state", "=", "pending"), ("eta", "=", False)]
        return jobs.search([*domain, ("model_name", "like", "razorpayx.")], order="id")

    def run_jobs(self):
        """Run what is due, and what becomes due by it."""
        for _round in range(200):
            job = self.pending_jobs()[:1]
            if not job:
                return
            self.perform(job)
        self.fail("The jobs do not come to an end.")

    def perform(self, record):
        """Run one job the way the runner does."""
        job = Job.load(self.env, record.uuid)
        job.set_started()
        job.store()
        job.perform()
        self.env.flush_all()
        job.set_done()
        job.store()
        self.env.invalidate_all()

    def perform_and_kill(self, record):
        """Run one job and kill the process before it can commit anything."""
        try:
            with self.env.cr.savepoint():
                self.perform(record)
                raise KilledError
        except KilledError:
            self.env.invalidate_all()

    def pass_time(self):
        """Let the jobs that wait for their hour become due."""
        jobs = self.env["queue.job"].sudo()
        jobs.search([("state", "=", "pending")]).eta = False

    def deliver(self, *events):
        """Take in events of the fake as the webhook does, and run the jobs."""
        for body, headers in events:
            self.env["razorpayx.event"].sudo()._receive(
                self.account, body, headers["X-Razorpay-Event-Id"]
            )
        self.run_jobs()
        self.env.invalidate_all()

    def processing(self, *amounts):
        """Return payouts RazorpayX has accepted."""
        payouts = self.sent(*amounts)
        self.run_jobs()
        self.fake.events.clear()
        return payouts

    def paid(self, *amounts):
        """Return payouts that were paid and booked."""
        payouts = self.processing(*amounts)
        for payout in payouts:
            self.bank.move(payout.name, "processed")
        self.deliver(*self.fake.events)
        self.fake.events.clear()
        return payouts

    def bank_entries(self, payouts):
        """Return the journal items of the RazorpayX bank for these agents."""
        return self.env["account.move.line"].search(
            [
                ("partner_id", "in", payouts.agent_id.partner_id.ids),
                ("mlm_event", "in", ("payout", "payout_reversal")),
                ("parent_state", "=", "posted"),
            ]
        )

    def assert_payout(self, payout, state, withdrawal):
        """The payout and its withdrawal stand in these states."""
        self.env.invalidate_all()
        self.assertEqual(
            (payout.state, payout.withdrawal_id.state), (state, withdrawal)
        )
