from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestInsurancePolicyNotice(PolicyCommon, MailCommon):
    def send(self):
        with self.mock_mail_gateway():
            self.env["insurance.policy"]._send_notice_batch()
        return self._new_mails

    def test_customer_and_agent_are_told_of_an_approval(self):
        agent = self.agent()
        agent.partner_id.email = "agent@example.com"
        policy = self.in_force(agent_id=agent.id)
        mails = self.send()
        self.assertEqual(
            set(mails.recipient_ids), {policy.partner_id, agent.partner_id}
        )
        body = "".join(mails.mapped("body_html"))
        self.assertIn(
            f"/insurance/policies/{policy.id}/certificate?access_token=", body
        )

    def test_the_job_mails_batch_after_batch_until_none_is_due(self):
        policies = self.in_force() + self.in_force() + self.in_force()
        path = (
            "odoo.addons.cattle_insurance.models.insurance_policy_notice.NOTICE_BATCH"
        )
        with (
            patch(path, 2),
            self.mock_mail_gateway(),
            self.enter_registry_test_mode(),
        ):
            self.env.ref(
                "cattle_insurance.ir_cron_send_notices"
            ).method_direct_trigger()
        self.assertEqual(len(self._new_mails), 3)
        self.assertFalse(any(policies.mapped("is_notice_due")))

    def test_each_is_told_once(self):
        self.in_force()
        self.assertEqual(len(self.send()), 1)
        self.assertFalse(self.send())

    def test_without_an_address_nothing_is_sent_and_nothing_fails(self):
        self.in_force(self.cow(self.farmer(email=False)))
        self.assertFalse(self.send())

    def test_a_rejection_tells_the_reason_and_the_refund(self):
        self.paid().action_reject("The photos show another animal")
        body = self.send().body_html
        self.assertIn("The photos show another animal", body)
        self.assertIn("2,655.00", body)
