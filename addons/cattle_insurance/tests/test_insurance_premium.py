from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestInsurancePremium(PolicyCommon):
    def test_the_premium_is_the_rate_of_the_sum_insured_and_gst_comes_on_top(self):
        self.assertRecordValues(
            self.propose(),
            [{"premium": 2_250, "amount_tax": 405, "amount_total": 2_655}],
        )

    def test_no_more_is_insured_than_the_vet_says(self):
        policy = self.propose(sum_insured_proposed=80_000)
        self.assertEqual(policy.sum_insured, 50_000)

    def test_less_may_be_insured_than_the_vet_says(self):
        policy = self.propose(sum_insured_proposed=30_000)
        self.assertRecordValues(policy, [{"sum_insured": 30_000, "premium": 1_350}])

    def test_a_fixed_premium_does_not_follow_the_sum(self):
        plan = self.insurance_plan_of(sum_insured_fixed=50_000)
        plan.rate_ids = [
            Command.create(
                {
                    "term_years": years,
                    "kind": "fixed",
                    "amount": amount,
                    "date_start": "2020-01-01",
                }
            )
            for years, amount in ((1, 2_460), (2, 4_620), (3, 6_590))
        ]
        cow = self.cow(market_value=70_000)
        for years, premium in ((1, 2_460), (2, 4_620), (3, 6_590)):
            policy = self.propose(cow, plan_id=plan.id, term_years=years)
            self.assertRecordValues(
                policy, [{"sum_insured": 50_000, "premium": premium}]
            )

    def test_a_customer_of_another_state_pays_integrated_gst(self):
        delhi = self.farmer(state_id=self.env.ref("base.state_in_dl").id)
        here, there = self.submit(), self.submit(self.cow(delhi))
        for policy, taxes in ((here, {"SGST", "CGST"}), (there, {"IGST"})):
            lines = policy.invoice_id.line_ids.filtered("tax_line_id")
            groups = set(lines.tax_line_id.tax_group_id.mapped("name"))
            self.assertEqual({group[:4] for group in groups}, taxes)
            self.assertEqual(policy.amount_tax, 405)

    def test_an_exempt_plan_charges_no_gst(self):
        plan = self.insurance_plan_of(
            (1, 4.5),
            is_gst_exempt=True,
            gst_notification="12/2017-CTR, entry 36",
            tax_ids=False,
        )
        policy = self.submit(plan_id=plan.id)
        self.assertRecordValues(policy, [{"amount_tax": 0, "amount_total": 2_250}])

    def test_the_price_stands_once_it_was_asked_for(self):
        policy = self.submit()
        self.insurance_plan.rate_ids.rate = 9
        policy.animal_id.market_value = 90_000
        policy.animal_id.breed_id = self.breed.search(
            [("species", "=", "cattle"), ("id", "!=", self.breed.id)], limit=1
        )
        self.assertRecordValues(policy, [{"sum_insured": 50_000, "premium": 2_250}])

    @settings(max_examples=30, deadline=None, derandomize=True, database=None)
    @given(value=st.integers(1, 20_000_000), rate=st.integers(1, 100_000))
    def test_the_invoice_asks_for_what_the_proposal_said_to_the_paisa(
        self, value, rate
    ):
        with self.env.cr.savepoint() as savepoint:
            self.insurance_plan.rate_ids.rate = rate / 10_000
            policy = self.propose(self.cow(market_value=value / 100))
            said = policy.amount_total
            if policy.premium:
                policy.action_submit()
                self.assertEqual(policy.invoice_id.amount_total, said)
                self.assertEqual(policy.invoice_id.amount_untaxed, policy.premium)
            savepoint.rollback()
