from odoo import fields, models


class MlmAgent(models.Model):
    _inherit = "mlm.agent"

    policy_ids = fields.One2many("insurance.policy", "agent_id", string="Policies sold")
    policy_count = fields.Integer(
        string="Policies sold count", compute="_compute_policy_count"
    )

    def _compute_policy_count(self):
        counts = dict(
            self.env["insurance.policy"]._read_group(
                [("agent_id", "in", self.ids)], ["agent_id"], ["__count"]
            )
        )
        for agent in self:
            agent.policy_count = counts.get(agent._origin, 0)

    def action_open_policies(self):
        """Open the policies these agents sold."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cattle_insurance.insurance_policy_action"
        )
        return {**action, "domain": [("agent_id", "in", self.ids)], "context": {}}
