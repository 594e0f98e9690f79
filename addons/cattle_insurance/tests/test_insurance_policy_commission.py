from odoo.tests import freeze_time, tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestInsurancePolicyCommission(PolicyCommon):
    def assert_commissions(self, policy, rows):
        """The policy paid these (agent, level, amount, state)."""
        values = [
            {"agent_id": agent.id, "level": level, "amount": amount, "state": state}
            for agent, level, amount, state in rows
        ]
        self.assertRecordValues(policy.commission_ids.sorted("level"), values)

    def test_approval_pays_seller_and_sponsors_on_the_premium_without_gst(self):
        top, middle, seller = self.branch(3)
        policy = self.in_force(agent_id=seller.id)
        self.assert_commissions(
            policy,
            [
                (seller, 1, 225, "pending"),
                (middle, 2, 112.5, "pending"),
                (top, 3, 45, "pending"),
            ],
        )
        self.assertIn("10 %", policy.commission_ids.sorted("level")[0].explanation)
        self.assertIn(seller.code, policy.commission_ids[0].explanation)

    def test_a_direct_sale_pays_nobody(self):
        self.assertFalse(self.in_force().commission_ids)

    def test_nothing_is_paid_before_approval(self):
        self.assertFalse(self.paid(agent_id=self.agent().id).commission_ids)

    def test_accruing_twice_pays_once(self):
        policy = self.in_force(agent_id=self.agent().id)
        self.assertFalse(policy._accrue_commissions())
        self.assertEqual(len(policy.commission_ids), 1)

    def test_an_unlicensed_sponsor_is_held_until_licensed_on_the_day_of_sale(self):
        top, seller = self.branch(2)
        top.licence_date_end = "2026-06-14"
        policy = self.in_force(agent_id=seller.id)
        held = policy.commission_ids.filtered(lambda c: c.agent_id == top)
        self.assertEqual(held.state, "held")
        self.assertIn("licence", held.explanation)
        with self.assertRaisesRegex(Exception, "stays held"):
            held.action_release()
        top.licence_date_end = "2026-06-15"
        held.action_release()
        self.assertEqual(held.state, "pending")

    def test_with_compression_the_share_climbs_to_the_next_who_may_earn(self):
        self.company.mlm_commission_plan_id = self.plan_of(10, 5, 2, is_compressed=True)
        top, idle, seller = self.branch(3)
        idle.action_deactivate("Left")
        policy = self.in_force(agent_id=seller.id)
        self.assert_commissions(
            policy, [(seller, 1, 225, "pending"), (top, 2, 112.5, "pending")]
        )
        climbed = policy.commission_ids.filtered(lambda c: c.agent_id == top)
        self.assertEqual(climbed.passed_over, idle.code)

    def test_the_plan_version_of_the_day_of_sale_pays(self):
        plan = self.company.mlm_commission_plan_id
        newer = plan.copy({"date_start": "2026-06-20"})
        newer.line_ids.filtered(lambda line: line.level == 1).rate = 12
        for day, amount in (("2026-06-19", 225), ("2026-06-20", 270)):
            with self.subTest(day=day), freeze_time(day):
                policy = self.in_force(agent_id=self.agent().id)
                self.assertEqual(policy.commission_ids.amount, amount)

    def test_the_field_force_plan_pays_a_fixed_sum_by_the_term(self):
        self.company.mlm_commission_plan_id = self.env.ref(
            "cattle_insurance.mlm_commission_plan_field"
        )
        agents = self.branch(6)
        for years, fixed in ((1, 300), (2, 450), (3, 750)):
            policy = self.in_force(agent_id=agents[-1].id, term_years=years)
            amounts = policy.commission_ids.sorted("level").mapped("amount")
            sponsors = [
                self.company.currency_id.round(policy.premium * rate / 100)
                for rate in (5, 3, 2, 2, 1)
            ]
            self.assertEqual(amounts, [fixed, *sponsors])

    def test_the_cap_cuts_the_farthest_levels_first(self):
        self.company.mlm_commission_plan_id = self.plan_of(
            fixed=(500, 300, 100), rate_cap=30
        )
        top, middle, seller = self.branch(3)
        # 30 % of 2,250 is 675
        policy = self.in_force(agent_id=seller.id)
        self.assert_commissions(
            policy, [(seller, 1, 500, "pending"), (middle, 2, 175, "pending")]
        )
        capped = policy.commission_ids.filtered(lambda c: c.agent_id == middle)
        self.assertIn("cap", capped.explanation)

    def test_a_line_for_one_insurance_plan_goes_before_the_general_one(self):
        plan = self.plan_of(10)
        line = plan.line_ids.copy(
            {"insurance_plan_id": self.insurance_plan.id, "rate": 8}
        )
        self.company.mlm_commission_plan_id = plan
        agent = self.agent()
        here = self.in_force(agent_id=agent.id)
        other_plan = self.insurance_plan_of((1, 4.5))
        there = self.in_force(agent_id=agent.id, plan_id=other_plan.id)
        self.assertEqual(here.commission_ids.rate, line.rate)
        self.assertEqual(there.commission_ids.rate, 10)
