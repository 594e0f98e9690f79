from odoo import models


class MlmWithdrawal(models.Model):
    """What an agent is told when the bank did not pay, in his own language."""

    _inherit = "mlm.withdrawal"

    def _move(self, state, **vals):
        """Tell the agents of payouts that failed: the money is theirs again."""
        result = super()._move(state, **vals)
        if state == "failed":
            self._tell_failure()
        return result

    def _tell_failure(self):
        readers = self.sudo().filtered("agent_id.partner_id.email")
        if readers:
            template = self.env.ref("agent_mlm.mail_template_withdrawal_failed")
            template.sudo().send_mail_batch(
                readers.ids, email_layout_xmlid="mail.mail_notification_light"
            )
