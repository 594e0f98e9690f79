from datetime import timedelta

from odoo.tests import tagged

from ..const import KEY_SAFE_DAYS
from .common import RazorpayxCommon

# jobs of a new payee: batch, contact, fund account (with the body), payout
STEPS = 4


@tagged("post_install", "-at_install")
class TestCrashes(RazorpayxCommon):
    """Killed anywhere, answered or not: paid once, and never lost."""

    def assert_paid_once(self, payout):
        self.run_jobs()
        self.assert_payout(payout, "processing", "approved")
        self.assertEqual([paise for _number, paise in self.bank.paid], [70_000])
        self.bank.move(payout.name, "processed")
        self.deliver(*self.fake.events)
        self.assert_payout(payout, "processed", "processed")
        self.assertEqual(len(self.bank_entries(payout)), 1)

    def test_killed_after_any_call_before_the_commit_it_pays_once(self):
        for step in range(STEPS):
            with self.subTest(step=step), self.env.cr.savepoint() as savepoint:
                self.bank.paid.clear()
                payout = self.sent(700)
                for _done in range(step):
                    self.perform(self.pending_jobs())
                for _again in range(3):
                    self.perform_and_kill(self.pending_jobs())
                self.assert_payout(payout, "ready", "approved")
                self.assert_paid_once(payout)
                savepoint.rollback()

    def test_killed_after_the_answer_to_the_payout_the_same_key_goes_out_again(self):
        payout = self.sent(700)
        for _step in range(STEPS - 1):
            self.perform(self.pending_jobs())
        self.perform_and_kill(self.pending_jobs())
        self.assertEqual(len(self.bank.paid), 1)
        self.assertFalse(payout.payout_ref)
        self.run_jobs()
        sent = [call for call in self.fake.calls if call[:2] == ("POST", "/v1/payouts")]
        (first, second) = sent
        self.assertEqual(first[3], second[3])
        name = "X-Payout-Idempotency"
        self.assertEqual(first[2][name], second[2][name])
        self.assertEqual(len(self.bank.paid), 1)

    def test_killed_while_an_event_is_applied_it_is_applied_by_the_next_run(self):
        payout = self.processing(700)
        self.bank.move(payout.name, "processed")
        body, headers = self.fake.events[0]
        events = self.env["razorpayx.event"].sudo()
        events._receive(self.account, body, headers["X-Razorpay-Event-Id"])
        self.perform_and_kill(self.pending_jobs())
        self.assert_payout(payout, "processing", "approved")
        self.run_jobs()
        self.assert_payout(payout, "processed", "processed")
        self.assertEqual(len(self.bank_entries(payout)), 1)

    def test_every_fault_at_every_step_ends_in_one_payment(self):
        faults = (
            *("timeout_before", "timeout_after", "reset_before", "reset_after"),
            *("error_500", "error_500_after", "gateway_502", "too_many_429", "garbage"),
        )
        for fault in faults:
            with self.subTest(fault), self.env.cr.savepoint() as savepoint:
                self.bank.paid.clear()
                payout = self.sent(700)
                self.fake.fail_next(fault, None, fault, None, fault, fault)
                for _hour in range(6):
                    self.pass_time()
                    self.run_jobs()
                self.assertFalse(payout.hold_reason)
                self.assert_paid_once(payout)
                savepoint.rollback()

    def test_a_slow_answer_is_waited_for(self):
        self.fake.patience = 0.1
        payout = self.sent(700)
        self.fake.fail_next("slow", "slow", "slow")
        self.assert_paid_once(payout)

    def test_a_fault_is_noted_and_the_next_attempt_waits_longer(self):
        payout = self.sent(700)
        self.fake.fail_next("error_500", "error_500", "error_500")
        waits = []
        for _attempt in range(3):
            self.pass_time()
            self.run_jobs()
            job = self.env["queue.job"].search([("state", "=", "pending")])
            waits.append(round((job.eta - payout.touched_at).total_seconds() / 60))
        self.assertEqual(waits, [1, 2, 5])
        self.assertEqual(payout.attempts, 3)
        self.assertIn("trouble", payout.last_error)

    def test_a_refusal_after_an_accepted_attempt_does_not_release_the_money(self):
        payout = self.sent(700)
        for _step in range(STEPS - 1):
            self.perform(self.pending_jobs())
        self.fake.fail_next("timeout_after")
        self.run_jobs()
        self.assertEqual(len(self.bank.paid), 1)
        # now the key is forgotten and the request would be refused
        self.bank.forget_keys()
        for fund_account in self.bank.fund_accounts.values():
            fund_account["active"] = False
        self.pass_time()
        self.assert_paid_once(payout)

    def test_an_old_key_is_looked_up_before_it_is_used_again(self):
        payout = self.sent(700)
        for _step in range(STEPS - 1):
            self.perform(self.pending_jobs())
        self.fake.fail_next("timeout_after")
        self.run_jobs()
        self.bank.forget_keys()
        self.age(payout)
        self.pass_time()
        self.assert_paid_once(payout)

    def test_an_old_key_that_was_never_used_is_sent(self):
        payout = self.sent(700)
        self.age(payout)
        self.assert_paid_once(payout)

    def age(self, payout):
        """Let seven days pass."""
        before = payout.create_date - timedelta(days=KEY_SAFE_DAYS, minutes=1)
        self.env.cr.execute(
            "UPDATE razorpayx_payout SET create_date = %s WHERE id = %s",
            [before, payout.id],
        )
        self.env.invalidate_all()

    def test_wrong_keys_fail_no_withdrawal_and_call_a_person(self):
        self.account.key_secret_entry = "wrong"
        payouts = self.sent(700, 300)
        self.run_jobs()
        for payout in payouts:
            self.assert_payout(payout, "ready", "approved")
            self.assertIn("Authentication failed", payout.hold_reason)
            self.assertEqual(payout.withdrawal_id.activity_ids.user_id, self.accountant)
        self.assertFalse(self.pending_jobs())

    def test_a_secret_that_is_gone_calls_a_person(self):
        payout = self.sent(700)
        self.account.sudo().key_secret = False
        self.run_jobs()
        self.assert_payout(payout, "ready", "approved")
        self.assertIn("key secret", payout.hold_reason)

    def test_without_an_answer_for_long_a_person_is_called(self):
        payout = self.sent(700)
        self.fake.fail_next(*["error_500"] * 30)
        for _hour in range(30):
            self.pass_time()
            self.run_jobs()
        self.assertIn("24 attempts", payout.hold_reason)
        self.assertEqual(len(self.fake.calls), 24)
        self.assert_payout(payout, "ready", "approved")
