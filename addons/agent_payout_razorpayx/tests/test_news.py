from odoo.tests import tagged

from .common import RazorpayxCommon


@tagged("post_install", "-at_install")
class TestNews(RazorpayxCommon):
    """What RazorpayX says becomes what the books say, once and forwards only."""

    def news(self, payout, status, reason=None, utr=None):
        """Let something happen at RazorpayX and return its event."""
        self.bank.move(payout.name, status, reason, utr)
        return self.fake.events[-1]

    def test_a_processed_payout_is_booked_with_its_utr_on_the_razorpayx_bank(self):
        payout = self.processing(700)
        self.deliver(self.news(payout, "processed", utr="AXISCN0012345678"))
        self.assert_payout(payout, "processed", "processed")
        self.assertEqual(payout.withdrawal_id.utr, "AXISCN0012345678")
        move = payout.withdrawal_id.move_line_id.move_id
        self.assertEqual(move.journal_id, self.account.journal_id)
        self.assert_wallet(payout.agent_id, balance=300)

    def test_the_batch_closes_when_all_of_it_is_answered(self):
        one, two = self.processing(100, 200)
        self.deliver(self.news(one, "processed"))
        self.assertEqual(one.batch_id.state, "sent")
        self.deliver(self.news(two, "failed", "Account closed"))
        self.assertEqual(one.batch_id.state, "done")

    def test_a_failed_payout_returns_the_money_with_the_banks_words(self):
        payout = self.processing(700)
        self.deliver(self.news(payout, "failed", "Beneficiary account is closed"))
        self.assert_payout(payout, "failed", "failed")
        self.assertIn(
            "Beneficiary account is closed", payout.withdrawal_id.state_reason
        )
        self.assert_wallet(payout.agent_id, balance=1_000)

    def test_rejected_and_cancelled_payouts_return_the_money(self):
        for first, status in (("approves", "rejected"), ("poor", "cancelled")):
            self.bank.approves = first == "approves"
            self.bank.balance = 0 if first == "poor" else 10**12
            payout = self.processing(700)
            self.deliver(self.news(payout, status, "Not this month"))
            with self.subTest(status):
                self.assert_payout(payout, status, "failed")
                self.assert_wallet(payout.agent_id, balance=1_000)

    def test_reversed_before_it_was_processed_is_a_failure(self):
        payout = self.processing(700)
        self.deliver(self.news(payout, "reversed", "Bank returned it"))
        self.assert_payout(payout, "reversed", "failed")
        self.assertFalse(self.bank_entries(payout))
        self.assert_wallet(payout.agent_id, balance=1_000)

    def test_reversed_after_it_was_processed_is_booked_back(self):
        payout = self.paid(700)
        self.deliver(self.news(payout, "reversed", "Bank returned it"))
        self.assert_payout(payout, "reversed", "reversed")
        entries = self.bank_entries(payout)
        self.assertEqual(sorted(entries.mapped("balance")), [-700, 700])
        self.assert_wallet(payout.agent_id, balance=1_000)

    def test_a_repeated_event_does_nothing(self):
        payout = self.processing(700)
        event = self.news(payout, "processed")
        self.deliver(event, event, event)
        self.deliver(event)
        self.assertEqual(len(self.bank_entries(payout)), 1)
        self.assertEqual(len(payout.event_ids), 1)

    def test_the_same_bytes_under_another_id_are_the_same_event(self):
        payout = self.processing(700)
        body, headers = self.news(payout, "processed")
        self.deliver((body, headers), (body, {"X-Razorpay-Event-Id": "evt_other"}))
        self.assertEqual(len(payout.event_ids), 1)

    def test_processed_that_comes_after_reversed_books_nothing(self):
        payout = self.processing(700)
        processed = self.news(payout, "processed")
        returned = self.news(payout, "reversed", "Bank returned it")
        self.deliver(returned, processed)
        self.assert_payout(payout, "reversed", "failed")
        self.assertEqual(
            payout.event_ids.sorted("id").mapped("outcome"), ["applied", "late"]
        )
        self.assertFalse(payout.hold_reason)
        self.assertFalse(self.bank_entries(payout))

    def test_states_never_go_backwards(self):
        self.bank.approves = True
        payout = self.sent(700)
        self.run_jobs()
        self.news(payout, "queued")
        self.news(payout, "processing")
        self.news(payout, "processed")
        pending, queued, initiated, processed = self.fake.events
        self.deliver(processed, initiated, queued, pending)
        self.assert_payout(payout, "processed", "processed")
        self.assertEqual(len(self.bank_entries(payout)), 1)

    def test_another_amount_is_not_booked_and_calls_a_person(self):
        payout = self.processing(700)
        self.bank.payouts[payout.payout_ref]["amount"] = 70_100
        self.deliver(self.news(payout, "processed"))
        self.assert_payout(payout, "processing", "approved")
        self.assertIn("amount", payout.hold_reason)
        self.assertEqual(payout.event_ids.outcome, "mismatch")

    def test_another_id_under_our_reference_is_not_booked(self):
        payout = self.processing(700)
        twin = dict(self.bank.payouts[payout.payout_ref], id="pout_other")
        self.bank.payouts["pout_other"] = twin
        self.bank.move("pout_other", "processed")
        self.deliver(self.fake.events[-1])
        self.assert_payout(payout, "processing", "approved")
        self.assertIn("id", payout.hold_reason)

    def test_an_event_may_come_before_the_answer_to_the_request(self):
        payout = self.sent(700)
        for _step in range(3):
            self.perform(self.pending_jobs())
        self.fake.fail_next("timeout_after")
        self.run_jobs()
        self.assertFalse(payout.payout_ref)
        self.bank.move(payout.name, "processed")
        self.deliver(*self.fake.events)
        self.assert_payout(payout, "processed", "processed")
        self.pass_time()
        self.run_jobs()
        self.assertEqual(len(self.bank_entries(payout)), 1)
        self.assertEqual(len(self.bank.paid), 1)

    def test_an_event_of_somebody_elses_payout_is_listed(self):
        payout = self.processing(700)
        self.bank.payouts[payout.payout_ref]["reference_id"] = "OTHER-1"
        self.bank.payouts[payout.payout_ref]["id"] = "pout_other"
        self.bank._tell("processed", self.bank.payouts[payout.payout_ref])
        self.deliver(self.fake.events[-1])
        event = self.env["razorpayx.event"].search([], limit=1)
        self.assertEqual((event.outcome, event.reference), ("unknown", "OTHER-1"))
        self.assert_payout(payout, "processing", "approved")

    def test_a_utr_that_comes_later_is_kept(self):
        payout = self.processing(700)
        self.bank.move(payout.name, "processed")
        entity = self.bank.payouts[payout.payout_ref]
        entity["utr"] = None
        self.fake.events.clear()
        self.fake._write_event("payout.processed", entity)
        self.fake._write_event("payout.updated", {**entity, "utr": "LATE0001"})
        self.deliver(*self.fake.events)
        self.assertEqual(payout.withdrawal_id.utr, "LATE0001")
        self.assertEqual(len(self.bank_entries(payout)), 1)

    def test_paid_after_the_money_was_released_calls_a_person_and_books_nothing(self):
        payout = self.processing(700)
        entity = dict(self.bank.payouts[payout.payout_ref])
        self.deliver(self.news(payout, "failed", "Account closed"))
        self.fake._write_event("payout.processed", {**entity, "status": "processed"})
        self.deliver(self.fake.events[-1])
        self.assert_payout(payout, "failed", "failed")
        self.assertIn("bank statement", payout.hold_reason)
        self.assertFalse(self.bank_entries(payout))

    def test_what_the_books_refuse_waits_for_a_person_and_can_be_repeated(self):
        payout = self.processing(700)
        self.company.mlm_expense_account_id = False
        self.deliver(self.news(payout, "processed"))
        self.assert_payout(payout, "processing", "approved")
        self.assertIn("the books refuse", payout.hold_reason)
        self.assertEqual(payout.event_ids.outcome, "held")
        self.company.mlm_expense_account_id = self.expense
        payout.with_user(self.accountant).action_send_again()
        self.run_jobs()
        self.assert_payout(payout, "processed", "processed")
        self.assertFalse(payout.hold_reason)

    def test_a_utr_of_another_payout_waits_for_a_person(self):
        one, two = self.processing(100, 200)
        self.deliver(self.news(one, "processed", utr="SAME0001"))
        self.deliver(self.news(two, "processed", utr="SAME0001"))
        self.assert_payout(two, "processing", "approved")
        self.assertIn("SAME0001", two.hold_reason)

    def test_a_status_nobody_knows_is_noted_and_changes_nothing(self):
        payout = self.processing(700)
        entity = dict(self.bank.payouts[payout.payout_ref], status="scheduled")
        self.fake._write_event("payout.updated", entity)
        self.deliver(self.fake.events[-1])
        self.assert_payout(payout, "processing", "approved")
        self.assertEqual(payout.remote_status, "scheduled")

    def test_the_day_in_the_books_is_the_day_in_india(self):
        payout = self.processing(700)
        body, headers = self.news(payout, "processed")
        # 20:00 UTC on the 4th is 01:30 on the 5th in India
        at = b'"created_at": 1777924800}'
        body = body[: body.rindex(b'"created_at"')] + at
        self.deliver((body, headers))
        self.assertEqual(str(payout.withdrawal_id.move_line_id.date), "2026-05-05")
