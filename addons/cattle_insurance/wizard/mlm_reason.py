from odoo import api, fields, models
from odoo.tools import format_amount

POLICY_DECISIONS = {
    "policy_reject": ("insurance.policy", "action_reject"),
    "policy_cancel": ("insurance.policy", "action_cancel"),
    "policy_close": ("insurance.policy", "action_close"),
}


class MlmReason(models.TransientModel):
    """Rejecting, cancelling and closing policies want a reason too."""

    _inherit = "mlm.reason"

    decision = fields.Selection(
        selection_add=[
            ("policy_reject", "Reject proposals"),
            ("policy_cancel", "Cancel policies"),
            ("policy_close", "Close policies after a total loss"),
        ],
        ondelete=dict.fromkeys(POLICY_DECISIONS, "cascade"),
    )
    consequence = fields.Char(compute="_compute_consequence")

    @api.depends("decision")
    @api.depends_context("active_ids")
    def _compute_consequence(self):
        for wizard in self:
            wizard.consequence = wizard._tell_consequence()

    def _tell_consequence(self):
        """Return what the decision does to the customers' money, or False."""
        policies = self._get_policies()
        if self.decision == "policy_reject":
            return self.env._(
                "%(amount)s, GST included, goes back by credit note.",
                amount=self._format(policies, sum(policies.mapped("amount_total"))),
            )
        if self.decision == "policy_cancel":
            today = fields.Date.context_today(self)
            in_force = policies.filtered(lambda policy: policy.state == "approved")
            refund = sum(policy._get_refund(today) for policy in in_force)
            if not refund:
                return self.env._("No premium goes back.")
            return self.env._(
                "%(amount)s of premium, and the GST on it, goes back by credit note.",
                amount=self._format(policies, refund),
            )
        return False

    def _get_policies(self):
        if self.decision not in POLICY_DECISIONS:
            return self.env["insurance.policy"]
        return self.env["insurance.policy"].browse(self.env.context.get("active_ids"))

    def _format(self, policies, amount):
        currency = policies.currency_id[:1] or self.env.company.currency_id
        return format_amount(self.env, amount, currency)

    def _get_decision(self):
        """Override of `agent_mlm`: decisions on policies."""
        return POLICY_DECISIONS.get(self.decision) or super()._get_decision()
