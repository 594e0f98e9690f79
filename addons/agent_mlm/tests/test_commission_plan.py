from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestCommissionPlan(MlmCommon):
    """Dated versions of how a sale is shared."""

    def version_on(self, plan, day):
        return plan._get_version_on(fields.Date.to_date(day))

    def test_the_shipped_plan_pays_10_5_2_per_cent(self):
        plan = self.env.ref("agent_mlm.mlm_commission_plan_standard")
        first = plan.search([("name", "=", plan.name)], order="version", limit=1)
        self.assertEqual(first.line_ids.mapped("level"), [1, 2, 3])
        self.assertEqual(first.line_ids.mapped("rate"), [10, 5, 2])
        self.assertEqual(first.rate_cap, 30)

    def test_a_version_counts_from_its_first_day_until_the_next_one(self):
        one = self.plan_of(10, date_start="2026-01-01")
        two = one.copy({"date_start": "2026-07-01"})
        self.assertFalse(self.version_on(one, "2025-12-31"))
        self.assertEqual(self.version_on(one, "2026-01-01"), one)
        self.assertEqual(self.version_on(one, "2026-06-30"), one)
        self.assertEqual(self.version_on(one, "2026-07-01"), two)
        self.assertEqual(self.version_on(two, "2026-06-30"), one)

    def test_an_archived_version_counts_no_more(self):
        one = self.plan_of(10, date_start="2026-01-01")
        two = one.copy({"date_start": "2026-07-01"})
        two.active = False
        self.assertEqual(self.version_on(one, "2026-07-02"), one)

    def test_plans_of_other_names_and_companies_do_not_mix(self):
        one = self.plan_of(10, date_start="2026-01-01")
        self.plan_of(20, date_start="2026-02-01")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        one.copy({"company_id": elsewhere.id, "date_start": "2026-02-01"})
        self.assertEqual(self.version_on(one, "2026-03-01"), one)

    def test_a_new_version_copies_the_levels_and_starts_later(self):
        plan = self.plan_of(10, 5, date_start=fields.Date.today())
        action = plan.with_user(self.manager).action_new_version()
        new = self.env["mlm.commission.plan"].browse(action["res_id"])
        self.assertEqual((new.name, new.version), (plan.name, 2))
        self.assertGreater(new.date_start, plan.date_start)
        self.assertEqual(new.line_ids.mapped("rate"), [10, 5])

    def test_two_versions_can_not_start_on_one_day(self):
        plan = self.plan_of(10, date_start="2026-01-01")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            plan.copy({"date_start": "2026-01-01"})

    def test_a_plan_that_paid_stays_as_it_is(self):
        plan = self.plan_of(10, 5)
        other = self.plan_of(3)
        self.commission(self.agent(), 100, plan_id=plan.id)
        line = plan.line_ids[0]
        for method, *args in (
            (plan.write, {"rate_cap": 40}),
            (plan.write, {"date_start": "2021-01-01"}),
            (plan.write, {"line_ids": [Command.clear()]}),
            (line.write, {"rate": 9}),
            (line.unlink,),
            (line.copy, {"level": 3}),
            (other.line_ids.write, {"plan_id": plan.id, "level": 3}),
        ):
            with self.subTest(method=method.__name__, args=args):
                self.assert_refused(UserError, "new version", method, *args)

    def test_a_plan_that_paid_may_still_be_archived(self):
        plan = self.plan_of(10)
        self.commission(self.agent(), 100, plan_id=plan.id)
        plan.active = False
        self.assertFalse(plan.active)

    def test_all_levels_together_stay_under_the_cap(self):
        plan = self.plan_of(20, 10)
        self.assertEqual(plan.rate_cap, 30)
        for method, vals in (
            (plan.line_ids[0].write, {"rate": 20.01}),
            (plan.line_ids[0].copy, {"level": 3, "rate": 0.01}),
            (plan.write, {"rate_cap": 29.99}),
        ):
            self.assert_refused(ValidationError, "its cap is", method, vals)

    def test_rates_move_between_levels_as_long_as_the_sum_fits(self):
        plan = self.plan_of(20, 10)
        first, second = plan.line_ids
        update = Command.update
        plan.write({"line_ids": [update(first.id, {"rate": 25}),
                                 update(second.id, {"rate": 5})]})  # fmt: skip
        plan.write({"line_ids": [update(first.id, {"level": 2}),
                                 update(second.id, {"level": 1})]})  # fmt: skip
        self.assertEqual(plan.line_ids.sorted("level").mapped("rate"), [5, 25])
        self.assert_refused(
            ValidationError,
            "its cap is",
            plan.write,
            {"line_ids": [update(first.id, {"rate": 26})]},
        )

    def test_the_cap_is_a_percentage(self):
        for cap in (-1, 100.01):
            with (
                self.subTest(cap=cap),
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.plan_of(rate_cap=cap)

    def test_a_level_pays_once(self):
        plan = self.plan_of(10, 5)
        self.assert_refused(
            ValidationError, "level 2", plan.line_ids[0].write, {"level": 2}
        )

    def test_a_level_pays_a_share_or_an_amount_not_both(self):
        plan = self.plan_of(10)
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            plan.line_ids.amount_fixed = 5
            plan.line_ids.flush_recordset()
