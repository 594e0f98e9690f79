from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .fake_sale import FakeSaleCommon


class ClawbackCase(FakeSaleCommon):
    """Sales over three levels of 10, 5 and 2 per cent."""

    def approved_sale(self, amount=1_000):
        """Return a sale whose commissions stand in the wallets."""
        sale = self.sale(self.branch(3)[-1:], amount)
        sale._accrue_commissions().action_approve()
        return sale

    def refund(self, sale, refunded):
        """Refund the sale up to ``refunded`` rupees in all; return what it took."""
        sale.refunded = refunded
        return sale._claw_back_commissions()

    def shares_of(self, sale):
        return sale.commission_ids.sorted(lambda s: (s.level, s.reversal_number))


@tagged("post_install", "-at_install")
class TestClawback(ClawbackCase):
    """A refund takes commissions back: all levels, in proportion, once."""

    def test_half_the_premium_back_takes_half_of_every_level(self):
        sale = self.approved_sale()
        taken = self.refund(sale, 500)
        self.assertRecordValues(
            taken.sorted("level"),
            [
                {"level": 1, "amount": -50, "amount_base": -500, "state": "approved"},
                {"level": 2, "amount": -25, "amount_base": -500, "state": "approved"},
                {"level": 3, "amount": -10, "amount_base": -500, "state": "approved"},
            ],
        )

    def test_it_is_one_entry_with_one_line_an_agent(self):
        sale = self.approved_sale()
        agents = sale.agent_id._get_upline()
        taken = self.refund(sale, 500)
        by_id = agents.sorted("id")
        amounts = dict(zip(agents, (50.0, 25.0, 10.0), strict=True))
        self.assert_entry(
            taken.move_line_id.move_id,
            [
                (self.expense, self.nobody, 0.0, 85.0),
                *(
                    (self.payable, agent.partner_id, amounts[agent], 0.0)
                    for agent in by_id
                ),
            ],
        )
        self.assertEqual(set(taken.move_line_id.mapped("mlm_event")), {"clawback"})

    def test_called_twice_it_takes_once(self):
        sale = self.approved_sale()
        self.refund(sale, 500)
        self.assertFalse(sale._claw_back_commissions())
        self.assert_wallet(sale.agent_id, balance=50)

    def test_a_second_refund_takes_the_next_part(self):
        sale = self.approved_sale()
        self.refund(sale, 300)
        taken = self.refund(sale, 1_000)
        self.assertEqual(sorted(taken.mapped("amount")), [-70, -35, -14])
        self.assertEqual(set(taken.mapped("reversal_number")), {2})
        self.assert_wallet(sale.agent_id, balance=0)

    def test_no_refund_takes_nothing(self):
        self.assertFalse(self.approved_sale()._claw_back_commissions())

    def test_more_than_the_premium_takes_no_more_than_the_commission(self):
        sale = self.approved_sale()
        self.refund(sale, 1_500)
        self.assertEqual(sum(self.shares_of(sale).mapped("amount")), 0)

    def test_after_the_payout_the_wallet_goes_below_zero(self):
        sale = self.approved_sale()
        agent = sale.agent_id
        self.withdraw(agent, 100)
        self.refund(sale, 500)
        self.assert_wallet(agent, balance=-50)
        self.assert_refused(UserError, "wallet lacks", self.ask, agent, 10)

    def test_the_next_commissions_make_up_what_is_missing_first(self):
        sale = self.approved_sale()
        agent = sale.agent_id
        self.withdraw(agent, 100)
        self.refund(sale, 500)
        self.earn(agent, 80)
        self.assert_wallet(agent, balance=30)
        self.assert_refused(UserError, "can be withdrawn", self.ask, agent, 30.01)
        self.withdraw(agent, 30)
        commissions = self.env["mlm.commission"].search([("agent_id", "=", agent.id)])
        self.assertEqual(commissions.mapped("state"), ["paid"] * 3)

    def test_money_asked_for_is_not_approved_once_it_was_taken_back(self):
        sale = self.approved_sale()
        asked = self.ask(sale.agent_id, 100)
        self.refund(sale, 500)
        self.assert_refused(
            UserError,
            "wallet lacks",
            asked.with_user(self.accountant).action_approve,
        )
        self.assert_wallet(sale.agent_id, balance=50, reserved=100)

    def test_a_pending_commission_is_credited_with_the_rest(self):
        sale = self.sale(self.branch(3)[-1:], 1_000)
        sale._accrue_commissions()
        self.refund(sale, 250)
        self.assertEqual(set(self.shares_of(sale).mapped("state")), {"pending"})
        self.shares_of(sale)[0].action_approve()
        self.assert_wallet(sale.agent_id, balance=75)
        own = self.shares_of(sale).filtered(lambda s: s.agent_id == sale.agent_id)
        self.assertEqual(own.move_line_id.credit, 75)

    def test_the_part_taken_back_is_not_approved_without_its_commission(self):
        sale = self.sale(self.branch(1), 1_000)
        sale._accrue_commissions()
        self.refund(sale, 250).action_approve()
        self.assert_wallet(sale.agent_id, balance=75)

    def test_a_pending_commission_that_was_refunded_whole_is_cancelled(self):
        sale = self.sale(self.branch(3)[-1:], 1_000)
        sale._accrue_commissions()
        self.refund(sale, 1_000)
        self.assertEqual(set(self.shares_of(sale).mapped("state")), {"cancelled"})

    def test_a_held_commission_stays_held_with_its_part(self):
        sale = self.sale(self.branch(1), 1_000)
        commission = sale._accrue_commissions()
        commission.action_hold("Under inquiry")
        taken = self.refund(sale, 250)
        self.assertEqual((commission | taken).mapped("state"), ["held", "held"])
        commission.action_release()
        commission.action_approve()
        self.assert_wallet(sale.agent_id, balance=75)

    def test_cancelling_a_commission_cancels_its_part(self):
        sale = self.sale(self.branch(1), 1_000)
        commission = sale._accrue_commissions()
        taken = self.refund(sale, 250)
        commission.action_cancel("Sale undone")
        self.assertEqual(taken.state, "cancelled")

    def test_a_cancelled_commission_has_nothing_to_take_back(self):
        sale = self.sale(self.branch(1), 1_000)
        sale._accrue_commissions().action_cancel("Sale undone")
        self.assertFalse(self.refund(sale, 1_000))

    def test_a_payout_settles_a_netted_commission_together_with_its_part(self):
        sale = self.sale(self.branch(1), 1_000)
        sale._accrue_commissions()
        self.refund(sale, 250)
        self.shares_of(sale).action_approve()
        self.withdraw(sale.agent_id, 75)
        self.assertEqual(set(self.shares_of(sale).mapped("state")), {"paid"})

    def test_a_sale_refunded_before_it_accrued_pays_the_rest(self):
        sale = self.sale(self.branch(1), 1_000, refunded=400)
        sale._accrue_commissions()
        self.assertEqual(sum(self.shares_of(sale).mapped("amount")), 60)

    def test_it_says_what_was_refunded_of_what(self):
        sale = self.approved_sale()
        taken = self.refund(sale, 500)
        self.assertIn("500.00 of a premium of", taken[0].explanation)
        self.assertIn("1,000.00", taken[0].explanation)

    def test_the_database_knows_no_negative_commission_without_an_origin(self):
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.commission(self.agent(), -5)
            self.env.flush_all()

    def test_many_sales_are_one_entry(self):
        sales = self.approved_sale() + self.approved_sale()
        sales.refunded = 100
        taken = sales._claw_back_commissions()
        self.assertEqual(len(taken), 6)
        self.assertEqual(len(taken.move_line_id.move_id), 1)

    def test_the_queries_do_not_grow_with_the_sales(self):
        agent = self.agent()
        few = self.sale(agent, 1_000) + self.sale(agent, 1_000)
        many = few.browse()
        for _number in range(50):
            many += self.sale(agent, 1_000)
        for sales in (few, many):
            sales._accrue_commissions().action_approve()
            sales.refunded = 500
        self.env.flush_all()
        counts = []
        for sales in (few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            sales._claw_back_commissions()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 15)


