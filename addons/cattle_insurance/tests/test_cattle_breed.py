import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CattleCase


@tagged("post_install", "-at_install")
class TestCattleBreed(CattleCase):
    def assert_read_as(self, expected, species, *spellings):
        for text in spellings:
            with self.subTest(text=text):
                self.assertEqual(self.breeds._match(species, text).name, expected)

    def test_case_spaces_and_signs_do_not_count(self):
        self.assert_read_as(
            "Crossbred HF", "cattle", "HF cross", "h.f. X", "Cross-bred HF", "HFX"
        )
        self.assert_read_as("Holstein Friesian", "cattle", "HF", " hf ", "H F")
        self.assert_read_as("Crossbred Jersey", "cattle", "Jersey X", "CROSS JERSEY")
        self.assert_read_as("Nili Ravi", "buffalo", "nili-ravi", "NILIRAVI")

    def test_a_small_slip_is_forgiven(self):
        self.assert_read_as("Murrah", "buffalo", "Murra", "murah", "मुर्रा")
        self.assert_read_as("Sahiwal", "cattle", "Sahival")

    def test_nonsense_and_nothing_are_no_breed(self):
        for text in ("xyz", "", False, "-", "cow"):
            self.assertFalse(self.breeds._match("cattle", text), text)

    def test_a_name_of_both_species_needs_the_species(self):
        self.assertFalse(self.breeds._match(False, "Bargur"))
        self.assertEqual(self.breeds._match("buffalo", "bargur").species, "buffalo")

    def test_a_breed_of_the_other_species_is_not_taken(self):
        self.assertFalse(self.breeds._match("cattle", "Murrah"))

    def test_all_shipped_breeds_are_there_and_the_doubtful_ones_archived(self):
        shipped = self.env["ir.model.data"].search(
            [("model", "=", "cattle.breed"), ("module", "=", "cattle_insurance")]
        )
        breeds = self.breeds.browse(shipped.mapped("res_id"))
        self.assertEqual(len(breeds), 93)
        doubtful = breeds.filtered(lambda breed: breed.confidence == "verify")
        self.assertEqual(len(doubtful), 4)
        self.assertEqual(breeds - breeds.filtered("active"), doubtful)

    def test_non_descript_comes_first(self):
        first = self.breeds.search([], limit=2)
        self.assertEqual(set(first.mapped("status")), {"non_descript"})

    def test_one_name_once_a_species_whatever_its_case(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.cr.savepoint(),
        ):
            self.breeds.create({"species": "cattle", "name": "GIR"})
        self.breeds.create({"species": "buffalo", "name": "Gir"})

    def test_searching_a_name_finds_aliases(self):
        found = [name for _id, name in self.breeds.name_search("hf cross")]
        self.assertIn("Crossbred HF", found)
        found = [name for _id, name in self.breeds.name_search("Gyr")]
        self.assertEqual(found, ["Gir"])
