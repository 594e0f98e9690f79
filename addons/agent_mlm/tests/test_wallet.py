from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestWallet(MlmCommon):
    """The wallet is the ledger; nothing is stored that could drift."""

    def ledger(self, agent):
        """Return what the books owe the agent, asked in plain SQL."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT COALESCE(SUM(credit - debit), 0)
                 FROM account_move_line
                WHERE account_id = %s AND partner_id = %s
                      AND parent_state = 'posted'""",
            (self.payable.id, agent.partner_id.id),
        )
        return float(self.env.cr.fetchone()[0])

    def test_a_new_agent_has_an_empty_wallet(self):
        self.assert_wallet(self.agent(), balance=0, reserved=0, available=0)

    def test_pending_and_held_commissions_are_not_in_the_wallet(self):
        agent = self.agent()
        self.commission(agent, 100)
        self.commission(agent, 50).action_hold("Under inquiry")
        self.assert_wallet(agent, balance=0)

    def test_approval_fills_the_wallet_and_a_payout_empties_it(self):
        agent = self.agent()
        self.earn(agent, 700, 300)
        self.assert_wallet(agent, balance=1_000)
        withdrawal = self.ask_approved(agent, 400)
        self.assert_wallet(agent, balance=1_000, reserved=400, available=600)
        self.process(withdrawal)
        self.assert_wallet(agent, balance=600)
        self.assertRecordValues(
            agent, [{"total_earned": 1_000.0, "total_withdrawn": 400.0}]
        )
        self.assertEqual(self.ledger(agent), 600)

    def test_the_wallet_is_right_in_the_request_that_changes_it(self):
        agent = self.agent()
        self.assertEqual(agent.wallet_balance, 0)
        self.earn(agent, 1_000)
        self.assertEqual(agent.wallet_balance, 1_000)
        withdrawal = self.ask(agent, 400)
        self.assertEqual(agent.wallet_available, 600)
        withdrawal.action_reject("No")
        self.assertEqual(agent.wallet_available, 1_000)
        self.withdraw(agent, 1_000)
        self.assertEqual((agent.wallet_balance, agent.total_withdrawn), (0, 1_000))

    def test_wallets_do_not_mix(self):
        rich, poor = self.agent(), self.agent()
        self.earn(rich, 1_000)
        self.assert_wallet(poor, balance=0)
        self.assertRecordValues(
            rich + poor, [{"total_earned": 1_000.0}, {"total_earned": 0.0}]
        )

    def test_an_entry_by_an_accountant_counts_in_the_balance_not_in_the_earnings(self):
        agent = self.agent_with(earned=100)
        entry = self.env["account.move"].create(
            {
                "line_ids": [
                    fields.Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": agent.partner_id.id,
                            "name": "Deposit for the tablet",
                            "balance": balance,
                        }
                    )
                    for account, balance in ((self.payable, 30), (self.expense, -30))
                ]
            }
        )
        self.assert_wallet(agent, balance=100)  # still a draft
        entry.action_post()
        self.assert_wallet(agent, balance=70)
        self.assertEqual(agent.total_earned, 100)

    def test_other_debts_to_the_same_person_are_not_in_the_wallet(self):
        agent = self.agent_with(earned=100)
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": agent.partner_id.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    fields.Command.create({"name": "Fodder", "price_unit": 999})
                ],
            }
        )
        bill.action_post()
        self.assert_wallet(agent, balance=100)

    def test_a_wallet_below_zero_blocks_withdrawals(self):
        agent = self.agent_with(earned=100)
        reversal = self.earn(agent, 500).move_line_id.move_id
        self.withdraw(agent, 600)
        correction = reversal._reverse_moves(cancel=False)
        correction.action_post()
        self.assertEqual(
            correction.line_ids.filtered("mlm_event").mapped("mlm_event"),
            ["correction"],
        )
        self.assert_wallet(agent, balance=-500)
        self.assert_refused(UserError, "the wallet lacks", self.ask, agent, 1)
        self.earn(agent, 500.01)
        self.assert_wallet(agent, balance=0.01)

    def test_a_correction_by_hand_says_why(self):
        agent = self.agent_with(earned=100)
        vals = {"account_id": self.payable.id, "partner_id": agent.partner_id.id}
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create({**vals, "debit": 30}),
                    Command.create({"account_id": self.expense.id, "credit": 30}),
                ],
            }
        )
        self.assert_refused(UserError, "write on the line why", entry.action_post)
        entry.line_ids[0].name = "Paid twice by mistake"
        entry.action_post()
        self.assert_wallet(agent, balance=70)
        self.assert_refused(UserError, "wallets stand", entry.button_draft)

    def test_claims_on_a_wallet_collide_in_the_database(self):
        agent = self.agent()
        agent._lock_wallets()
        agent.invalidate_recordset()
        self.assertEqual(agent.sudo().wallet_sequence, 1)

    def test_tax_withheld_is_not_put_into_wallets(self):
        other = self.payable.copy({"code": "987651", "name": "Other payable"})
        for account in (self.payable, other):
            with self.subTest(account=account.name):
                self.assert_refused(
                    ValidationError,
                    "account of its own",
                    self.company.write,
                    {"mlm_withholding_account_id": account.id},
                )

    def test_the_payable_account_stays_while_agents_have_money_on_it(self):
        self.earn(self.agent(), 100)
        other = self.payable.copy({"code": "987650", "name": "Other payable"})
        self.assert_refused(
            UserError,
            "already have money",
            self.company.write,
            {"mlm_payable_account_id": other.id},
        )
