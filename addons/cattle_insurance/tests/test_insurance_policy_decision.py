from datetime import timedelta

from psycopg2.errors import CheckViolation, ExclusionViolation, UniqueViolation

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .policy_common import TODAY, PolicyCommon

A_DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestInsurancePolicyDecision(PolicyCommon):
    def test_approval_gives_number_dates_and_approver(self):
        policy = self.paid()
        policy.with_user(self.underwriter).action_approve()
        self.assertRecordValues(
            policy,
            [
                {
                    "state": "approved",
                    "date_start": TODAY,
                    "date_end": fields.Date.to_date("2027-06-14"),
                    "sum_insured_approved": 50_000,
                    "approved_by_id": self.underwriter.id,
                    "approved_at": fields.Datetime.now(),
                }
            ],
        )
        self.assertTrue(policy.policy_number.startswith("POL/2026/"))
        self.assertEqual(policy.display_name, policy.policy_number)

    def test_cover_starts_no_earlier_than_wanted_or_approved(self):
        wanted = self.paid(date_start_wanted=TODAY + 10 * A_DAY)
        past = self.paid(date_start_wanted=TODAY - 10 * A_DAY)
        (wanted + past).action_approve()
        self.assertEqual(wanted.date_start, TODAY + 10 * A_DAY)
        self.assertEqual(past.date_start, TODAY)

    def test_a_term_of_three_years_ends_the_day_before_its_anniversary(self):
        with freeze_time("2028-02-29"):
            policy = self.in_force(term_years=3)
        self.assertEqual(policy.date_end, fields.Date.to_date("2031-02-27"))

    def test_a_renewal_paid_in_time_goes_on_without_a_gap(self):
        old = self.in_force()
        for paid_on, start in (
            ("2027-06-14", "2027-06-15"),
            ("2027-06-16", "2027-06-16"),
        ):
            with self.subTest(paid_on=paid_on), freeze_time(paid_on):
                renewal = self.paid(old.animal_id, previous_policy_id=old.id)
                self.assertEqual(
                    renewal._get_start(fields.Date.today()), fields.Date.to_date(start)
                )
                renewal.action_reject("Next case")

    def test_grace_days_count_to_the_last(self):
        old = self.in_force()
        self.insurance_plan.grace_days = 7
        for paid_on, start in (
            ("2027-06-21", "2027-06-15"),
            ("2027-06-22", "2027-06-22"),
        ):
            with self.subTest(paid_on=paid_on), freeze_time(paid_on):
                renewal = self.paid(old.animal_id, previous_policy_id=old.id)
                self.assertEqual(
                    renewal._get_start(fields.Date.today()), fields.Date.to_date(start)
                )
                renewal.action_reject("Next case")

    def test_one_bad_proposal_stops_the_batch_and_is_named(self):
        good, bad = self.paid(), self.paid()
        bad.animal_id.action_mark_dead()
        message = self.assert_refused(
            UserError, "not alive", (good + bad).action_approve
        )
        self.assertIn(bad.name, message)
        self.assertNotIn(good.name, message)
        self.assert_states(good + bad, "pending_approval", "pending_approval")

    def test_a_premium_that_bounced_is_not_approved(self):
        policy = self.paid()
        payments = policy.invoice_id.line_ids.matched_credit_ids.credit_move_id.move_id
        payments.line_ids.remove_move_reconcile()
        self.assert_refused(UserError, "not received any more", policy.action_approve)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_two_policies_on_the_same_days(self):
        first, second = self.in_force(), self.in_force()
        with self.assertRaises(ExclusionViolation), self.cr.savepoint():
            self.cr.execute(
                "UPDATE insurance_policy SET animal_id = %s WHERE id = %s",
                [first.animal_id.id, second.id],
            )

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_two_open_proposals_for_an_animal(self):
        first, second = self.submit(), self.submit()
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.cr.execute(
                "UPDATE insurance_policy SET animal_id = %s WHERE id = %s",
                [first.animal_id.id, second.id],
            )

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_cover_before_payment(self):
        policy = self.in_force()
        for values in ("date_start = paid_on - 1", "paid_on = NULL"):
            with self.assertRaises(CheckViolation), self.cr.savepoint():
                self.cr.execute(
                    f"UPDATE insurance_policy SET {values} WHERE id = %s", [policy.id]
                )

    def test_the_named_underwriter_is_reminded_until_it_is_decided(self):
        policy = self.paid(underwriter_id=self.underwriter.id)
        self.assertEqual(policy.activity_ids.user_id, self.underwriter)
        policy.action_approve()
        self.assertFalse(policy.activity_ids)

    def test_rejection_is_on_record(self):
        policy = self.paid(agent_id=self.agent().id)
        policy.with_user(self.underwriter).action_reject("Photos of another animal")
        self.assertRecordValues(
            policy,
            [
                {
                    "state": "rejected",
                    "state_reason": "Photos of another animal",
                    "rejected_by_id": self.underwriter.id,
                    "rejected_at": fields.Datetime.now(),
                    "policy_number": False,
                }
            ],
        )
        self.assertFalse(policy.commission_ids)


@tagged("post_install", "-at_install")
class TestInsurancePolicyEnding(PolicyCommon):
    def test_a_policy_expires_the_day_after_its_last(self):
        policy = self.in_force()
        for day, state in (("2027-06-14", "approved"), ("2027-06-15", "expired")):
            with freeze_time(day):
                policy._expire_batch()
                self.assertEqual(policy.state, state)

    def test_cancelling_gives_back_the_days_that_are_left(self):
        policy = self.in_force()
        # 365 days, 100 of them used up with the day of the cancellation
        with freeze_time("2026-09-22"):
            policy.action_cancel("Sold")
        self.assertEqual(policy.credit_note_id.amount_untaxed, 1_633.56)
        self.assertEqual(policy.date_end, fields.Date.to_date("2026-09-22"))

    def test_cancelling_a_longer_term_gives_back_the_years_not_started(self):
        for day, refund in (
            ("2026-06-15", 3_666.67),
            ("2027-06-14", 3_666.67),
            ("2027-06-15", 1_833.33),
            ("2028-06-15", 0),
        ):
            policy = self.in_force(term_years=3)
            with self.subTest(day=day), freeze_time(day):
                policy.action_cancel("Sold")
                self.assertEqual(policy.credit_note_id.amount_untaxed, refund)

    def test_no_credit_note_when_nothing_is_left(self):
        policy = self.in_force()
        with freeze_time(policy.date_end):
            policy.action_cancel("Sold")
        self.assertFalse(policy.credit_note_id)

    def test_a_cancelled_animal_can_be_insured_again(self):
        policy = self.in_force()
        policy.action_cancel("Wrong plan")
        with freeze_time("2026-06-16"):
            again = self.in_force(policy.animal_id)
        self.assertEqual(again.state, "approved")

    def test_days_left_count_today(self):
        policy = self.in_force()
        self.assertEqual(policy.days_left, 365)
        found = policy.search([("days_left", "<=", 365), ("id", "=", policy.id)])
        self.assertEqual(found, policy)
        found = policy.search([("days_left", "<", 365), ("id", "=", policy.id)])
        self.assertFalse(found)
