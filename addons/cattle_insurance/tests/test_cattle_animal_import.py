from odoo.tests import freeze_time, tagged
from odoo.tools import file_open

from .test_herd_import import HerdImportCase

FIELDS = [
    "tag_number",
    "species",
    "breed_id",
    "sex",
    "age_years",
    "milk_yield_litres",
    "owner_id",
    "owner_phone",
    "village",
    "market_value",
]
ROW = [
    "3560 0000 0001",
    "COW",
    "HF cross",
    "f",
    "5 yrs",
    "8 ltr",
    "Radha Bai",
    "98765 43210",
    "Khed",
    "Rs 45000/-",
]


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestListImport(HerdImportCase):
    def load(self, *changes, fields=FIELDS):
        rows = [
            [change.get(name, text) for name, text in zip(FIELDS, ROW, strict=True)]
            for change in changes
        ]
        return self.animals.with_env(self.env).load(fields, rows)

    def test_a_register_is_read_as_the_wizard_reads_it(self):
        result = self.load({}, {"tag_number": "NIC/1"})
        self.assertFalse(result["messages"])
        animals = self.animals.browse(result["ids"])
        self.assertRecordValues(
            animals,
            [
                {"tag_number": "356000000001", "age_years": 5, "market_value": 45_000},
                {"tag_number": "NIC/1", "age_years": 5, "market_value": 45_000},
            ],
        )
        self.assertEqual(animals.breed_id.name, "Crossbred HF")
        self.assertEqual(animals.owner_id.phone, "+919876543210")

    def test_every_problem_of_every_row_comes_back_and_nothing_is_written(self):
        result = self.load(
            {"tag_number": "NIC1", "age_years": "45", "breed_id": "xyz"},
            {"tag_number": "NIC2", "sex": "?"},
            {"tag_number": "NIC3", "breed_id": "xyz"},
        )
        self.assertFalse(result["ids"])
        messages = {
            message["record"]: message["message"] for message in result["messages"]
        }
        self.assertEqual(len(result["messages"]), 3)
        self.assertIn("no sex", messages[3])
        sentences = [message["message"] for message in result["messages"]]
        self.assertTrue(any(s.endswith("Rows: 2, 4") for s in sentences), sentences)
        self.assertTrue(any("45 years" in s for s in sentences), sentences)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Radha Bai")]))

    def test_new_owners_go_when_their_animals_fail(self):
        fields = [*FIELDS[:-1], "latitude"]
        row = [*ROW[:-1], "95"]  # the database refuses the latitude
        result = self.animals.with_env(self.env).load(fields, [row])
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Radha Bai")]))

    def test_an_export_comes_back_without_a_second_animal(self):
        animal = self.animals.browse(self.load({})["ids"])
        xml_id = animal.export_data(["id"])["datas"][0][0]
        result = self.animals.with_env(self.env).load(
            ["id", "tag_number", "breed_id", "village"],
            [[xml_id, "356000000001", "Gyr", "Akole"]],
        )
        self.assertEqual(result["ids"], animal.ids, result["messages"])
        self.assertEqual((animal.breed_id, animal.village), (self.gir, "Akole"))
        self.assertEqual(len(animal.tag_ids), 1)

    def test_columns_that_name_records_by_id_are_left_alone(self):
        owner = self.farmer()
        result = self.animals.with_env(self.env).load(
            ["breed_id/.id", "owner_id/.id", "age_years", "tag_number"],
            [[str(self.gir.id), str(owner.id), "4", "NIC9"]],
        )
        animal = self.animals.browse(result["ids"])
        self.assertEqual((animal.owner_id, animal.tag_number), (owner, "NIC9"))

    def test_the_import_screen_accepts_amounts_core_would_refuse(self):
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "cattle.animal",
                "file": (",".join(FIELDS) + "\n" + ",".join(ROW)).encode(),
                "file_type": "text/csv",
                "file_name": "herd.csv",
            }
        )
        options = {"quoting": '"', "separator": ",", "has_headers": True}
        result = wizard.execute_import(FIELDS, FIELDS, options, dryrun=True)
        self.assertFalse(result["messages"])
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Radha Bai")]))
        result = wizard.execute_import(FIELDS, FIELDS, options)
        self.assertEqual(self.animals.browse(result["ids"]).market_value, 45_000)

    def test_the_import_screen_knows_the_headings_of_registers(self):
        with file_open("cattle_insurance/demo/herd_register_sample.csv", "rb") as file:
            content = file.read()
        wizard = self.env["base_import.import"].create(
            {"res_model": "cattle.animal", "file": content, "file_type": "text/csv"}
        )
        options = {"quoting": '"', "separator": ",", "has_headers": True}
        preview = wizard.parse_preview(options)
        matched = {path[0] for path in preview["matches"].values()}
        self.assertEqual(matched, set(FIELDS))

    def test_a_part_of_a_long_file_is_imported_at_a_time(self):
        animals = self.animals.with_env(self.env).with_context(_import_limit=1)
        result = animals.load(FIELDS, [ROW, ["NIC/2", *ROW[1:]]])
        self.assertEqual((len(result["ids"]), result["nextrow"]), (1, 1))

    def test_the_empty_register_is_offered(self):
        [template] = self.animals.get_import_templates()
        self.assertTrue(template["template"].endswith(".xlsx"))
