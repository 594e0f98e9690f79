from datetime import timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .policy_common import TODAY, PolicyCommon

A_DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestInsurancePlan(PolicyCommon):
    def rate(self, **vals):
        return self.env["insurance.plan.rate"].create(
            {
                "plan_id": self.insurance_plan.id,
                "term_years": 1,
                "rate": 5,
                "date_start": "2020-01-02",
                **vals,
            }
        )

    def find(self, term_years=1, species="cattle", area=None, day=TODAY):
        area = area or self.env["insurance.area.class"]
        return self.insurance_plan._find_rate(term_years, species, area, day)

    def test_a_term_without_a_row_has_no_rate(self):
        self.assertFalse(self.find(term_years=4))

    def test_a_rate_counts_from_its_own_day_on(self):
        later = self.rate(date_start=TODAY)
        self.assertNotEqual(self.find(day=TODAY - A_DAY), later)
        self.assertEqual(self.find(day=TODAY), later)
        self.assertEqual(self.find(day=TODAY + A_DAY), later)

    def test_the_row_that_names_the_species_goes_first(self):
        buffalo = self.rate(species="buffalo", date_start="2019-01-01")
        self.assertEqual(self.find(species="buffalo"), buffalo)
        self.assertNotEqual(self.find(species="cattle"), buffalo)

    def test_the_row_that_names_the_area_goes_before_any(self):
        floods = self.env["insurance.area.class"].create(
            {"name": "Floods", "state_ids": self.gujarat.ids}
        )
        flooded = self.rate(area_class_id=floods.id, rate=7)
        self.assertEqual(self.find(area=floods), flooded)
        self.assertNotEqual(self.find(), flooded)
        self.assertEqual(self.propose().rate_id, flooded)

    @mute_logger("odoo.sql_db")
    def test_two_rates_of_the_same_day_are_refused(self):
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.rate(date_start="2020-01-01")

    @mute_logger("odoo.sql_db")
    def test_a_rate_without_a_price_is_refused(self):
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.rate(rate=0)

    @mute_logger("odoo.sql_db")
    def test_disability_pays_at_most_75_per_cent(self):
        self.insurance_plan.rate_ptd = 75
        self.env.flush_all()
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.insurance_plan.rate_ptd = 75.01
            self.env.flush_all()

    def test_an_exempt_plan_names_its_notification(self):
        with self.assertRaisesRegex(ValidationError, "notification"):
            self.insurance_plan.write({"is_gst_exempt": True, "tax_ids": False})

    def test_a_plan_covers_something(self):
        with self.assertRaisesRegex(ValidationError, "covers nothing"):
            self.insurance_plan.write(
                {"is_disease_covered": False, "is_accident_covered": False}
            )

    def test_new_plans_bear_gst_of_18_per_cent(self):
        self.assertEqual(self.insurance_plan.tax_ids.amount, 18)
