from odoo import models


class InsurancePolicy(models.Model):
    """What a sold policy answers to `agent_mlm`: base, agent, date, lines."""

    _inherit = "insurance.policy"

    def _get_commission_base(self):
        """Override of `agent_mlm`: the premium without GST."""
        self.ensure_one()
        return self.premium

    def _get_commission_agent(self):
        """Override of `agent_mlm`: the agent who sold."""
        self.ensure_one()
        return self.agent_id

    def _get_commission_date(self):
        """Override of `agent_mlm`: the day the customer signed the proposal."""
        self.ensure_one()
        return self.date_sale

    def _get_commission_refunded(self):
        """Override of `agent_mlm`: what credit notes gave back, without GST."""
        self.ensure_one()
        notes = self.sudo().invoice_id.reversal_move_ids
        undone = notes.reversal_move_ids
        posted = (notes | undone).filtered(lambda move: move.state == "posted")
        return self.currency_id.round(-sum(posted.mapped("amount_untaxed_signed")))

    def _get_commission_lines(self, plan):
        """Override of `agent_mlm`: lines may be for one insurance plan and term."""
        self.ensure_one()
        lines = super()._get_commission_lines(plan)
        return lines._pick_most_particular(self.plan_id, self.term_years)

    def _get_commission_scope(self):
        """Override of `agent_mlm`: what the lines may be narrowed to."""
        self.ensure_one()
        return (self.plan_id, self.term_years)

    def action_open_commissions(self):
        """Open the commissions of these policies."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "agent_mlm.mlm_commission_action"
        )
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        return {**action, "domain": domain, "context": {}}
