from odoo import fields, models

from odoo.addons.agent_mlm.demo.people import REGIONS

from .pictures import draw_photos

# breed by region, in the order of REGIONS, then the usual cross
BREEDS = (
    ("cattle", "Gir"),
    ("cattle", "Sahiwal"),
    ("cattle", "Khillar"),
    ("cattle", "Hallikar"),
)
VILLAGES = (
    ("Vasad", "Karamsad", "Boriavi", "Chikhodra"),
    ("Nilokheri", "Gharaunda", "Barwala", "Sohna"),
    ("Ozar", "Shirol", "Rahuri", "Sinnar"),
    ("Bhavani", "Pandavapura", "Arsikere", "Tenali"),
)
COLOURS = ("White", "Brown", "Black", "Red", "Black and white", "Grey")
RELATIONS = ("Wife", "Husband", "Son", "Daughter")


class CattleAnimal(models.Model):
    """Demo: farmers and the animals they bring to be insured."""

    _inherit = "cattle.animal"

    def _create_demo_animals(self, rng, people, count):
        """Create ``count`` tagged animals of farmers new and old."""
        newcomers = self._create_demo_farmers(rng, people, (count + 1) // 2)
        return self.create(
            [
                self._prepare_demo_animal_vals(rng, rng.choice(newcomers))
                for _animal in range(count)
            ]
        )

    def _create_demo_farmers(self, rng, people, count):
        regions = [rng.randrange(len(REGIONS)) for _farmer in range(count)]
        persons = [people.meet(REGIONS[region]) for region in regions]
        return self.env["res.partner"].create(
            [
                {
                    "name": person.name,
                    "is_cattle_owner": True,
                    "phone": person.phone,
                    "email": person.email,
                    "village": rng.choice(VILLAGES[region]),
                    "district": person.city,
                    "city": person.city,
                    "state_id": self.env.ref(f"base.state_in_{person.state_code}").id,
                    "zip": person.pin_code,
                    "country_id": self.env.ref("base.in").id,
                    "aadhaar_last4": person.aadhaar_last4,
                }
                for region, person in zip(regions, persons, strict=True)
            ]
        )

    def _prepare_demo_animal_vals(self, rng, owner):
        species = "buffalo" if rng.random() < 0.35 else "cattle"
        litres = rng.randint(6, 16)
        # a litre a day is worth Rs 4,000 to 5,500 of animal, to the nearest hundred
        value = min(round(litres * rng.randint(4_000, 5_500), -2), 150_000)
        return {
            "species": species,
            "animal_class": "milch",
            "breed_id": self._find_demo_breed(rng, species).id,
            "age_years": rng.randint(36, 96) / 12,
            "milk_yield_litres": litres,
            "coat_colour": rng.choice(COLOURS),
            "marks": rng.choice(("Curved horns", "White star on the forehead", False)),
            "is_pregnant": rng.random() < 0.3,
            "owner_id": owner.id,
            "village": owner.village,
            "tag_number": f"{rng.randrange(10**11, 10**12)}",
            "market_value": max(value, 50_000),
            "vet_certificate_number": f"VC/{rng.randrange(10_000, 99_999)}",
            "vet_certificate_date": fields.Date.today(),
            "vet_name": f"Dr. {rng.choice(('A. Trivedi', 'S. Kulkarni', 'P. Reddy'))}",
            "hypothecation_bank_id": (
                self.env.ref("cattle_insurance.partner_lender_demo").id
                if rng.random() < 0.15
                else False
            ),
        }

    def _find_demo_breed(self, rng, species):
        if species == "buffalo":
            names = ("Murrah", "Mehsana", "Jaffarabadi")
        else:
            names = ("Gir", "Sahiwal", "Khillar", "Hallikar", "Kankrej")
        name = rng.choice(names)
        return self.env["cattle.breed"].search(
            [("species", "=", species), ("name", "=", name)], limit=1
        )

    def _take_demo_photos(self):
        """Photograph these animals as the office asks for it."""
        self.env["cattle.animal.photo"].create(
            [
                {"animal_id": animal.id, "kind": kind, "image": picture}
                for animal in self
                for kind, picture in draw_photos(animal.id, animal.tag_number).items()
            ]
        )
