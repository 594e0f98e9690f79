from odoo import api, fields, models


class MlmReason(models.TransientModel):
    """Asks why, before a decision that somebody else will want explained."""

    _name = "mlm.reason"
    _description = "Give a Reason"

    decision = fields.Selection(
        [
            ("agent_reject", "Reject agents"),
            ("agent_deactivate", "Deactivate agents"),
            ("commission_hold", "Hold commissions"),
            ("commission_cancel", "Cancel commissions"),
            ("withdrawal_reject", "Reject withdrawals"),
            ("withdrawal_fail", "Record failed withdrawals"),
            ("withdrawal_reverse", "Record returned payouts"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Text(required=True, help="Shown to the person it is about.")
    record_count = fields.Integer(compute="_compute_record_count")

    @api.depends("decision")
    @api.depends_context("active_ids")
    def _compute_record_count(self):
        self.record_count = len(self.env.context.get("active_ids") or ())

    def action_decide(self):
        """Carry out the decision on the chosen records, with the reason."""
        self.ensure_one()
        self.check_access("read")
        model, method = self._get_decision()
        records = self.env[model].browse(self.env.context.get("active_ids"))
        getattr(records, method)(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _get_decision(self):
        """Return the model and the method that carries the decision out."""
        return {
            "agent_reject": ("mlm.agent", "action_reject"),
            "agent_deactivate": ("mlm.agent", "action_deactivate"),
            "commission_hold": ("mlm.commission", "action_hold"),
            "commission_cancel": ("mlm.commission", "action_cancel"),
            "withdrawal_reject": ("mlm.withdrawal", "action_reject"),
            "withdrawal_fail": ("mlm.withdrawal", "action_fail"),
            "withdrawal_reverse": ("mlm.withdrawal", "action_reverse"),
        }[self.decision]
