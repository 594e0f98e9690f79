from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import RazorpayxCommon


@tagged("post_install", "-at_install")
class TestPoll(RazorpayxCommon):
    """Lost webhooks and lost jobs are made up for."""

    def poll(self):
        self.env["razorpayx.payout"]._cron_ask_about_silent()
        self.run_jobs()

    def silence(self, records, **age):
        """Let so much time pass without a word about these payouts."""
        records.sudo()._record(touched_at=fields.Datetime.now() - timedelta(**age))

    def test_a_lost_webhook_is_made_up_for_after_an_hour(self):
        payout = self.processing(700)
        self.bank.move(payout.name, "processed")
        self.poll()
        self.assert_payout(payout, "processing", "approved")
        self.silence(payout, minutes=61)
        self.poll()
        self.assert_payout(payout, "processed", "processed")

    def test_a_webhook_that_comes_after_the_poll_books_nothing(self):
        payout = self.processing(700)
        self.bank.move(payout.name, "processed")
        self.silence(payout, minutes=61)
        self.poll()
        self.deliver(*self.fake.events)
        self.assertEqual(len(self.bank_entries(payout)), 1)
        self.assertEqual(payout.event_ids.outcome, "repeated")

    def test_a_lost_job_is_made_again(self):
        payout = self.sent(700)
        self.env["queue.job"].search([]).unlink()
        self.silence(payout, minutes=61)
        self.poll()
        self.assert_payout(payout, "processing", "approved")

    def test_an_event_whose_job_was_lost_is_applied(self):
        payout = self.processing(700)
        self.bank.move(payout.name, "processed")
        body, headers = self.fake.events[0]
        event = (
            self.env["razorpayx.event"]
            .sudo()
            ._receive(self.account, body, headers["X-Razorpay-Event-Id"])
        )
        self.env["queue.job"].search([]).unlink()
        event.received_at -= timedelta(hours=2)
        self.poll()
        self.assert_payout(payout, "processed", "processed")

    def test_a_paid_payout_is_asked_about_once_a_day_for_a_week(self):
        payout = self.paid(700)
        self.fake.calls.clear()
        self.silence(payout, minutes=61)
        self.poll()
        self.assertFalse(self.fake.calls)
        self.silence(payout, hours=25)
        self.poll()
        self.assertEqual(len(self.fake.calls), 1)
        payout.sudo()._record(processed_at=payout.processed_at - timedelta(days=8))
        self.silence(payout, days=8)
        self.poll()
        self.assertEqual(len(self.fake.calls), 1)

    def test_a_late_return_whose_webhook_was_lost_is_booked_back(self):
        payout = self.paid(700)
        self.bank.move(payout.name, "reversed", "Returned by the bank")
        self.silence(payout, hours=25)
        self.poll()
        self.assert_payout(payout, "reversed", "reversed")
        self.assert_wallet(payout.agent_id, balance=1_000)

    def test_what_waits_for_a_person_and_what_has_ended_is_left_alone(self):
        ended, held = self.processing(100, 200)
        self.bank.move(ended.name, "failed", "Account closed")
        self.deliver(*self.fake.events)
        held.sudo()._record(hold_reason="Look at it")
        self.silence(ended + held, days=2)
        self.fake.calls.clear()
        self.poll()
        self.assertFalse(self.fake.calls)

    def test_a_fault_while_asking_changes_nothing(self):
        payout = self.processing(700)
        self.bank.move(payout.name, "processed")
        for fault in ("timeout_before", "error_500", "garbage", "too_many_429"):
            self.fake.fail_next(fault)
            self.silence(payout, minutes=61)
            self.poll()
            self.assert_payout(payout, "processing", "approved")
        self.silence(payout, minutes=61)
        self.poll()
        self.assert_payout(payout, "processed", "processed")

    def test_a_payout_razorpayx_does_not_know_any_more_is_left_alone(self):
        payout = self.processing(700)
        self.bank.payouts.clear()
        self.silence(payout, minutes=61)
        self.poll()
        self.assert_payout(payout, "processing", "approved")
        self.assertIn("does not exist", payout.last_error)
