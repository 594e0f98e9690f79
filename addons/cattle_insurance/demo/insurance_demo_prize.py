from odoo import models

# what each of the two bulls is worth: together their commissions pass the threshold
# of the tax
VALUE = 3_000_000


class InsurancePolicy(models.Model):
    """Demo: two prize bulls, whose commissions are large enough to be taxed."""

    _inherit = "insurance.policy"

    def _sell_demo_prize_bull(self, rng, people):
        """Insure a Murrah bull, sold by an agent whose licence has no limit."""
        plan = self.env.ref("cattle_insurance.insurance_plan_bull_demo")
        animals = self.env["cattle.animal"]
        farmer = animals._create_demo_farmers(rng, people, 1)
        vals = animals._prepare_demo_animal_vals(rng, farmer)
        breed = self.env["cattle.breed"].search(
            [("species", "=", "buffalo"), ("name", "=", "Murrah")], limit=1
        )
        bull = animals.create(
            {
                **vals,
                "species": "buffalo",
                "animal_class": "bull",
                "breed_id": breed.id,
                "age_years": 5,
                "milk_yield_litres": 0,
                "is_pregnant": False,
                "market_value": VALUE,
            }
        )
        seller = self.env["mlm.agent"].search(
            [("state", "=", "active"), ("licence_type", "=", "agent")],
            order="id",
            limit=1,
        )
        return self.create(
            {"animal_id": bull.id, "plan_id": plan.id, "agent_id": seller.id}
        )
