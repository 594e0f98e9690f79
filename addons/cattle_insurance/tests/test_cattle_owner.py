from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CattleCase


@tagged("post_install", "-at_install")
class TestCattleOwner(CattleCase):
    def test_mobiles_are_kept_in_one_form(self):
        for text in (
            "9876543210",
            "098765 43210",
            "+91-98765-43210",
            "919876543210",
            "0091 9876543210",
            "(98765) 43210",
        ):
            self.assertEqual(self.farmer(phone=text).phone, "+919876543210", text)

    def test_what_is_no_indian_mobile_is_refused(self):
        for text in (
            "12345",
            "5876543210",
            "98765432101",
            "+1 9876543210",
            "98765x3210",
            "mobile",
        ):
            with self.subTest(text), self.assertRaisesRegex(ValidationError, "mobile"):
                self.farmer(phone=text)

    def test_a_mobile_is_not_demanded(self):
        self.assertFalse(self.farmer().phone)

    def test_other_contacts_keep_the_phone_they_have(self):
        partner = self.env["res.partner"].create(
            {"name": "Supplier", "phone": "020-2567"}
        )
        self.assertEqual(partner.phone, "020-2567")
        with self.assertRaises(ValidationError):
            partner.is_cattle_owner = True

    def test_a_dairy_may_have_a_landline(self):
        self.farmer("Dairy", is_company=True, phone="020-25678")

    def test_becoming_an_owner_cleans_the_phone(self):
        partner = self.env["res.partner"].create({"name": "R", "phone": "09876543210"})
        partner.is_cattle_owner = True
        self.assertEqual(partner.phone, "+919876543210")

    def test_a_pin_code_has_six_digits_in_india(self):
        self.assertEqual(self.farmer(zip="411 001").zip, "411001")
        for pin in ("011001", "41100", "4110011", "41100A"):
            with self.assertRaisesRegex(ValidationError, "PIN code"):
                self.farmer(zip=pin)
        self.farmer(zip="44600", country_id=self.env.ref("base.np").id)

    def test_only_four_digits_of_the_aadhaar_are_kept(self):
        self.assertEqual(self.farmer(aadhaar_last4="0123").aadhaar_last4, "0123")
        for digits in ("123", "12a4"):
            with self.assertRaisesRegex(ValidationError, "4 digits"):
                self.farmer(aadhaar_last4=digits)

    def test_animals_of_many_owners_are_counted_at_once(self):
        owners = self.farmer("A") + self.farmer("B") + self.farmer("C")
        self.animal(owners[0])
        self.animal(owners[0])
        self.animal(owners[1])
        owners.invalidate_recordset(["animal_count"])
        with self.assertQueryCount(1):
            counts = owners.mapped("animal_count")
        self.assertEqual(counts, [2, 1, 0])

    def test_the_owners_animals_open_from_his_page(self):
        owner = self.farmer()
        animal = self.animal(owner)
        self.animal(self.farmer("B"))
        action = owner.action_view_animals()
        self.assertEqual(self.animals.search(action["domain"]), animal)
