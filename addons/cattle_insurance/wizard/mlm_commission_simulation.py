from odoo import api, fields, models

from ..const import SPECIES


class MlmCommissionSimulation(models.TransientModel):
    """The simulated sale is a policy: insurance plan and term, premium by its rate."""

    _inherit = "mlm.commission.simulation"

    insurance_plan_id = fields.Many2one(
        "insurance.plan",
        domain="[('company_id', '=', company_id)]",
        help="Levels of the commission plan may be for one insurance plan.",
    )
    term_years = fields.Integer(string="Term (years)", default=1)
    species = fields.Selection(SPECIES, default="cattle")
    sum_insured = fields.Monetary(default=50_000)
    amount = fields.Monetary(
        default=None,  # or it would win over the rate
        compute="_compute_amount",
        precompute=True,
        store=True,
        readonly=False,
        help="By the rate of the insurance plan, or what you enter.",
    )

    @api.depends("insurance_plan_id", "term_years", "species", "sum_insured", "date")
    def _compute_amount(self):
        for simulation in self:
            plan = simulation.insurance_plan_id
            if not plan or not simulation.date:
                simulation.amount = simulation.amount or 10_000
                continue
            rate = plan._find_rate(
                simulation.term_years,
                simulation.species,
                self.env["insurance.area.class"],
                simulation.date,
            )
            insured = plan.sum_insured_fixed or simulation.sum_insured
            simulation.amount = rate._compute_premium(insured) if rate else 0.0

    @api.model
    def _get_simulated_fields(self):
        """Override of `agent_mlm`: plan and term decide which levels pay."""
        return [*super()._get_simulated_fields(), "insurance_plan_id", "term_years"]

    def _get_commission_lines(self, plan):
        """Override of `agent_mlm`: lines may be for one insurance plan and term."""
        lines = super()._get_commission_lines(plan)
        return lines._pick_most_particular(
            self.insurance_plan_id._origin, self.term_years
        )

    def _get_commission_scope(self):
        """Override of `agent_mlm`: what the lines may be narrowed to."""
        return (self.insurance_plan_id._origin, self.term_years)

    def _find_problem(self):
        """Override of `agent_mlm`: a term the insurance plan does not sell."""
        if self.insurance_plan_id and self.amount <= 0:
            return self.env._("The insurance plan has no rate for this term.")
        return super()._find_problem()
