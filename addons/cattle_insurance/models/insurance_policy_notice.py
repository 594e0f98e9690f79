from odoo import api, fields, models

NOTICE_BATCH = 50


class InsurancePolicy(models.Model):
    """What the customer and the agent are told by e-mail, in their own language.

    A decision only marks the policy; the mails are written by a job, so that
    approving a thousand policies does not wait for two thousand mails.
    """

    _inherit = "insurance.policy"

    is_notice_due = fields.Boolean(readonly=True, copy=False, index="btree_not_null")

    def _queue_notice(self):
        self._record(is_notice_due=True)
        self.env.ref("cattle_insurance.ir_cron_send_notices")._trigger()

    @api.model
    def _cron_send_notices(self):
        """Write the mails that are due, in batches that can be killed."""
        cron = self.env["ir.cron"]
        remaining = self.search_count([("is_notice_due", "=", True)])
        while told := self._send_notice_batch():
            remaining -= len(told)
            if not cron._commit_progress(len(told), remaining=remaining):
                break

    @api.model
    def _send_notice_batch(self):
        """Mail what is due to some policies; what is mailed is not due any more."""
        policies = self.search([("is_notice_due", "=", True)], limit=NOTICE_BATCH)
        policies._send_notices()
        policies._record(is_notice_due=False)
        return policies

    def _send_notices(self):
        for state, policies in self.grouped("state").items():
            for audience in ("customer", "agent"):
                template = self.env.ref(
                    f"cattle_insurance.mail_template_policy_{state}_{audience}",
                    raise_if_not_found=False,
                )
                readers = policies.filtered(
                    lambda policy, audience=audience: policy._can_notify(audience)
                )
                if template and readers:
                    readers._portal_ensure_tokens()
                    template.send_mail_batch(readers.ids)

    def _can_notify(self, audience):
        partner = (
            self.partner_id if audience == "customer" else self.agent_id.partner_id
        )
        return bool(partner.email)

    def _portal_ensure_tokens(self):
        for policy in self:
            policy._portal_ensure_token()