@tagged("post_install", "-at_install")
class TestClawbackSums(ClawbackCase):
    """No sequence of partial refunds loses a paisa, or makes one."""

    @settings(max_examples=30, deadline=None, derandomize=True, database=None)
    @given(
        premium=st.integers(1_00, 9_999_99),
        parts=st.lists(st.integers(1, 99), min_size=1, max_size=5),
        when_approved=st.integers(0, 5),
    )
    def test_refunds_end_at_the_whole_commission(self, premium, parts, when_approved):
        with self.env.cr.savepoint() as savepoint:
            self.play(premium / 100, parts, when_approved)
            savepoint.rollback()
        self.env.invalidate_all()

    def play(self, premium, parts, when_approved):
        """Refund ``premium`` in parts; approve what is pending in between."""
        agents = self.branch(3)
        sale = self.sale(agents[-1:], premium)
        sale._accrue_commissions()
        whole = sum(parts)
        for step in range(len(parts) + 1):
            if step == when_approved:
                sale.commission_ids.filtered(
                    lambda share: share.state == "pending"
                ).action_approve()
            share = sum(parts[:step]) / whole
            self.refund(sale, round(premium * share, 2) if step else 0)
            self.check_shares(sale, agents)
        self.assertEqual(self.sum_paise(self.shares_of(sale)), 0)
        for agent in agents:
            self.assert_wallet(agent, balance=0)

    def check_shares(self, sale, agents):
        """Of no commission more is taken back than its part of the refund."""
        for commission in sale.commission_ids.filtered(lambda s: not s.origin_id):
            left = self.sum_paise(commission + commission.reversal_ids)
            exact = commission.amount * (1 - sale.refunded / sale.amount) * 100
            self.assertLessEqual(abs(left - exact), 1)
            self.assertGreaterEqual(left, 0)

    def sum_paise(self, commissions):
        return round(sum(commissions.mapped("amount")) * 100)
