from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestWithdrawalReversal(MlmCommon):
    """What the bank returns after paying is the agent's again."""

    def reverse(self, withdrawals, **kwargs):
        withdrawals.with_user(self.accountant).action_reverse(
            "Account closed", **kwargs
        )

    def test_the_money_is_back_in_the_wallet(self):
        agent = self.agent_with(earned=1_000)
        withdrawal = self.withdraw(agent, 700)
        self.reverse(withdrawal)
        self.assertEqual(withdrawal.state, "reversed")
        self.assertEqual(withdrawal.state_reason, "Account closed")
        self.assert_wallet(agent, balance=1_000)
        self.assertEqual(agent.total_withdrawn, 0)

    def test_the_entry_undoes_the_banks_line(self):
        agent = self.agent_with(earned=1_000)
        withdrawal = self.withdraw(agent, 700)
        bank_line = withdrawal.move_line_id.move_id.line_ids.filtered(
            lambda line: not line.mlm_event
        )
        self.reverse(withdrawal, date="2026-05-04")
        move = withdrawal.reversal_line_id.move_id
        self.assert_entry(
            move,
            [
                (self.payable, agent.partner_id, 0.0, 700.0),
                (bank_line.account_id, self.nobody, 700.0, 0.0),
            ],
        )
        self.assertEqual(str(move.date), "2026-05-04")
        self.assertEqual(move.journal_id, self.bank_journal)

    def test_its_commissions_are_open_again(self):
        agent = self.agent()
        commissions = self.earn(agent, 100, 200)
        withdrawal = self.withdraw(agent, 300)
        self.assert_states(commissions, "paid", "paid")
        self.reverse(withdrawal)
        self.assert_states(commissions, "approved", "approved")
        self.assertFalse(any(commissions.mapped("paid_at")))

    def test_what_another_payout_has_settled_stays_paid(self):
        agent = self.agent()
        with freeze_time("2026-05-01"):
            old = self.earn(agent, 300)
        with freeze_time("2026-05-02"):
            young = self.earn(agent, 300)
        first, _second = self.withdraw(agent, 300), self.withdraw(agent, 300)
        self.reverse(first)
        self.assert_states(old + young, "approved", "paid")
        self.withdraw(agent, 300)
        self.assert_states(old + young, "paid", "paid")

    def test_it_can_be_withdrawn_again(self):
        agent = self.agent()
        commission = self.earn(agent, 300)
        self.reverse(self.withdraw(agent, 300))
        self.withdraw(agent, 300)
        self.assertEqual(commission.state, "paid")
        self.assert_wallet(agent, balance=0)

    def test_one_of_many_payouts_of_an_entry_comes_back(self):
        agents = [self.agent_with(earned=500), self.agent_with(earned=500)]
        kept, returned = payouts = sum(
            (self.ask_approved(agent, 500) for agent in agents),
            self.env["mlm.withdrawal"],
        )
        self.process(payouts)
        self.reverse(returned)
        self.assert_states(kept + returned, "processed", "reversed")
        self.assert_wallet(agents[0], balance=0)
        self.assert_wallet(agents[1], balance=500)

    def test_payouts_of_several_entries_come_back_together(self):
        agents = [self.agent_with(earned=500), self.agent_with(earned=500)]
        payouts = sum(
            (self.withdraw(agent, 500) for agent in agents), self.env["mlm.withdrawal"]
        )
        self.reverse(payouts)
        self.assertEqual(len(payouts.reversal_line_id.move_id), 2)
        self.assert_wallet(agents[0], balance=500)

    def test_what_was_not_paid_does_not_come_back(self):
        approved = self.ask_approved(self.agent_with(earned=500), 500)
        self.assert_refused(UserError, "can not become", self.reverse, approved)

    def test_it_does_not_come_back_twice(self):
        agent = self.agent_with(earned=500)
        withdrawal = self.withdraw(agent, 500)
        self.reverse(withdrawal)
        self.assert_refused(UserError, "can not become", self.reverse, withdrawal)
        self.assert_wallet(agent, balance=500)

    def test_it_needs_a_reason_and_an_accountant(self):
        withdrawal = self.withdraw(self.agent_with(earned=500), 500)
        self.assert_refused(UserError, "reason", withdrawal.action_reverse, " ")
        self.assert_refused(
            AccessError,
            "Accountant",
            withdrawal.with_user(self.officer).action_reverse,
            "Returned",
        )

    def test_the_tax_is_not_given_back_with_it(self):
        agent = self.agent()
        self.earn(agent, 30_000)
        self.reverse(self.withdraw(agent, 29_400))
        self.assert_wallet(agent, balance=29_400)
        self.assertEqual(agent.total_withheld, 600)
