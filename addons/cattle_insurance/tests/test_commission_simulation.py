from odoo import Command
from odoo.tests import Form, freeze_time, tagged

from .policy_common import TODAY, PolicyCommon


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 09:00:00")
class TestCommissionSimulation(PolicyCommon):
    """The simulator knows insurance plans and terms, as the real policy does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.branch(2)[1]

    def simulate(self, **vals):
        return (
            self.env["mlm.commission.simulation"]
            .with_user(self.officer)
            .create(
                {
                    "agent_id": self.seller.id,
                    "insurance_plan_id": self.insurance_plan.id,
                    **vals,
                }
            )
        )

    def narrowed_plan(self):
        """Return a plan whose level 1 pays 300 / 450 rupees for 1 / 2 years."""
        return self.plan_of(
            line_ids=[
                Command.create(
                    {
                        "level": 1,
                        "kind": "fixed",
                        "amount_fixed": amount,
                        "term_years": years,
                        "insurance_plan_id": self.insurance_plan.id,
                    }
                )
                for years, amount in ((1, 300), (2, 450))
            ]
        )

    def test_the_premium_is_looked_up(self):
        self.assertEqual(self.simulate().amount, 2_250)
        self.assertEqual(self.simulate(term_years=2).amount, 4_000)
        self.assertEqual(self.simulate(sum_insured=100_000).amount, 4_500)

    def test_a_term_without_rate_is_said(self):
        simulation = self.simulate(term_years=9)
        self.assertIn("no rate for this term", simulation.problem)
        self.assertFalse(simulation.line_ids)

    def test_lines_for_a_plan_and_term_pay_as_in_the_real_policy(self):
        self.company.mlm_commission_plan_id = self.narrowed_plan()
        policy = self.in_force(agent_id=self.seller.id, term_years=2)
        simulation = self.simulate(term_years=2)
        self.assertEqual(simulation.line_ids.mapped("amount"), [450])
        self.assertEqual(
            simulation.line_ids.mapped("explanation"),
            policy.commission_ids.mapped("explanation"),
        )
        other = self.simulate(insurance_plan_id=self.insurance_plan_of((1, 4.5)).id)
        self.assertIn("no level", other.problem)

    def test_plan_term_and_sum_change_the_lines_while_typing(self):
        form = Form(self.env["mlm.commission.simulation"].with_user(self.officer))
        form.agent_id = self.seller
        form.insurance_plan_id = self.insurance_plan
        self.assertEqual(form.amount, 2_250)
        form.term_years = 2
        self.assertEqual(form.amount_total, 600)
