from odoo import fields, models


class MlmCommissionPlanLine(models.Model):
    _inherit = "mlm.commission.plan.line"

    insurance_plan_id = fields.Many2one(
        "insurance.plan", ondelete="restrict", help="Empty: any plan."
    )
    term_years = fields.Integer(string="Term (years)", help="0: any term.")

    def _get_scope(self):
        """Override of `agent_mlm`: a level pays once for each plan and term."""
        return (*super()._get_scope(), self.insurance_plan_id, self.term_years)

    def _pick_most_particular(self, insurance_plan, term_years):
        """Return one line a level: the one that names the plan and term goes first."""
        fitting = self.filtered(
            lambda line: (
                line.insurance_plan_id in (insurance_plan.browse(), insurance_plan)
                and line.term_years in (0, term_years)
            )
        ).sorted(lambda line: (bool(line.insurance_plan_id), bool(line.term_years)))
        # the last of a level is its most particular
        by_level = {line.level: line for line in fitting}
        return self.browse(line.id for line in by_level.values()).sorted("level")
