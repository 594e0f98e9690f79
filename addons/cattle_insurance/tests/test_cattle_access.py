from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CattleCase


@tagged("post_install", "-at_install")
class TestCattleAccess(CattleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.user("customer")
        cls.customer.partner_id.is_cattle_owner = True
        cls.clerk = cls.user("user")
        cls.underwriter = cls.user("underwriter")
        cls.manager = cls.user("manager")
        cls.own = cls.animal(cls.customer.partner_id, tag_number="NIC1")
        cls.foreign = cls.animal(cls.farmer("Stranger"), tag_number="NIC2")
        for animal in cls.own + cls.foreign:
            cls.photo(animal, seed=1)
            cls.env["cattle.animal.vaccination"].create({"animal_id": animal.id})

    def test_a_customer_sees_his_own_animals_with_all_that_belongs_to_them(self):
        for model in (
            "cattle.animal",
            "cattle.animal.tag",
            "cattle.animal.photo",
            "cattle.animal.vaccination",
        ):
            seen = self.env[model].with_user(self.customer).search([])
            animals = seen if model == "cattle.animal" else seen.animal_id
            self.assertEqual(animals, self.own, model)
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.customer).read(["code"])

    def test_a_customer_reads_his_animal_whole_but_no_suspicion(self):
        own = self.own.with_user(self.customer)
        # core's activity fields are closed to customers on every model
        names = [name for name in own.fields_get() if not name.startswith("activity")]
        self.assertTrue(own.read(names))
        self.assertNotIn("photo_match_count", names)
        self.assertNotIn("loan_account", names)
        self.assertNotIn("match_ids", own.photo_ids.read()[0])
        with self.assertRaises(AccessError):
            self.env["cattle.animal.photo.match"].with_user(self.customer).search([])

    def test_a_customer_changes_nothing(self):
        own = self.own.with_user(self.customer)
        for attempt in (
            lambda: own.write({"market_value": 1}),
            lambda: own.action_mark_dead(),
            lambda: own.action_mark_sold(),
            lambda: own.action_reinstate(),
            lambda: own.copy(),
            lambda: own.load(["breed_id"], [["Gir"]]),
            lambda: own.tag_ids.write({"date_to": "2030-01-01"}),
            lambda: own.photo_ids.unlink(),
            lambda: self.env["cattle.herd.import"].with_user(self.customer).create({}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attempt()

    def test_a_clerk_reads_everything_and_changes_nothing(self):
        animals = self.foreign.with_user(self.clerk)
        self.assertEqual(animals.photo_match_count, 1)
        self.assertTrue(animals.read() and animals.tag_ids.read())
        with self.assertRaises(AccessError):
            animals.village = "Elsewhere"
        with self.assertRaises(AccessError):
            animals.photo_ids.match_ids.action_different()

    def test_an_underwriter_keeps_the_register_but_deletes_nothing(self):
        animals = self.env["cattle.animal"].with_user(self.underwriter)
        owner = (
            self.env["res.partner"]
            .with_user(self.underwriter)
            .create({"name": "New", "is_cattle_owner": True, "aadhaar_last4": "1234"})
        )
        animal = animals.create(
            {
                "owner_id": owner.id,
                "breed_id": self.gir.id,
                "age_years": 3,
                "tag_number": "NIC3",
                "loan_account": "00123",
            }
        )
        animal._retag("NIC4")
        animal.action_mark_dead()
        for records in (
            animal,
            animal.tag_ids,
            self.own.photo_ids.with_user(animal.env.user),
        ):
            with self.assertRaises(AccessError):
                records.unlink()
        with self.assertRaises(AccessError):
            self.gir.with_user(self.underwriter).aliases = "Gyr"

    def test_a_manager_deletes_an_animal_with_all_that_belongs_to_it(self):
        animal = self.foreign.with_user(self.manager)
        tags, photos = animal.tag_ids, animal.photo_ids
        animal.unlink()
        self.assertFalse(tags.exists() or photos.exists())

    def test_the_aadhaar_and_the_loan_are_hidden_from_clerks(self):
        for record, name in (
            (self.own.owner_id, "aadhaar_last4"),
            (self.own, "loan_account"),
        ):
            with self.assertRaises(AccessError):
                record.with_user(self.clerk).read([name])
            record.with_user(self.underwriter).read([name])

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Other insurer"})
        outsider = self.user(
            "claims_officer", company_id=company.id, company_ids=[company.id]
        )
        for model in (
            "cattle.animal",
            "cattle.animal.tag",
            "cattle.animal.photo",
            "cattle.animal.photo.match",
            "cattle.animal.vaccination",
        ):
            self.assertFalse(self.env[model].with_user(outsider).search([]), model)

    def test_an_employee_outside_the_office_reads_contacts_without_animals(self):
        employee = self.user("employee")
        owner = self.own.owner_id.with_user(employee)
        self.assertTrue(owner.read(["name", "village"]))
        self.assertNotIn("animal_ids", owner.fields_get())
        with self.assertRaises(AccessError):
            owner.read(["animal_count"])
