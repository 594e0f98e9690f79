from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .books_common import BooksCommon
from .fake_sale import FakeSaleCommon


@tagged("post_install", "-at_install")
class TestCommissionSimulation(BooksCommon, FakeSaleCommon):
    """The simulator says what the real sale would do, and keeps nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.branch(4)
        cls.seller = cls.team[3]

    def simulate(self, user=None, **vals):
        model = self.env["mlm.commission.simulation"].with_user(user or self.officer)
        return model.create(
            {
                "agent_id": self.seller.id,
                "date": "2026-04-10",
                "amount": 2_460,
                "plan_id": self.plan.id,
                **vals,
            }
        )

    def test_it_shares_like_the_real_sale(self):
        simulation = self.simulate()
        real = self.accrue(self.seller, 2_460, date="2026-04-10")
        self.assertRecordValues(
            simulation.line_ids,
            [
                {
                    "agent_id": share.agent_id.id,
                    "level": share.level,
                    "amount": share.amount,
                    "state": share.state,
                    "explanation": share.explanation,
                    "amount_tax": 0,
                }
                for share in real
            ],
        )
        self.assertEqual(simulation.amount_total, 246 + 123 + 49.2)
        self.assertEqual(round(simulation.rate_total, 2), 17)

    def test_nothing_is_kept(self):
        before = self.env["mlm.commission"].search_count([])
        self.simulate()
        self.assertEqual(self.env["mlm.commission"].search_count([]), before)
        self.assertFalse(self.plan.is_used)

    def test_an_unlicensed_sponsor_is_held_and_gets_nothing_now(self):
        self.team[2].licence_date_end = "2026-04-09"
        simulation = self.simulate()
        held = simulation.line_ids[1]
        self.assertEqual((held.state, held.amount, held.amount_net), ("held", 123, 0))
        self.assertIn("no valid licence", held.explanation)

    def test_tax_counts_what_the_year_has_seen(self):
        self.earn_on("2026-04-05", self.seller, 19_900)
        seller = self.simulate().line_ids[0]
        self.assertRecordValues(
            seller, [{"amount_tax": 398 + 4.92, "amount_net": 246 - 402.92}]
        )
        self.assertIn("earned before in 2026-27", seller.tax_explanation)

    def test_what_is_held_is_not_credited_and_so_not_taxed(self):
        self.earn_on("2026-04-05", self.team[2], 25_000)
        taxed = self.simulate().line_ids[1]
        self.assertEqual((taxed.agent_id, taxed.amount_tax), (self.team[2], 2.46))
        self.team[2].licence_date_end = "2026-04-09"
        self.assertEqual(self.simulate().line_ids[1].amount_tax, 0)

    def test_the_simulated_tax_is_the_tax_of_the_approval(self):
        self.earn_on("2026-04-05", self.seller, 20_100)
        simulated = self.simulate().line_ids[0].amount_tax
        with self.on("2026-04-10"):
            real = self.accrue(self.seller, 2_460)
            real.action_approve()
        tax = self.env["mlm.withholding"].search(
            [("agent_id", "=", self.seller.id), ("date", "=", "2026-04-10")]
        )
        self.assertEqual(simulated, sum(tax.mapped("amount")))

    def test_the_version_in_force_on_the_day_counts(self):
        self.plan.copy({"date_start": "2026-05-01", "version": 2}).line_ids[0].rate = 7
        self.assertEqual(self.simulate().line_ids[0].amount, 246)
        later = self.simulate(date="2026-05-01")
        self.assertEqual(later.line_ids[0].amount, 172.2)

    def test_what_is_missing_is_said_not_raised(self):
        for words, vals in (
            ("Choose the seller", {"agent_id": False}),
            ("Enter the premium", {"amount": 0}),
            ("No version", {"date": "2019-01-01"}),
            ("No version", {"plan_id": False}),
        ):
            simulation = self.simulate(**vals)
            self.assertIn(words, simulation.problem)
            self.assertFalse(simulation.line_ids)

    def test_the_lines_follow_while_it_is_typed(self):
        form = Form(self.env["mlm.commission.simulation"].with_user(self.officer))
        form.plan_id = self.plan
        form.agent_id = self.seller
        form.amount = 1_000
        self.assertEqual(form.amount_total, 170)
        form.amount = 2_000
        self.assertEqual(form.amount_total, 340)
        self.assertFalse(form.problem)

    def test_agents_do_not_simulate(self):
        self.seller.user_id = self.agent(login="mlm_test_simulant").user_id.copy(
            {"login": "mlm_test_simulant_2"}
        )
        with self.assertRaises(AccessError):
            self.simulate(user=self.seller.user_id)
