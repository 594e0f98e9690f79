from odoo import fields, models

from ..const import ACCOUNTANT, UNDER_WAY


class MlmPayoutBatch(models.Model):
    """How far RazorpayX has come with a batch."""

    _inherit = "mlm.payout.batch"

    razorpayx_open_count = fields.Integer(
        string="Under way at RazorpayX", compute="_compute_razorpayx_counts"
    )
    razorpayx_held_count = fields.Integer(
        string="Waiting for a person", compute="_compute_razorpayx_counts"
    )

    def _compute_razorpayx_counts(self):
        under_way = self._count_razorpayx([("state", "in", UNDER_WAY)])
        held = self._count_razorpayx([("hold_reason", "!=", False)])
        for batch in self:
            batch.razorpayx_open_count = under_way.get(batch._origin, 0)
            batch.razorpayx_held_count = held.get(batch._origin, 0)

    def _count_razorpayx(self, domain):
        """Return {batch: number of its payouts in the domain}."""
        payouts = self.env["razorpayx.payout"]
        groups = payouts._read_group(
            [("batch_id", "in", self.ids), *domain], ["batch_id"], ["__count"]
        )
        return dict(groups)

    def action_open_razorpayx_payouts(self):
        """Open what RazorpayX was asked to pay with this batch."""
        self._check_role(ACCOUNTANT)
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "agent_payout_razorpayx.razorpayx_payout_action"
        )
        held = {"search_default_held": 1} if self.razorpayx_held_count else {}
        return {**action, "domain": [("batch_id", "=", self.id)], "context": held}
