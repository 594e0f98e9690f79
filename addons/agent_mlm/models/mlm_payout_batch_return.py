from odoo import fields, models


class MlmPayoutBatch(models.Model):
    """The bank's answers to a batch."""

    _inherit = "mlm.payout.batch"

    return_count = fields.Integer(string="Returns", compute="_compute_return_count")

    def _compute_return_count(self):
        counts = dict(
            self.env["mlm.payout.return.line"]._read_group(
                [("withdrawal_id.batch_id", "in", self.ids)],
                ["withdrawal_id"],
                ["return_id:array_agg_distinct"],
            )
        )
        found = {batch: set() for batch in self}
        for withdrawal, returns in counts.items():
            found[withdrawal.batch_id].update(returns)
        for batch in self:
            batch.return_count = len(found[batch])

    def action_open_returns(self):
        """Open the bank's answers to this batch."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "agent_mlm.mlm_payout_return_action"
        )
        domain = [("line_ids.withdrawal_id.batch_id", "in", self.ids)]
        return {**action, "domain": domain, "context": {}}
