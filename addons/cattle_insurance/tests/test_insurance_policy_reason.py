from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestInsurancePolicyReason(PolicyCommon):
    """The dialog that asks why, before a policy is refused or ended."""

    def ask(self, decision, policies, user=None):
        wizards = self.env["mlm.reason"].with_user(user or self.underwriter)
        return wizards.with_context(active_ids=policies.ids).create(
            {"decision": decision, "reason": "The animal was sold"}
        )

    def test_the_underwriter_rejects_several_with_one_reason(self):
        policies = self.paid() + self.paid()
        wizard = self.ask("policy_reject", policies)
        self.assertIn("5,310.00", wizard.consequence)
        wizard.action_decide()
        self.assert_states(policies, "rejected", "rejected")
        self.assertEqual(set(policies.mapped("state_reason")), {"The animal was sold"})

    def test_cancelling_tells_the_premium_that_goes_back(self):
        policy = self.in_force()
        with freeze_time("2027-06-04 09:00:00"):
            wizard = self.ask("policy_cancel", policy)
            # ten days of 365 are left of Rs 2,250.00
            self.assertIn("61.64", wizard.consequence)
            wizard.action_decide()
        self.assertEqual(policy.state, "cancelled")

    def test_cancelling_before_payment_gives_nothing_back(self):
        wizard = self.ask("policy_cancel", self.submit())
        self.assertEqual(wizard.consequence, "No premium goes back.")

    def test_only_a_manager_closes_after_a_loss(self):
        policy = self.in_force()
        with self.assertRaises(AccessError):
            self.ask("policy_close", policy).action_decide()
        wizard = self.ask("policy_close", policy, self.staff("manager"))
        self.assertFalse(wizard.consequence)
        wizard.action_decide()
        self.assertEqual(policy.state, "closed")

    def test_a_claims_officer_decides_nothing(self):
        with self.assertRaises(AccessError):
            self.ask("policy_reject", self.paid(), self.staff("claims_officer"))
