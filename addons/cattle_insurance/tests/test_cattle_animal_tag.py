from datetime import date

import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import CattleCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestCattleAnimalTag(CattleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tags = cls.env["cattle.animal.tag"]
        cls.cow = cls.animal(tag_number="3560 1111-2222")
        cls.cow.tag_ids.date_from = "2026-01-01"

    def tag(self, animal, number, **vals):
        return self.tags.create({"animal_id": animal.id, "number": number, **vals})

    def assert_refused(self, number, error=ValidationError, **vals):
        with (
            self.subTest(number=number, **vals),
            mute_logger("odoo.sql_db"),
            self.assertRaises(error),
            self.cr.savepoint(),
        ):
            self.tag(self.animal(), number, **vals)

    def test_numbers_are_kept_in_one_spelling(self):
        for text, number in (
            (" 3560 1111-3333 ", "356011113333"),
            ("nic/44-a ", "NIC/44-A"),
            ("३५६०१११११११२", "356011111112"),
        ):
            self.assertEqual(self.tag(self.animal(), text).number, number)

    def test_the_number_tells_its_type(self):
        for number, tag_type in (
            ("123456789012", "pashu_aadhaar"),
            ("356000000000001", "rfid"),
            ("1234", "insurer"),
            ("NIC/44-A", "insurer"),
        ):
            self.assertEqual(self.tag(self.animal(), number).tag_type, tag_type)

    def test_what_is_no_tag_is_refused(self):
        for number in (
            "12345678901",  # a digit short of a Pashu Aadhaar
            "3560000000000011",  # a digit more than an RFID
            "999000000000001",  # a test transponder
            "AB",
            "A B_C",
            "X" * 21,
            "",
        ):
            self.assert_refused(number)

    def test_a_stated_type_is_checked_by_the_database(self):
        refused = psycopg2.errors.CheckViolation
        self.assert_refused("12345", refused, tag_type="pashu_aadhaar")
        self.assert_refused("123456789012", refused, tag_type="rfid")
        self.assert_refused("999000000000001", refused, tag_type="rfid")

    def test_a_number_is_on_one_living_animal_which_is_named(self):
        with self.assertRaisesRegex(ValidationError, f"{self.cow.code} wears tag"):
            self.tag(self.animal(), "3560-11112222")

    def test_the_database_sees_to_it_when_two_tag_at_once(self):
        self.patch(type(self.tags), "_check_free", lambda *args: None)
        self.assert_refused("356011112222", psycopg2.errors.UniqueViolation)

    def test_another_company_may_have_the_same_number(self):
        company = self.env["res.company"].create({"name": "Other insurer"})
        other = self.animal(company_id=company.id, tag_number="356011112222")
        self.assertEqual(other.tag_number, self.cow.tag_number)

    def test_an_animal_wears_one_tag_at_a_time(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError),
            self.cr.savepoint(),
        ):
            self.tag(self.cow, "NIC/1")

    def test_times_of_one_animals_tags_do_not_overlap(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.ExclusionViolation),
            self.cr.savepoint(),
        ):
            self.tag(self.cow, "NIC/1", date_from="2025-12-01", date_to="2026-01-02")
        self.tag(self.cow, "NIC/1", date_from="2025-12-01", date_to="2026-01-01")

    def test_a_number_was_on_one_animal_at_a_time_in_the_past_too(self):
        self.cow._retag("NIC/1", date="2026-03-01")
        with (
            self.assertRaisesRegex(ValidationError, self.cow.code),
            self.cr.savepoint(),
        ):
            self.tag(
                self.animal(),
                "356011112222",
                date_from="2026-02-28",
                date_to="2026-03-05",
            )
        self.tag(self.animal(), "356011112222", date_from="2026-03-01")

    def test_retagging_keeps_the_history(self):
        self.cow._retag("nic 77", date="2026-03-01", reason="drive")
        self.assertEqual(self.cow.tag_number, "NIC77")
        self.cow.invalidate_recordset(["tag_ids"])
        self.assertRecordValues(
            self.cow.tag_ids,
            [
                {
                    "number": "NIC77",
                    "date_from": date(2026, 3, 1),
                    "date_to": False,
                    "reason": "drive",
                },
                {
                    "number": "356011112222",
                    "date_from": date(2026, 1, 1),
                    "date_to": date(2026, 3, 1),
                    "reason": "first",
                },
            ],
        )
        self.assertIn("356011112222", self.cow.message_ids[0].body)

    def test_retagging_on_the_same_day_is_possible(self):
        self.cow._retag("NIC1")
        self.cow._retag("NIC2")
        self.assertEqual(self.cow.tag_number, "NIC2")

    def test_retagging_is_refused_with_the_same_number_or_an_impossible_day(self):
        for number, day in (
            ("3560-1111-2222", None),
            ("NIC1", "2025-12-31"),
            ("NIC1", "2026-06-16"),
            ("12345678901", None),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.cow._retag(number, date=day)
        self.assertEqual(self.cow.tag_ids.mapped("date_to"), [False])

    def test_a_dead_animal_gets_no_tag(self):
        self.cow.action_mark_dead()
        with self.assertRaises(UserError):
            self.cow._retag("NIC1")

    def test_an_animal_is_found_by_any_tag_it_wore_on_the_day(self):
        self.cow._retag("NIC1", date="2026-03-01")
        for number, day, found in (
            ("3560 1111 2222", "2026-02-01", True),
            ("356011112222", "2026-03-01", True),  # both count on the day itself
            ("nic1", "2026-03-01", True),
            ("356011112222", "2026-03-02", False),
            ("NIC1", "2026-02-28", False),
            ("NIC1", None, True),
        ):
            animals = self.animals._find_by_tag(number, day)
            self.assertEqual(animals == self.cow, found, (number, day))

    def test_searching_finds_old_tags_with_spaces_too(self):
        self.cow._retag("NIC1")
        names = dict(self.animals.name_search("3560 1111"))
        self.assertIn(self.cow.id, names)

    def test_only_a_manager_corrects_the_history(self):
        underwriter = self.user("underwriter")
        tag = self.cow.tag_ids.with_user(underwriter)
        with self.assertRaises(UserError):
            tag.number = "NIC1"
        self.cow.tag_ids.number = "NIC1"
        self.assertEqual(self.cow.tag_number, "NIC1")

    def test_tags_of_many_animals_are_made_at_once(self):
        owner = self.farmer()

        def make(count, start):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.animals.create(
                [
                    {
                        "owner_id": owner.id,
                        "breed_id": self.gir.id,
                        "age_years": 5,
                        "tag_number": f"{start + index:012d}",
                    }
                    for index in range(count)
                ]
            )
            self.env.flush_all()
            return self.cr.sql_log_count - before

        make(1, 100_000)  # warm
        self.assertLessEqual(make(50, 300_000), make(1, 200_000) + 5)
