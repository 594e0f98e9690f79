from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MlmCommon

TODAY = "2026-05-04"


@tagged("post_install", "-at_install")
class TestWithdrawalRequest(MlmCommon):
    """A request reserves the money, or says everything that is in its way."""

    def problems(self, agent, amount):
        """Return the refusal of a withdrawal, a sentence a line."""
        return self.assert_refused(UserError, agent.code, self.ask, agent, amount)

    def test_a_request_reserves_what_it_asks_for(self):
        agent = self.agent_with(earned=1_000)
        self.ask(agent, 700)
        self.assert_wallet(agent, balance=1_000, reserved=700, available=300)

    def test_what_is_reserved_can_not_be_asked_for_again(self):
        agent = self.agent_with(earned=1_000)
        self.ask(agent, 700)
        message = self.problems(agent, 300.01)
        self.assertIn("300.00 can be withdrawn now", message.replace("\xa0", " "))
        self.ask(agent, 300)
        self.assert_wallet(agent, balance=1_000, reserved=1_000, available=0)

    def test_two_requests_in_one_breath_are_added_up(self):
        agent = self.agent_with(earned=1_000)
        self.assert_refused(
            UserError,
            "can be withdrawn now",
            self.env["mlm.withdrawal"].create,
            [{"agent_id": agent.id, "amount": amount} for amount in (600, 600)],
        )
        self.env["mlm.withdrawal"].create(
            [{"agent_id": agent.id, "amount": amount} for amount in (600, 400)]
        )
        self.assert_wallet(agent, balance=1_000, reserved=1_000)

    def test_amounts_are_positive_and_in_whole_paise(self):
        agent = self.agent_with(earned=1_000)
        for amount in (0, -5, 0.001, 10.005, float("nan"), float("inf")):
            with self.subTest(amount=amount):
                self.assertIn("whole paise", self.problems(agent, amount))

    def test_the_smallest_withdrawal_is_allowed_and_less_is_not(self):
        self.company.mlm_withdrawal_minimum = 500
        agent = self.agent_with(earned=1_000)
        self.assertIn("smallest withdrawal", self.problems(agent, 499.99))
        self.ask(agent, 500)

    def test_every_obstacle_is_named_at_once(self):
        self.company.write(
            {"mlm_withdrawal_minimum": 500, "mlm_withdrawal_needs_licence": True}
        )
        agent = self.agent(
            licence_date_end=fields.Date.today() - timedelta(days=1),
            aadhaar_last4=False,
        )
        agent.bank_account_id.acc_number = "910000000099"
        agent.action_deactivate("On leave")
        message = self.problems(agent, 10)
        for obstacle in (
            "smallest withdrawal",
            "can be withdrawn now",
            "not active",
            "not verified the KYC",
            "licence is not valid",
            "not verified the bank account",
        ):
            self.assertIn(obstacle, message)
        self.assertEqual(len(message.splitlines()), 6)

    def test_without_an_ifsc_there_is_no_payout(self):
        agent = self.agent_with(earned=100)
        agent.bank_account_id.ifsc = False
        self.assertIn("no bank account with an IFSC", self.problems(agent, 50))

    def test_the_licence_matters_only_if_the_company_says_so(self):
        agent = self.agent_with(earned=100)
        agent.licence_date_end = fields.Date.today() - timedelta(days=1)
        self.ask(agent, 50)
        self.company.mlm_withdrawal_needs_licence = True
        self.assertIn("licence is not valid", self.problems(agent, 50))

    @freeze_time("2026-05-04 10:00:00")
    def test_a_changed_account_is_paid_to_after_the_cooling_period_only(self):
        self.company.mlm_bank_cooling_hours = 24
        agent = self.agent_with(earned=100)
        with freeze_time("2026-05-05 09:59:59"):
            self.assertIn("was changed", self.problems(agent, 50))
        with freeze_time("2026-05-05 10:00:00"):
            self.ask(agent, 50)

    def test_the_bank_account_is_kept_as_it_was_when_asked(self):
        agent = self.agent_with(earned=100)
        account = agent.bank_account_id
        number = account.acc_number
        withdrawal = self.ask(agent, 50)
        account.write({"acc_number": "910000000098", "ifsc": "HDFC0001234"})
        self.assertRecordValues(
            withdrawal,
            [
                {
                    "bank_account_number": number,
                    "bank_ifsc": "SBIN0001234",
                    "bank_account_masked": f"••••{number[-4:]}",
                    "bank_holder": agent.name,
                    "requested_by_id": self.clerk.id,
                }
            ],
        )

    def test_a_withdrawal_keeps_its_facts(self):
        withdrawal = self.ask(self.agent_with(earned=100), 50)
        other = self.agent()
        for vals in (
            {"amount": 5},
            {"agent_id": other.id},
            {"requested_by_id": self.manager.id},
            {"bank_account_number": "1"},
            {"utr": "X"},
        ):
            with self.subTest(vals=vals):
                self.assert_refused(
                    UserError, "", withdrawal.with_user(self.manager).write, vals
                )

    def test_a_withdrawal_without_an_agent_is_refused_in_words(self):
        self.assert_refused(
            UserError, "agent", self.env["mlm.withdrawal"].create, {"amount": 5}
        )

    def test_the_agent_may_come_from_the_context(self):
        agent = self.agent_with(earned=100)
        withdrawals = self.env["mlm.withdrawal"].with_context(
            default_agent_id=agent.id, default_amount=60
        )
        self.assertEqual(withdrawals.create({}).agent_id, agent)
        self.assert_wallet(agent, balance=100, reserved=60)

    def test_withdrawals_stay_on_record(self):
        withdrawal = self.ask(self.agent_with(earned=100), 50)
        self.assert_refused(UserError, "stay on record", withdrawal.unlink)


