from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import MlmCommon

TODAY = "2026-05-04"


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

    def test_the_utr_of_a_returned_payout_does_not_come_again(self):
        agent = self.agent_with(earned=100)
        one, two = self.ask_approved(agent, 10), self.ask_approved(agent, 20)
        self.fill(self.dialog(one), "UTR1").action_confirm()
        one.with_user(self.accountant).action_reverse("Account closed")
        wizard = self.fill(self.dialog(two), "UTR1")
        self.assert_refused(UserError, one.name, wizard.action_confirm)

    def test_the_database_refuses_what_two_at_once_did_not_see_of_each_other(self):
        agent = self.agent_with(earned=100)
        one, two = self.ask_approved(agent, 10), self.ask_approved(agent, 20)
        one._record(utr="UTR1")
        with mute_logger("odoo.sql_db"):
            self.assert_refused(
                UniqueViolation, "utr_uniq", lambda: two._record(utr="UTR1")
            )
        two._record(utr="UTR2")
        (one + two).flush_recordset()

    def test_portal_users_do_not_see_the_dialog(self):
        user = new_test_user(self.env, "mlm_test_nosy", groups="base.group_portal")
        dialog = self.env["mlm.withdrawal.process"].with_user(user)
        with self.assertRaises(AccessError):
            dialog.create({})
