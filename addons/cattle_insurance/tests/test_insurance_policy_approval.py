from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..wizard import insurance_policy_approval
from .policy_common import TODAY, PolicyCommon


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 09:00:00")
class TestInsurancePolicyApproval(PolicyCommon):
    """The dry run names what would be refused; the good ones are approved."""

    def open(self, policies, user=None):
        user = user or self.underwriter
        action = policies.with_user(user).action_open_approval()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def test_it_lists_every_reason_and_changes_nothing(self):
        good, dead, draft = self.paid(), self.paid(), self.propose()
        dead.animal_id.action_mark_dead()
        approval = self.open(good + dead + draft)
        self.assertRecordValues(
            approval, [{"ready_count": 1, "refused_count": 2, "premium": 2_250}]
        )
        reasons = {line.policy_id.id: line.reason for line in approval.line_ids}
        self.assertIn("not alive", reasons[dead.id])
        self.assertIn("“Draft”", reasons[draft.id])
        self.assert_states(
            good + dead + draft, "pending_approval", "pending_approval", "draft"
        )

    def test_what_it_lists_is_what_the_approval_refuses(self):
        agent = self.agent()
        policies = self.paid() + self.paid(agent_id=agent.id)
        agent.action_deactivate("Left")
        policies[0].animal_id.action_mark_dead()
        for policy in policies:
            [sentences] = policy._list_approval_problems().values()
            message = self.assert_refused(
                Exception,
                sentences[0],
                policy.with_user(self.underwriter).action_approve,
            )
            self.assertIn(policy.name, message)

    def test_the_good_ones_are_put_in_force(self):
        good, dead = self.paid() + self.paid(), self.paid()
        dead.animal_id.action_mark_dead()
        action = self.open(good + dead).action_approve()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertEqual(set(good.mapped("state")), {"approved"})
        self.assertEqual(dead.state, "pending_approval")

    def test_many_go_step_by_step_and_again_changes_nothing(self):
        many = self.paid() + self.paid() + self.paid()
        with patch.object(insurance_policy_approval, "APPROVED_AT_ONCE", 2):
            approval = self.open(many)
            self.assertEqual(approval.action_approve()["tag"], "agent_mlm.step_runner")
            reports = [approval.step_approve() for _n in range(3)]
        self.assertEqual([report["done"] for report in reports], [2, 3, 3])
        self.assertEqual(len(set(many.mapped("policy_number"))), 3)

    def test_only_underwriters_approve(self):
        policy = self.paid()
        clerk = self.staff("user")
        with self.assertRaises(AccessError):
            self.open(policy, user=clerk)
        approval = self.open(policy)
        with self.assertRaises(AccessError):
            approval.with_user(clerk).step_approve()
