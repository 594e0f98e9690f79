from freezegun import freeze_time
from psycopg2.errors import ForeignKeyViolation

from odoo import fields
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestCommissionPosting(MlmCommon):
    """Approval credits the wallets: one entry, one line an agent."""

    def test_one_commission_makes_an_entry_of_two_lines(self):
        agent = self.agent()
        commission = self.earn(agent, 246)
        self.assert_entry(
            commission.move_line_id.move_id,
            [
                (self.expense, self.nobody, 246.0, 0.0),
                (self.payable, agent.partner_id, 0.0, 246.0),
            ],
        )

    def test_many_commissions_make_one_entry_with_one_line_an_agent(self):
        one, two = self.agent(), self.agent()
        commissions = (
            self.commission(two, 10.01)
            + self.commission(one, 20.02)
            + self.commission(two, 30.03)
        )
        commissions.action_approve()
        move = commissions.move_line_id.move_id
        self.assert_entry(
            move,
            [
                (self.expense, self.nobody, 60.06, 0.0),
                (self.payable, one.partner_id, 0.0, 20.02),
                (self.payable, two.partner_id, 0.0, 40.04),
            ],
        )
        lines = move.line_ids.sorted("id")
        self.assertEqual(
            commissions.mapped("move_line_id.id"), [lines[2].id, lines[1].id]
        )

    def test_a_thousand_paise_add_up_without_a_rest(self):
        agents = [self.agent(), self.agent(), self.agent()]
        commissions = self.env["mlm.commission"].union(
            *(self.commission(agents[n % 3], 0.07 + n % 10 / 100) for n in range(60))
        )
        commissions.action_approve()
        move = commissions.move_line_id.move_id
        self.assertAlmostEqual(sum(move.line_ids.mapped("balance")), 0)
        self.assertEqual(len(move.line_ids), 4)

    def test_an_agent_is_a_payee_from_his_first_commission_on(self):
        agent = self.agent_with(100)
        self.assertEqual(agent.partner_id.supplier_rank, 1)
        self.earn(agent, 100)
        self.assertFalse(
            self.env.cr.postcommit.data.get(
                "account.res.partner.increase_rank.supplier_rank"
            ),
            "counting how often he was credited costs an UPDATE an agent",
        )

    def test_approval_says_who_and_when(self):
        commission = self.commission(self.agent(), 100)
        with freeze_time("2026-05-04 10:00:00"):
            commission.with_user(self.accountant).action_approve()
        self.assertRecordValues(
            commission,
            [
                {
                    "state": "approved",
                    "approved_by_id": self.accountant.id,
                    "approved_at": fields.Datetime.to_datetime("2026-05-04 10:00:00"),
                }
            ],
        )
        self.assertEqual(
            commission.move_line_id.date, fields.Date.to_date("2026-05-04")
        )

    def test_what_is_approved_is_not_approved_again(self):
        agent = self.agent()
        approved, fresh = self.earn(agent, 100), self.commission(agent, 50)
        message = self.assert_refused(
            UserError, approved.display_name, (approved + fresh).action_approve
        )
        self.assertNotIn(fresh.display_name, message)
        self.assertEqual(fresh.state, "pending")
        self.assert_wallet(agent, balance=100)

    def test_held_and_cancelled_commissions_are_not_approved(self):
        agent = self.agent()
        held, cancelled = self.commission(agent, 1), self.commission(agent, 2)
        held.action_hold("Under inquiry")
        cancelled.action_cancel("Sale undone")
        for commission in (held, cancelled):
            self.assert_refused(UserError, "can not become", commission.action_approve)
        self.assert_wallet(agent, balance=0)

    def test_missing_accounts_are_named_with_the_way_to_the_settings(self):
        self.company.mlm_expense_account_id = False
        self.company.mlm_commission_journal_id = False
        commission = self.commission(self.agent(), 100)
        message = self.assert_refused(
            RedirectWarning, "Commission expense account", commission.action_approve
        )
        self.assertIn("Commission journal", message)
        self.assertNotIn("Agent payable account", message)

    def test_an_error_in_the_books_leaves_nothing_half_done(self):
        agent = self.agent()
        commissions = self.commission(agent, 100) + self.commission(agent, 50)
        moves = self.env["account.move"].search_count([])
        self.expense.active = False
        with self.assertRaises(UserError), self.env.cr.savepoint():
            commissions.action_approve()
        self.assert_states(commissions, "pending", "pending")
        self.assertEqual(self.env["account.move"].search_count([]), moves)

    def test_an_entry_of_a_wallet_can_not_be_deleted(self):
        move = self.earn(self.agent(), 100).move_line_id.move_id
        with (
            self.assertRaises(ForeignKeyViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            move.with_context(force_delete=True).unlink()

    def test_each_company_keeps_its_own_books(self):
        elsewhere = self.company_with_books()
        here = self.commission(self.agent(), 100)
        partner = self.env["res.partner"].create({"name": "Agent elsewhere"})
        other = self.env["mlm.agent"].create(
            {"partner_id": partner.id, "company_id": elsewhere.id}
        )
        there = self.commission(
            other, 70, plan_id=self.plan.copy({"company_id": elsewhere.id}).id
        )
        (here + there).action_approve()
        self.assertEqual(here.move_line_id.company_id, self.company)
        self.assert_entry(
            there.move_line_id.move_id,
            [
                (elsewhere.mlm_expense_account_id, self.nobody, 70.0, 0.0),
                (elsewhere.mlm_payable_account_id, other.partner_id, 0.0, 70.0),
            ],
        )
        self.assert_wallet(other, balance=70)

    def test_the_entry_of_a_wallet_can_not_be_undone_by_hand(self):
        move = self.earn(self.agent(), 100).move_line_id.move_id
        for method in (move.button_draft, move.button_cancel):
            with self.subTest(method=method.__name__):
                self.assert_refused(UserError, "wallet", method)

    def test_a_locked_period_moves_the_entry_not_the_money(self):
        self.company.fiscalyear_lock_date = fields.Date.today()
        agent = self.agent()
        commission = self.earn(agent, 100)
        self.assertGreater(commission.move_line_id.date, fields.Date.today())
        self.assert_wallet(agent, balance=100)

    def test_the_facts_of_a_commission_can_not_be_written(self):
        agent = self.agent()
        commission = self.commission(agent, 100)
        for vals in ({"amount": 1_000}, {"agent_id": agent.id}, {"rate": 50}):
            self.assert_refused(
                UserError,
                "on record",
                commission.with_user(self.accountant).write,
                vals,
            )

    def test_commissions_stay_on_record(self):
        self.assert_refused(
            UserError, "stay on record", self.commission(self.agent(), 100).unlink
        )

    def company_with_books(self):
        company = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.env.user.company_ids += company
        accounts = (
            self.env["account.account"]
            .with_company(company)
            .create(
                [
                    {
                        "code": "2001",
                        "name": "Agents",
                        "account_type": "liability_payable",
                    },
                    {"code": "6001", "name": "Commission", "account_type": "expense"},
                ]
            )
        )
        journal = self.env["account.journal"].create(
            {
                "name": "Commissions",
                "code": "COM",
                "type": "general",
                "company_id": company.id,
            }
        )
        company.write(
            {
                "mlm_payable_account_id": accounts[0].id,
                "mlm_expense_account_id": accounts[1].id,
                "mlm_commission_journal_id": journal.id,
            }
        )
        return company
