from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

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


@tagged("post_install", "-at_install")
class TestWithdrawalProcessing(MlmCommon):
    """Paid by the bank: one entry, the oldest commissions settled first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        methods = cls.bank_journal.outbound_payment_method_line_ids
        cls.outstanding = (
            methods.payment_account_id[:1] or cls.bank_journal.default_account_id
        )

    def test_one_payout_makes_an_entry_of_two_lines(self):
        agent = self.agent_with(earned=1_000)
        withdrawal = self.withdraw(agent, 700)
        move = withdrawal.move_line_id.move_id
        self.assert_entry(
            move,
            [
                (self.payable, agent.partner_id, 700.0, 0.0),
                (self.outstanding, self.nobody, 0.0, 700.0),
            ],
        )
        self.assertEqual(move.journal_id, self.bank_journal)

    def test_many_payouts_make_one_entry_with_one_line_each(self):
        one, two = self.agent_with(earned=500), self.agent_with(earned=500)
        withdrawals = (
            self.ask_approved(two, 100.01)
            + self.ask_approved(one, 200.02)
            + self.ask_approved(two, 300.03)
        )
        self.process(withdrawals)
        move = withdrawals.move_line_id.move_id
        self.assert_entry(
            move,
            [
                (self.payable, two.partner_id, 100.01, 0.0),
                (self.payable, one.partner_id, 200.02, 0.0),
                (self.payable, two.partner_id, 300.03, 0.0),
                (self.outstanding, self.nobody, 0.0, 600.06),
            ],
        )
        self.assertEqual(
            withdrawals.mapped("move_line_id.debit"), [100.01, 200.02, 300.03]
        )
        self.assert_wallet(two, balance=99.96)

    def test_a_bank_without_outstanding_account_is_credited_itself(self):
        self.bank_journal.outbound_payment_method_line_ids.payment_account_id = False
        withdrawal = self.withdraw(self.agent_with(earned=100), 100)
        lines = withdrawal.move_line_id.move_id.line_ids
        self.assertIn(self.bank_journal.default_account_id, lines.account_id)

    def test_the_entry_has_the_day_the_bank_paid(self):
        withdrawal = self.ask_approved(self.agent_with(earned=100), 100)
        self.process(withdrawal, day="2026-01-15")
        self.assertEqual(
            withdrawal.move_line_id.date, fields.Date.to_date("2026-01-15")
        )

    def test_only_approved_withdrawals_are_processed(self):
        agent = self.agent_with(earned=100)
        pending, approved = self.ask(agent, 10), self.ask_approved(agent, 10)
        self.assert_refused(UserError, pending.name, self.process, pending + approved)
        self.assert_states(pending + approved, "pending", "approved")
        self.assert_wallet(agent, balance=100, reserved=20)

    def test_processing_twice_pays_once(self):
        agent = self.agent_with(earned=100)
        withdrawal = self.withdraw(agent, 60)
        self.assert_refused(UserError, "can not become", self.process, withdrawal)
        self.assert_wallet(agent, balance=40)

    def test_only_a_bank_pays(self):
        withdrawal = self.ask_approved(self.agent_with(earned=100), 100)
        cash = self.company.mlm_commission_journal_id
        self.assert_refused(
            UserError, "bank journal", withdrawal.action_process, cash.id, TODAY
        )

    def test_a_whole_payout_turns_the_commissions_paid(self):
        agent = self.agent()
        commissions = self.earn(agent, 60, 40)
        withdrawal = self.withdraw(agent, 100)
        self.assert_states(commissions, "paid", "paid")
        self.assertTrue(commissions.move_line_id.reconciled)
        self.assertTrue(withdrawal.move_line_id.reconciled)
        self.assertTrue(all(commissions.mapped("paid_at")))

    def test_a_partial_payout_pays_the_oldest_commissions_first(self):
        agent = self.agent()
        commissions = self.earn(agent, 60, 40, 30)
        self.withdraw(agent, 99.99)
        self.assert_states(commissions, "paid", "approved", "approved")
        self.withdraw(agent, 0.01 + 1)
        self.assert_states(commissions, "paid", "paid", "approved")
        self.withdraw(agent, 29)
        self.assert_states(commissions, "paid", "paid", "paid")

    def test_older_entries_are_settled_before_younger_ones(self):
        agent = self.agent()
        with freeze_time("2026-01-01"):
            old = self.earn(agent, 100)
        with freeze_time("2026-02-01"):
            young = self.earn(agent, 500)
        self.withdraw(agent, 150)
        self.assertEqual((old.state, young.state), ("paid", "approved"))
        self.assertEqual(young.move_line_id.amount_residual, -450)

    def test_entries_of_one_day_are_settled_in_their_order(self):
        agent = self.agent()
        first, second = self.earn(agent, 100), self.earn(agent, 500)
        self.withdraw(agent, 100)
        self.assertEqual((first.state, second.state), ("paid", "approved"))

    def test_a_payout_above_the_commissions_waits_for_the_next_ones(self):
        """Commissions reversed after the payout was approved: paid too much."""
        agent = self.agent_with(earned=100)
        entry = self.earn(agent, 50).move_line_id.move_id
        withdrawal = self.ask_approved(agent, 150)
        entry._reverse_moves(cancel=True)
        self.process(withdrawal)
        self.assert_wallet(agent, balance=-50)
        later = self.earn(agent, 80)
        self.withdraw(agent, 30)
        self.assertEqual(later.state, "paid")

    def test_agents_with_and_without_rest_are_settled_in_one_payout(self):
        one, two = self.agent(), self.agent()
        first, second = self.earn(one, 100), self.earn(two, 100)
        self.process(self.ask_approved(one, 100) + self.ask_approved(two, 50))
        self.assertEqual((first.state, second.state), ("paid", "approved"))


@tagged("post_install", "-at_install")
class TestWithdrawalDialog(MlmCommon):
    """The accountant types which bank, which day, and the bank's references."""

    def dialog(self, withdrawals):
        action = withdrawals.with_user(self.accountant).action_open_process_wizard()
        return Form(
            self.env[action["res_model"]]
            .with_user(self.accountant)
            .with_context(**action["context"], default_journal_id=self.bank_journal.id)
        )

    def fill(self, form, *utrs):
        for index, utr in enumerate(utrs):
            with form.line_ids.edit(index) as line:
                line.utr = utr
        return form.save()

    def test_each_withdrawal_gets_its_utr(self):
        agent = self.agent_with(earned=100)
        one, two = self.ask_approved(agent, 10), self.ask_approved(agent, 20)
        wizard = self.fill(self.dialog(one + two), " UTR1 ", "UTR2")
        self.assertEqual(wizard.amount_total, 30)
        wizard.action_confirm()
        self.assertRecordValues(
            one + two,
            [
                {"state": "processed", "utr": "UTR1"},
                {"state": "processed", "utr": "UTR2"},
            ],
        )

    def test_a_missing_utr_is_named(self):
        agent = self.agent_with(earned=100)
        one, two = self.ask_approved(agent, 10), self.ask_approved(agent, 20)
        wizard = self.fill(self.dialog(one + two), "UTR1", " ")
        message = self.assert_refused(UserError, two.name, wizard.action_confirm)
        self.assertNotIn(one.name, message)

    def test_a_withdrawal_taken_off_the_list_is_not_paid(self):
        agent = self.agent_with(earned=100)
        one, two = self.ask_approved(agent, 10), self.ask_approved(agent, 20)
        wizard = self.fill(self.dialog(one + two), "UTR1", "UTR2")
        wizard.line_ids[1].unlink()
        wizard.action_confirm()
        self.assert_states(one + two, "processed", "approved")

    def test_a_utr_belongs_to_one_payout(self):
        agent = self.agent_with(earned=100)
        one, two = self.ask_approved(agent, 10), self.ask_approved(agent, 20)
        wizard = self.fill(self.dialog(one + two), "UTR1", "UTR1")
        self.assert_refused(UserError, "UTR1", wizard.action_confirm)
        self.fill(self.dialog(one), "UTR1").action_confirm()
        wizard = self.fill(self.dialog(two), "UTR1")
        self.assert_refused(UserError, one.name, wizard.action_confirm)

    def test_portal_users_do_not_see_the_dialog(self):
        user = new_test_user(self.env, "mlm_test_nosy", groups="base.group_portal")
        dialog = self.env["mlm.withdrawal.process"].with_user(user)
        with self.assertRaises(AccessError):
            dialog.create({})
