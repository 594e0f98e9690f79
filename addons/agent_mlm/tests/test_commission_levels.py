from decimal import ROUND_HALF_UP, Decimal
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .fake_sale import FakeSaleCommon


@tagged("post_install", "-at_install")
class TestCommissionLevels(FakeSaleCommon):
    """A sale pays the seller and his sponsors, as the plan and their standing say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top, cls.middle, cls.seller = cls.agents = cls.branch(3)

    def assert_shares(self, commissions, *rows):
        """The commissions have these (level, agent, amount, state)."""
        self.assertEqual(
            [(c.level, c.agent_id, c.amount, c.state) for c in commissions], list(rows)
        )

    def test_the_seller_and_two_sponsors_share_10_5_and_2_per_cent(self):
        self.assert_shares(
            self.accrue(self.seller, 2_460),
            (1, self.seller, 246.0, "pending"),
            (2, self.middle, 123.0, "pending"),
            (3, self.top, 49.2, "pending"),
        )

    def test_levels_above_the_top_pay_nobody(self):
        self.assert_shares(
            self.accrue(self.middle, 100),
            (1, self.middle, 10.0, "pending"),
            (2, self.top, 5.0, "pending"),
        )

    def test_levels_beyond_the_plan_pay_nobody(self):
        low = self.agent(self.seller)
        commissions = self.accrue(low, 100)
        self.assertNotIn(self.top, commissions.agent_id)

    def test_a_plan_may_leave_a_level_out(self):
        self.plan.line_ids.filtered(lambda line: line.level == 2).active = False
        self.assert_shares(
            self.accrue(self.seller, 100),
            (1, self.seller, 10.0, "pending"),
            (3, self.top, 2.0, "pending"),
        )

    def test_fixed_amounts_do_not_depend_on_the_base_but_never_exceed_it(self):
        plan = self.plan_of(fixed=(300, 5), rate_cap=100)
        for base, shares in ((2_460, [300, 5]), (302, [300, 2]), (200, [200])):
            with self.subTest(base=base):
                commissions = self.accrue(self.seller, base, plan_id=plan.id)
                self.assertEqual(commissions.mapped("amount"), shares)

    def test_the_cap_takes_from_the_highest_level_and_says_so(self):
        plan = self.plan_of(fixed=(300, 200, 100), rate_cap=30)
        alone = self.accrue(self.seller, 1_000, plan_id=plan.id)
        self.assertEqual((alone.amount, alone.amount_capped), (300, 0))

        seller, middle = self.accrue(self.seller, 1_200, plan_id=plan.id)
        self.assertEqual((seller.amount, seller.amount_capped), (300, 0))
        self.assertEqual((middle.amount, middle.amount_capped), (60, 140))
        self.assertIn("cap", middle.explanation)

    def test_one_sentence_explains_the_amount(self):
        commission = self.accrue(self.seller, 2_460)[1]
        self.assertEqual(
            commission.explanation.replace("\N{NO-BREAK SPACE}", " "),
            f"5 % of ₹ 2,460.00, level 2, seller {self.seller.code}, "
            f"plan {self.plan.name} v1.",
        )

    def test_everything_that_explains_the_amount_is_kept(self):
        commission = self.accrue(self.seller, 2_460)[1]
        self.middle.action_deactivate("Left")
        self.assertRecordValues(
            commission,
            [
                {
                    "plan_id": self.plan.id,
                    "kind": "percentage",
                    "rate": 5.0,
                    "amount_base": 2_460.0,
                    "date_sale": fields.Date.today(),
                    "standing": f"Active, licence {self.middle.licence_number} until "
                    f"{self.middle.licence_date_end}",
                }
            ],
        )

    def test_the_version_of_the_day_of_sale_is_used(self):
        self.plan.copy({"date_start": "2026-07-01"}).line_ids[0].rate = 12
        old, new = (
            self.accrue(self.middle, 100, date=day)[0].amount
            for day in ("2026-06-30", "2026-07-01")
        )
        self.assertEqual((old, new), (10, 12))

    def test_a_sale_before_every_version_is_refused_by_name(self):
        sale = self.sale(self.seller, 100, date="2019-12-31")
        self.assert_refused(
            UserError, "no commission plan is in force", sale._accrue_commissions
        )
        self.assertFalse(sale.commission_ids)

    def test_a_company_without_a_plan_is_told_to_choose_one(self):
        self.company.mlm_commission_plan_id = False
        sale = self.sale(self.seller, 100)
        self.assert_refused(UserError, "settings", sale._accrue_commissions)

    def test_direct_and_worthless_sales_pay_nobody(self):
        direct = self.sale(self.env["mlm.agent"], 1_000)
        worthless = self.sale(self.seller, 0)
        self.assertFalse((direct + worthless)._accrue_commissions())

    def test_a_share_below_half_a_paisa_is_not_recorded(self):
        self.assert_shares(
            self.accrue(self.seller, 0.1),
            (1, self.seller, 0.01, "pending"),
            (2, self.middle, 0.01, "pending"),
        )

    def test_accruing_again_pays_nobody_twice(self):
        sale = self.sale(self.seller, 100)
        first = sale._accrue_commissions()
        self.assertFalse(sale._accrue_commissions())
        self.assertEqual(sale.commission_ids, first)

    def test_the_database_refuses_to_pay_a_level_twice(self):
        sale = self.sale(self.seller, 100)
        sale._accrue_commissions()
        with (
            patch.object(type(sale), "_get_accrued", lambda self: self.browse()),
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
        ):
            sale._accrue_commissions()

    def test_commissions_are_not_copied(self):
        commission = self.accrue(self.seller, 100)[0]
        self.assert_refused(UserError, "no copies", commission.copy)


@tagged("post_install", "-at_install")
class TestCommissionStanding(FakeSaleCommon):
    """Who may not earn: held, or passed over for the next sponsor above."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top, cls.high, cls.low, cls.seller = cls.branch(4)
        cls.compressed = cls.plan_of(10, 5, 2, is_compressed=True)

    def test_a_sponsor_without_a_licence_on_the_day_is_held(self):
        self.low.licence_date_end = "2026-03-31"
        held = self.accrue(self.seller, 100, date="2026-04-01")[1]
        self.assertEqual((held.agent_id, held.state), (self.low, "held"))
        self.assertIn("no valid licence on 2026-04-01", held.explanation)
        self.assertEqual(
            self.accrue(self.seller, 100, date="2026-03-31")[1].state, "pending"
        )

    def test_an_inactive_sponsor_is_held_and_those_above_are_not(self):
        self.low.action_deactivate("Left")
        commissions = self.accrue(self.seller, 100)
        self.assert_states(commissions, "pending", "held", "pending")
        self.assertEqual(commissions.agent_id, self.seller + self.low + self.high)

    def test_compression_passes_the_share_to_the_next_who_may_earn(self):
        self.low.action_deactivate("Left")
        seller, second, third = self.accrue(
            self.seller, 100, plan_id=self.compressed.id
        )
        self.assertEqual(second.agent_id, self.high)
        self.assertEqual((second.level, second.amount), (2, 5))
        self.assertEqual(second.passed_over, self.low.code)
        self.assertIn(self.low.code, second.explanation)
        self.assertEqual((third.agent_id, third.passed_over), (self.top, False))
        self.assert_states(seller + second + third, *["pending"] * 3)

    def test_compression_names_everybody_passed_over(self):
        (self.low + self.high).action_deactivate("Left")
        commissions = self.accrue(self.seller, 100, plan_id=self.compressed.id)
        self.assertEqual(commissions.agent_id, self.seller + self.top)
        self.assertEqual(
            commissions[1].passed_over, f"{self.low.code}, {self.high.code}"
        )

    def test_the_seller_himself_is_held_even_with_compression(self):
        self.seller.licence_number = False
        for plan in (self.plan, self.compressed):
            own = self.accrue(self.seller, 100, plan_id=plan.id)[0]
            self.assertEqual((own.agent_id, own.state), (self.seller, "held"))

    def test_held_commissions_are_released_when_the_agent_may_earn(self):
        self.low.action_deactivate("Left")
        held = self.accrue(self.seller, 100)[1]
        self.assert_refused(UserError, "stays held", held.action_release)
        self.low.action_reactivate()
        held.action_release()
        self.assertEqual((held.state, held.state_reason), ("pending", False))

    def test_a_later_licence_does_not_release_an_unlicensed_sale(self):
        """Insurance Act 1938 s.42A: licensed on the day of the sale, or not paid."""
        self.low.licence_date_start = "2026-05-01"
        held = self.accrue(self.seller, 100, date="2026-04-30")[1]
        self.assert_refused(UserError, "no valid licence", held.action_release)


