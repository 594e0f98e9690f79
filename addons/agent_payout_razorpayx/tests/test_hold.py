from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RazorpayxCommon


@tagged("post_install", "-at_install")
class TestHold(RazorpayxCommon):
    """What a person may do, and what nobody may do by hand."""

    def held(self):
        """Return a payout that waits for a person since an hour."""
        self.account.key_secret_entry = "wrong"
        payout = self.sent(700)
        self.run_jobs()
        payout._record(touched_at=fields.Datetime.now() - timedelta(hours=1))
        return payout

    def test_after_the_keys_are_right_it_is_sent_again_with_its_key(self):
        payout = self.held()
        key = payout.idempotency_key
        self.account.key_secret_entry = "fake-key-secret-of-the-office"
        payout.withdrawal_id.with_user(self.accountant).action_razorpayx_send_again()
        self.run_jobs()
        self.assert_payout(payout, "processing", "approved")
        self.assertEqual(payout.idempotency_key, key)
        self.assertFalse(payout.hold_reason)

    def test_what_was_never_accepted_can_be_given_up(self):
        payout = self.held()
        self.account.key_secret_entry = "fake-key-secret-of-the-office"
        payout.with_user(self.accountant).action_give_up()
        self.assert_payout(payout, "cancelled", "failed")
        self.assert_wallet(payout.agent_id, balance=1_000)
        self.run_jobs()
        self.assertFalse(self.bank.paid)

    def test_nothing_is_given_up_while_razorpayx_can_not_be_asked(self):
        payout = self.held()
        self.assert_refused(
            UserError,
            "Authentication failed",
            payout.with_user(self.accountant).action_give_up,
        )

    def test_nothing_is_given_up_that_razorpayx_has(self):
        payout = self.sent(700)
        for _step in range(3):
            self.perform(self.pending_jobs())
        self.fake.fail_next("timeout_after")
        self.run_jobs()
        hour_ago = fields.Datetime.now() - timedelta(hours=1)
        payout._record(hold_reason="Nobody answers", touched_at=hour_ago)
        self.assert_refused(
            UserError,
            "has accepted it",
            payout.with_user(self.accountant).action_give_up,
        )

    def test_nothing_is_given_up_right_after_an_attempt(self):
        payout = self.held()
        payout._record(touched_at=fields.Datetime.now())
        self.assert_refused(
            UserError, "15 minutes", payout.with_user(self.accountant).action_give_up
        )

    def test_nothing_is_given_up_that_is_under_way(self):
        payout = self.processing(700)
        self.assert_refused(
            UserError,
            "not accepted",
            payout.with_user(self.accountant).action_give_up,
        )

    def test_nobody_decides_by_hand_what_razorpayx_may_pay(self):
        for stage in (self.sent, self.processing):
            withdrawal = stage(700).withdrawal_id.with_user(self.accountant)
            day = fields.Date.today()
            for method, arguments in (
                ("action_fail", ["Lost"]),
                ("action_reject", ["Lost"]),
                ("action_process", [self.bank_journal.id, day]),
            ):
                with self.subTest(method=method, stage=stage.__name__):
                    self.assert_refused(
                        UserError, "", getattr(withdrawal, method), *arguments
                    )
                    self.assertEqual(withdrawal.state, "approved")

    def test_a_return_is_booked_by_hand_only_when_a_person_was_called(self):
        payout = self.paid(700)
        withdrawal = payout.withdrawal_id.with_user(self.accountant)
        self.assert_refused(
            UserError, "its word decides", withdrawal.action_reverse, "Returned"
        )
        payout._record(hold_reason="It contradicts itself")
        withdrawal.action_reverse("Returned")
        self.assertEqual(withdrawal.state, "reversed")

    def test_asking_brings_the_state_at_once(self):
        payout = self.processing(700)
        self.bank.move(payout.name, "processed")
        payout.withdrawal_id.with_user(self.accountant).action_razorpayx_ask()
        self.run_jobs()
        self.assert_payout(payout, "processed", "processed")

    def test_asking_hurries_a_job_that_waits(self):
        payout = self.sent(700)
        self.fake.fail_next("error_500")
        self.run_jobs()
        self.assertFalse(self.pending_jobs())
        payout.with_user(self.accountant).action_ask()
        self.assertEqual(len(self.pending_jobs()), 1)

    def test_a_second_job_of_a_payout_is_not_made(self):
        payout = self.sent(700)
        self.run_jobs()
        payout.with_user(self.accountant).action_ask()
        payout.with_user(self.accountant).action_ask()
        self.assertEqual(len(self.pending_jobs()), 1)

    def test_officers_touch_nothing(self):
        payout = self.held().with_user(self.officer)
        for method in ("action_send_again", "action_ask", "action_give_up"):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(payout, method)()

    def test_a_payout_is_neither_copied_nor_deleted_nor_written(self):
        payout = self.sent(700)
        for words, method, arguments in (
            ("nothing to copy", payout.copy, []),
            ("stay on record", payout.unlink, []),
            ("only by its buttons", payout.write, [{"state": "processed"}]),
            ("on record", payout.write, [{"idempotency_key": "another"}]),
        ):
            self.assert_refused(UserError, words, method, *arguments)
