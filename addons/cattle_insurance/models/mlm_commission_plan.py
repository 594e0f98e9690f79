from odoo import models


class MlmCommissionPlan(models.Model):
    _inherit = "mlm.commission.plan"

    def _group_lines_paid_together(self):
        """Override of `agent_mlm`: a sale of one plan and term is paid by its lines."""
        self.ensure_one()
        lines = self.line_ids.filtered("active")
        narrowings = {(line.insurance_plan_id, line.term_years) for line in lines}
        return [
            lines._pick_most_particular(plan, term) for plan, term in narrowings
        ] or [lines]