@tagged("post_install", "-at_install")
class TestWithdrawalDecision(MlmCommon):
    """Two persons decide; every refusal gives the money back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.agent_with(earned=1_000, login="mlm_test_seller")

    def test_another_person_approves(self):
        withdrawal = self.ask(self.seller, 700)
        withdrawal.with_user(self.accountant).action_approve()
        self.assertRecordValues(
            withdrawal, [{"state": "approved", "approved_by_id": self.accountant.id}]
        )
        self.assert_wallet(self.seller, balance=1_000, reserved=700)

    def test_whoever_asked_does_not_approve(self):
        withdrawal = self.ask(self.seller, 700)
        self.assert_refused(
            UserError, "somebody else", withdrawal.with_user(self.clerk).action_approve
        )

    def test_an_accountant_does_not_approve_his_own_wallet(self):
        agent = self.agent_with(earned=100)
        agent.user_id = self.accountant
        withdrawal = self.ask(agent, 50)
        self.assert_refused(
            UserError,
            "somebody else",
            withdrawal.with_user(self.accountant).action_approve,
        )

    def test_rejecting_releases_the_reserve(self):
        for withdrawal in (
            self.ask(self.seller, 700),
            self.ask_approved(self.seller, 9),
        ):
            withdrawal.with_user(self.accountant).action_reject("Bank details differ")
            self.assertRecordValues(
                withdrawal,
                [
                    {
                        "state": "rejected",
                        "state_reason": "Bank details differ",
                        "refused_by_id": self.accountant.id,
                    }
                ],
            )
        self.assert_wallet(self.seller, balance=1_000)

    def test_a_failed_payout_releases_the_reserve(self):
        withdrawal = self.ask_approved(self.seller, 700)
        withdrawal.with_user(self.accountant).action_fail("Account closed")
        self.assertEqual(withdrawal.state, "failed")
        self.assert_wallet(self.seller, balance=1_000)

    def test_the_agent_takes_back_what_nobody_has_decided(self):
        withdrawal = self.ask(self.seller, 700)
        withdrawal.with_user(self.seller.user_id).action_cancel()
        self.assertEqual(withdrawal.state, "cancelled")
        self.assert_wallet(self.seller, balance=1_000)

    def test_the_agent_does_not_take_back_what_is_approved(self):
        withdrawal = self.ask_approved(self.seller, 700)
        self.assert_refused(
            UserError,
            "can not become",
            withdrawal.with_user(self.seller.user_id).action_cancel,
        )

    def test_refusals_need_a_reason(self):
        pending, approved = self.ask(self.seller, 5), self.ask_approved(self.seller, 5)
        for method in (pending.action_reject, approved.action_fail):
            self.assert_refused(UserError, "Give a reason", method, " ")

    def test_the_reason_is_asked_in_a_dialog(self):
        withdrawal = self.ask(self.seller, 700)
        wizard = (
            self.env["mlm.reason"]
            .with_user(self.accountant)
            .with_context(active_ids=withdrawal.ids, active_model=withdrawal._name)
            .create({"decision": "withdrawal_reject", "reason": "Wrong name"})
        )
        self.assertEqual(wizard.record_count, 1)
        wizard.action_decide()
        self.assertRecordValues(
            withdrawal, [{"state": "rejected", "state_reason": "Wrong name"}]
        )

    def test_a_dialog_does_not_give_rights(self):
        withdrawal = self.ask(self.seller, 700)
        wizard = (
            self.env["mlm.reason"]
            .with_user(self.officer)
            .with_context(active_ids=withdrawal.ids)
            .create({"decision": "withdrawal_reject", "reason": "Mine"})
        )
        self.assert_refused(AccessError, "Accountant", wizard.action_decide)
