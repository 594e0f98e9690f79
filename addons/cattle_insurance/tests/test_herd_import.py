import base64
import csv
import io
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import file_open

from .common import CattleCase

COLUMNS = (
    "Tag",
    "Species",
    "Breed",
    "Sex",
    "Age",
    "Milk",
    "Owner",
    "Mobile",
    "Village",
    "Value",
    "Class",
)
GOOD = {
    "Tag": "356000000001",
    "Species": "Cow",
    "Breed": "Gir",
    "Sex": "F",
    "Age": "5",
    "Milk": "8",
    "Owner": "Radha Bai",
    "Mobile": "9876543210",
    "Village": "Khed",
    "Value": "45,000",
}


class HerdImportCase(CattleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        underwriter = cls.user("underwriter")
        cls.env = cls.env(user=underwriter)

    def register(self, *rows, numbered=True):
        """Write rows that differ from a good one; their tags differ as well."""
        stream = io.StringIO()
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        for index, row in enumerate(rows):
            tag = {"Tag": f"{356_000_000_001 + index}"} if numbered else {}
            writer.writerow({**GOOD, **tag, **row})
        return base64.b64encode(stream.getvalue().encode())

    def preview(self, *rows, **vals):
        wizard = self.env["cattle.herd.import"].create(
            {"file": self.register(*rows), "filename": "herd.csv", **vals}
        )
        wizard.action_preview()
        return wizard


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestHerdRows(HerdImportCase):
    def assert_problem(self, row, *sentences):
        wizard = self.preview(row)
        problems = wizard.line_ids.problems or ""
        for sentence in sentences:
            with self.subTest(row=row):
                self.assertIn(sentence, problems)
        self.assertEqual(len(problems.splitlines()), len(sentences), problems)
        self.assertEqual(wizard.bad_count, 1)

    def assert_imported(self, row, **expected):
        wizard = self.preview(row)
        self.assertFalse(wizard.line_ids.problems, row)
        wizard.action_import_all()
        animal = wizard.line_ids.animal_id
        found = {name: animal[name] for name in expected}
        self.assertEqual(found, expected, row)
        return animal

    def test_a_clean_row_becomes_an_animal_with_tag_and_owner(self):
        animal = self.assert_imported(
            {},
            tag_number="356000000001",
            tag_type="pashu_aadhaar",
            species="cattle",
            breed_id=self.gir.with_env(self.env),
            animal_class="milch",
            sex="female",
            age_years=5.0,
            milk_yield_litres=8.0,
            village="Khed",
            market_value=45_000.0,
        )
        self.assertRecordValues(
            animal.owner_id,
            [
                {
                    "name": "Radha Bai",
                    "phone": "+919876543210",
                    "village": "Khed",
                    "is_cattle_owner": True,
                }
            ],
        )

    def test_the_usual_dirt_is_understood(self):
        cross = self.env.ref("cattle_insurance.cattle_breed_cattle_crossbred_hf")
        local = self.env.ref("cattle_insurance.cattle_breed_cattle_non_descript_desi")
        murrah = self.murrah.with_env(self.env)
        for index, (row, expected) in enumerate(
            (
                ({"Tag": "3560 0000 1111"}, {"tag_number": "356000001111"}),
                ({"Breed": "hf CROSS"}, {"breed_id": cross}),
                ({"Breed": ""}, {"breed_id": local}),
                ({"Species": "", "Breed": "murra"}, {"breed_id": murrah}),
                ({"Species": "भैंस", "Breed": "Murrah"}, {"species": "buffalo"}),
                ({"Sex": "FEMALE "}, {"sex": "female"}),
                ({"Sex": ""}, {"sex": "female"}),
                ({"Age": "18 months", "Milk": "-"}, {"animal_class": "heifer"}),
                ({"Age": "6 months", "Milk": ""}, {"animal_class": "calf"}),
                ({"Milk": "0", "Age": "6"}, {"animal_class": "dry"}),
                ({"Sex": "Bull", "Milk": "NA"}, {"animal_class": "bull"}),
                ({"Sex": "M", "Milk": ""}, {"animal_class": "bullock"}),
                ({"Class": "Dry", "Milk": ""}, {"animal_class": "dry"}),
                ({"Value": "₹ 1,20,000/-"}, {"market_value": 120_000.0}),
                ({"Value": ""}, {"market_value": 0.0}),
            )
        ):
            self.assert_imported({"Tag": f"NIC/{index}", **row}, **expected)

    def test_every_problem_of_a_row_is_told_at_once(self):
        self.assert_problem(
            {
                "Tag": "12345678901",
                "Breed": "xyz",
                "Age": "five",
                "Milk": "much",
                "Mobile": "123",
                "Value": "a lot",
            },
            "has 11 digits",
            "“xyz” is not in the list",
            "“five” is not an age",
            "“much” is not an amount of milk",
            "“123” is not an Indian mobile",
            "“a lot” is not an amount",
        )

    def test_each_problem_has_its_sentence(self):
        for row, sentence in (
            ({"Tag": ""}, "tag number is missing"),
            ({"Tag": "3.56E+11"}, "Excel has shortened the tag"),
            ({"Tag": "999000000000001"}, "test tag"),
            ({"Species": "Goat"}, "no species we insure"),
            ({"Species": "", "Breed": ""}, "species is missing"),
            ({"Species": "", "Breed": "Bargur"}, "not in the list"),
            ({"Breed": "Murrah"}, "Murrah is a breed of buffalo"),
            ({"Sex": "both"}, "no sex"),
            ({"Sex": "", "Milk": "", "Species": "Cattle"}, "sex is missing"),
            ({"Sex": "M"}, "A male gives no milk"),
            ({"Sex": "F", "Class": "Bull", "Milk": ""}, "contradict"),
            ({"Class": "pet"}, "no class"),
            ({"Age": ""}, "age is missing"),
            ({"Age": "0"}, "no age for an animal"),
            ({"Age": "31"}, "no age for an animal"),
            ({"Age": "1"}, "too young to be in milk"),
            ({"Age": "4", "Class": "calf", "Milk": ""}, "no calf any more"),
            ({"Milk": "101"}, "no animal gives so much"),
            ({"Value": "45"}, "too little"),
            ({"Mobile": "9.87E+09"}, "Excel has shortened the mobile"),
            ({"Owner": ""}, "name is missing"),
            ({"Owner": "", "Mobile": ""}, "name and mobile are missing"),
            ({"Mobile": ""}, "mobile number is missing"),
        ):
            self.assert_problem(row, sentence)

    def test_ages_hold_for_the_day_of_the_register(self):
        wizard = self.preview({}, register_date=date(2025, 6, 15))
        wizard.action_import_all()
        self.assertEqual(wizard.line_ids.animal_id.age_years, 6)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestHerdFile(HerdImportCase):
    def test_tags_of_the_register_are_refused_and_the_insured_are_named(self):
        known = self.animal(self.farmer("Sita"), tag_number="356000000001")
        sentence = self.preview({}).line_ids.problems
        self.assertEqual(
            sentence,
            f"Tag 356000000001 is already in the register: {known.code} of Sita.",
        )
        self.patch(type(known), "_get_insured", lambda animals: animals)
        sentence = self.preview({}).line_ids.problems
        self.assertIn("is already insured", sentence)

    def test_a_tag_that_came_off_is_free(self):
        self.animal(tag_number="356000000001")._retag("NIC1")
        self.assertFalse(self.preview({}).line_ids.problems)

    def test_a_row_that_stands_twice_is_imported_once(self):
        wizard = self.preview({"Tag": "NIC1"}, {"Tag": "nic 1"}, {"Tag": "NIC1"})
        self.assertEqual(wizard.line_ids.mapped("is_good"), [False, False, False])
        wizard = self.preview({"Tag": "NIC1"}, {"Tag": "NIC1"})
        self.assertEqual(wizard.line_ids.mapped("is_good"), [True, False])
        self.assertEqual(wizard.line_ids[1].problems, "The same as row 2.")

    def test_one_tag_with_different_data_makes_both_rows_doubtful(self):
        wizard = self.preview({"Tag": "NIC1"}, {}, {"Tag": "NIC1", "Age": "9"})
        self.assertEqual(wizard.line_ids.mapped("is_good"), [False, True, False])
        self.assertIn("row 4", wizard.line_ids[0].problems)
        self.assertIn("row 2", wizard.line_ids[2].problems)

    def test_owners_are_found_by_mobile_and_name(self):
        radha = self.farmer("RADHA BAI", phone="9876543210")
        wizard = self.preview({"Owner": "Radha bai"}, {"Owner": "Mohan Lal"})
        wizard.action_import_all()
        owners = wizard.line_ids.animal_id.sorted("code").owner_id
        self.assertEqual(owners[0], radha)
        self.assertEqual(owners[1].name, "Mohan Lal")
        self.assertIn("also that of RADHA BAI", wizard.line_ids[1].notes)

    def test_a_new_owner_of_many_animals_is_created_once(self):
        wizard = self.preview(
            {}, {"Owner": "RADHA  BAI"}, {"Mobile": "+91 98765 43210"}
        )
        wizard.action_import_all()
        self.assertEqual(len(wizard.line_ids.animal_id.owner_id), 1)

    def test_without_mobile_a_known_name_is_enough(self):
        radha = self.farmer("Radha Bai", village="Khed")
        wizard = self.preview({"Mobile": ""})
        self.assertEqual(wizard.good_count, 1)
        self.farmer("Radha Bai", village="Akole")
        wizard = self.preview({"Mobile": ""})
        wizard.action_import_all()
        self.assertEqual(wizard.line_ids.animal_id.owner_id, radha)
        wizard = self.preview({"Tag": "NIC1", "Mobile": "", "Village": ""})
        self.assertEqual(wizard.bad_count, 1)

    def test_all_or_nothing_imports_nothing_when_a_row_is_bad(self):
        wizard = self.preview({}, {"Age": "45"})
        with self.assertRaisesRegex(UserError, "1 of 2 rows"):
            wizard.action_import_all()
        self.assertFalse(wizard.line_ids.animal_id)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Radha Bai")]))

    def test_good_rows_are_imported_and_the_rest_waits_to_be_corrected(self):
        wizard = self.preview({}, {"Age": "45"})
        wizard.action_import_good()
        self.assertEqual((wizard.state, wizard.imported_count), ("done", 1))
        wizard.bad_line_ids.age = "4.5"
        action = wizard.action_import_good()
        self.assertEqual(wizard.imported_count, 2)
        opened = self.animals.search(action["domain"])
        self.assertEqual(opened, wizard.line_ids.animal_id)

    def test_a_corrected_row_is_checked_again(self):
        wizard = self.preview({"Breed": "xyz"})
        wizard.bad_line_ids.breed = "gir"
        wizard.action_check_again()
        self.assertEqual(wizard.good_count, 1)

    def test_a_tag_taken_since_the_preview_is_seen(self):
        wizard = self.preview({})
        self.animal(tag_number="356000000001")
        with self.assertRaises(UserError):
            wizard.action_import_all()
        with self.assertRaisesRegex(UserError, "no good row"):
            wizard.action_import_good()

    def test_no_file_and_a_wrong_file_are_told_in_words(self):
        for content, sentence in (
            (False, "Choose the file"),
            (base64.b64encode(b"a,b\n1,2\n"), "No heading was found for: tag, owner"),
            (base64.b64encode(b"\0\0"), "neither CSV nor XLSX"),
        ):
            wizard = self.env["cattle.herd.import"].create({"file": content})
            with self.assertRaisesRegex(UserError, sentence):
                wizard.action_preview()

    def test_rows_with_problems_are_downloaded_without_formulas(self):
        wizard = self.preview({}, {"Owner": "=HYPERLINK(1)", "Age": "45"})
        text = base64.b64decode(wizard.problem_file).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual([row["row"] for row in rows], ["3"])
        self.assertEqual(rows[0]["owner"], "'=HYPERLINK(1)")
        self.assertIn("45 years", rows[0]["problems"])

    def test_the_empty_register_is_understood(self):
        path = "cattle_insurance/static/xlsx/herd_register_template.xlsx"
        with file_open(path, "rb") as stream:
            content = base64.b64encode(stream.read())
        wizard = self.env["cattle.herd.import"].create({"file": content})
        with self.assertRaisesRegex(UserError, "no animals"):
            wizard.action_preview()

    def test_the_sample_has_good_rows_and_each_kind_of_dirt(self):
        company = self.env["res.company"].sudo().create({"name": "No animals yet"})
        self.env.user.sudo().company_ids += company
        wizards = self.env["cattle.herd.import"].with_context(
            allowed_company_ids=company.ids
        )
        with file_open(
            "cattle_insurance/demo/herd_register_sample.csv", "rb"
        ) as stream:
            wizard = wizards.create({"file": base64.b64encode(stream.read())})
        wizard.action_preview()
        self.assertEqual(
            (wizard.row_count, wizard.good_count, wizard.bad_count), (200, 182, 18)
        )
        wizard.action_import_good()
        self.assertEqual(wizard.imported_count, 182)

    def test_fifty_rows_cost_no_more_queries_than_one(self):
        def count_queries(rows):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.preview(*rows).action_import_all()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count_queries([{"Tag": "NIC0", "Owner": "A", "Mobile": "9000000000"}])  # warm
        one = count_queries([{"Tag": "NIC1", "Owner": "B", "Mobile": "9000000001"}])
        rows = [
            {"Tag": f"NIC/{i}", "Owner": f"Owner {i}", "Mobile": f"{9100000000 + i}"}
            for i in range(50)
        ]
        self.assertLessEqual(count_queries(rows), one + 10)
