from datetime import date

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import CattleCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestCattleAnimal(CattleCase):
    def assert_refused_by_database(self, **vals):
        with (
            self.subTest(**vals),
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.CheckViolation),
            self.cr.savepoint(),
        ):
            self.animal(**vals)

    def test_the_database_refuses_what_can_not_be(self):
        self.assert_refused_by_database(animal_class="bull", sex="female")
        self.assert_refused_by_database(animal_class="milch", sex="male")
        self.assert_refused_by_database(animal_class="bull", milk_yield_litres=5)
        self.assert_refused_by_database(animal_class="bullock", is_pregnant=True)
        self.assert_refused_by_database(milk_yield_litres=-1)
        self.assert_refused_by_database(milk_yield_litres=101)
        self.assert_refused_by_database(market_value=-1)
        self.assert_refused_by_database(vet_certificate_number="V1", market_value=0)
        self.assert_refused_by_database(latitude=91)
        self.assert_refused_by_database(pregnancy_months=12, is_pregnant=True)

    def test_the_class_tells_the_sex_except_of_a_calf(self):
        self.assertEqual(self.animal(animal_class="bull").sex, "male")
        self.assertEqual(self.animal(animal_class="heifer").sex, "female")
        calf = self.animal(animal_class="calf", sex="male", age_years=1)
        self.assertEqual(calf.sex, "male")

    def test_an_age_estimates_the_birth_date(self):
        animal = self.animal(age_years=4)
        self.assertEqual(animal.date_birth, date(2022, 6, 15))
        self.assertTrue(animal.is_birth_estimated)
        self.assertEqual(animal.age_years, 4)

    def test_an_age_holds_for_the_day_it_was_noted(self):
        animal = self.animals.with_context(age_on="2025-06-15").create(
            {"owner_id": self.farmer().id, "breed_id": self.gir.id, "age_years": 4}
        )
        self.assertEqual(animal.age_years, 5)

    def test_a_known_birth_date_goes_before_an_age(self):
        animal = self.animal(age_years=9, date_birth="2024-06-15")
        self.assertEqual(animal.age_years, 2)
        self.assertFalse(animal.is_birth_estimated)

    def test_birth_dates_lie_in_the_past_and_are_believable(self):
        for vals in ({"date_birth": "2026-06-16"}, {"date_birth": "1990-01-01"}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.animal(**vals)
        for age in (-1, 45, 10_000_000):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.animal(age_years=age)

    def test_ages_are_searched_by_birth_date(self):
        young, old = self.animal(age_years=2), self.animal(age_years=8)
        mine = [("id", "in", (young + old).ids)]
        self.assertEqual(self.animals.search([("age_years", ">", 5), *mine]), old)
        self.assertEqual(self.animals.search([("age_years", "<=", 2), *mine]), young)
        self.assertEqual(self.animals.search([("age_years", "=", 8), *mine]), old)

    def test_a_breed_of_the_other_species_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "Murrah is a breed of buffalo"):
            self.animal(breed_id=self.murrah.id)

    def test_each_animal_gets_its_own_code(self):
        animals = self.animal() + self.animal() + self.animal().copy()
        self.assertEqual(len(set(animals.mapped("code"))), 3)
        self.assertTrue(all(code.startswith("ANM") for code in animals.mapped("code")))

    def test_the_value_floor_in_force_counts_per_species(self):
        cow = self.animal(milk_yield_litres=10)
        buffalo = self.animal(
            species="buffalo", breed_id=self.murrah.id, milk_yield_litres=10
        )
        self.assertEqual(
            (cow.suggested_value, buffalo.suggested_value), (30_000, 40_000)
        )
        self.env["cattle.value.floor"].create(
            [
                {"date_from": "2026-06-15", "amount_per_litre": 3_500},
                {"date_from": "2026-06-16", "amount_per_litre": 9_000},
            ]
        )
        cow.invalidate_recordset(["suggested_value"])
        self.assertEqual(cow.suggested_value, 35_000)

    def test_the_village_is_the_owners_until_told_otherwise(self):
        owner = self.farmer(village="Khed")
        self.assertEqual(self.animal(owner).village, "Khed")
        self.assertEqual(self.animal(owner, village="Akole").village, "Akole")

    def test_an_owner_of_animals_is_marked_as_one(self):
        partner = self.env["res.partner"].create({"name": "Dairy"})
        self.animal(partner)
        self.assertTrue(partner.is_cattle_owner)
        self.assertEqual(partner.animal_count, 1)

    def test_a_form_fills_age_sex_and_tag(self):
        form = Form(self.animals)
        form.owner_id = self.farmer()
        form.breed_id = self.gir
        form.age_years = 3
        self.assertEqual(form.date_birth, date(2023, 6, 15))
        form.tag_number = "3560 1111 2222"
        animal = form.save()
        self.assertEqual(animal.tag_number, "356011112222")
        self.assertEqual(animal.tag_ids.mapped("tag_type"), ["pashu_aadhaar"])


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestAnimalStatus(CattleCase):
    def test_the_status_does_not_change_by_writing_it(self):
        with self.assertRaises(UserError):
            self.animal().state = "dead"

    def test_a_dead_animal_keeps_its_last_tag_which_counts_up_to_that_day(self):
        animal = self.animal(tag_number="356011112222")
        animal.tag_ids.date_from = "2026-01-01"
        animal.action_mark_dead("2026-06-10", "Anthrax")
        self.assertRecordValues(
            animal,
            [{"state": "dead", "exit_note": "Anthrax", "tag_number": "356011112222"}],
        )
        self.assertEqual(animal.tag_ids.date_to, date(2026, 6, 10))
        self.assertEqual(
            self.animals._find_by_tag("356011112222", "2026-06-10"), animal
        )
        self.assertFalse(self.animals._find_by_tag("356011112222", "2026-06-11"))

    def test_nothing_dies_in_the_future_before_its_tag_or_twice(self):
        animal = self.animal(tag_number="356011112222")
        for day in ("2026-06-16", "2026-06-14"):
            with self.assertRaises(UserError), self.cr.savepoint():
                animal.action_mark_dead(day)
        animal.action_mark_dead()
        with self.assertRaisesRegex(UserError, "Dead"):
            animal.action_mark_sold()

    def test_an_insured_animal_is_not_sold_off_the_register(self):
        animal = self.animal()
        self.patch(type(animal), "_get_insured", lambda animals: animals)
        with self.assertRaisesRegex(UserError, "still insured"):
            animal.action_mark_sold()

    def test_only_a_manager_takes_a_death_back_and_the_tag_is_current_again(self):
        animal = self.animal(tag_number="356011112222")
        animal.action_mark_dead()
        underwriter = self.user("underwriter")
        with self.assertRaises(AccessError):
            animal.with_user(underwriter).action_reinstate()
        animal.action_reinstate()
        self.assertEqual(animal.state, "alive")
        self.assertFalse(animal.tag_ids.date_to)