@tagged("post_install", "-at_install")
class TestCommissionRounding(FakeSaleCommon):
    """Shares are rounded half up to the paisa, and never exceed the cap."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.branch(4)[-1]

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(
        paise=st.integers(1, 10**11),
        rates=st.lists(st.integers(0, 300_000), min_size=1, max_size=4),
        cap=st.integers(0, 10_000),
    )
    def test_shares_are_exact_to_the_paisa_and_under_the_cap(self, paise, rates, cap):
        left = room = rounded(Decimal(paise * cap).scaleb(-6))
        expected = []
        for rate in rates:
            share = rounded(Decimal(paise * rate).scaleb(-8))
            paid = min(share, left)
            left -= paid
            if paid:
                expected.append((paid, share - paid))
        shares = self.share(paise / 100, [rate / 10_000 for rate in rates], cap / 100)
        self.assertEqual(shares, expected)
        self.assertLessEqual(sum(paid for paid, _cut in shares), room)
        self.assertLessEqual(room, Decimal(paise).scaleb(-2))

    def share(self, base, rates, cap):
        """Return (amount, what the cap took off) of each share, as decimals."""
        lines = [{"level": n, "rate": rate} for n, rate in enumerate(rates, 1)]
        plan = self.plan.new(
            {
                "company_id": self.company.id,
                "rate_cap": cap,
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        today = fields.Date.today()
        sale = self.env["mlm.fake.sale"].new(
            {"agent_id": self.seller.id, "amount": base, "date": today}
        )
        with patch.object(type(sale), "_get_plan_in_force", lambda *_: plan):
            vals_list = sale._prepare_commissions_vals({})
        return [
            (exact(vals["amount"]), exact(vals["amount_capped"])) for vals in vals_list
        ]

    def test_half_a_paisa_rounds_up(self):
        line = self.plan.line_ids[1]  # 5 %
        for base, share in ((0.1, 0.01), (0.09, 0.0), (20.1, 1.01), (1.3, 0.07)):
            with self.subTest(base=base):
                self.assertEqual(line._compute_share(base), share)


def rounded(rupees):
    """Return a decimal number of rupees rounded half up to the paisa."""
    return rupees.quantize(Decimal("0.01"), ROUND_HALF_UP)


def exact(amount):
    """Return a float of rupees as the decimal a person reads."""
    return Decimal(repr(amount)).quantize(Decimal("0.01"))
