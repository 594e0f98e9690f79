from odoo import api, fields, models

from .mlm_commission_plan import CHECKED_WITH_PLAN


class MlmCommissionPlanLine(models.Model):
    """What one level of the tree earns on a sale: a share or a fixed amount."""

    _name = "mlm.commission.plan.line"
    _description = "Commission Plan Level"
    _order = "plan_id, level, id"

    plan_id = fields.Many2one(
        "mlm.commission.plan", required=True, index=True, ondelete="cascade"
    )
    level = fields.Integer(
        required=True, default=1, help="1 is the seller, 2 his sponsor, and so on."
    )
    kind = fields.Selection(
        [("percentage", "Percentage"), ("fixed", "Fixed amount")],
        string="Pays",
        required=True,
        default="percentage",
    )
    rate = fields.Float(string="Rate (%)", digits=(7, 4))
    amount_fixed = fields.Monetary(string="Amount")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    company_id = fields.Many2one(related="plan_id.company_id")
    active = fields.Boolean(default=True)

    _level_positive = models.Constraint(
        "CHECK (level >= 1)", "Levels count from 1, the seller."
    )
    _rate_range = models.Constraint(
        "CHECK (rate >= 0 AND rate <= 100)",
        "The rate of a level is a percentage between 0 and 100.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount_fixed >= 0)", "The amount of a level can not be below zero."
    )
    _one_kind = models.Constraint(
        "CHECK ((kind = 'percentage' AND COALESCE(amount_fixed, 0) = 0)"
        " OR (kind = 'fixed' AND COALESCE(rate, 0) = 0))",
        "A level pays either a percentage or a fixed amount, not both.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.plan_id._check_unused()
        lines._check_plans()
        return lines

    def write(self, vals):
        self.plan_id._check_unused()
        result = super().write(vals)
        if "plan_id" in vals:
            self.plan_id._check_unused()
        self._check_plans()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        self.plan_id._check_unused()

    def _check_plans(self):
        if self.env.context.get("checked_with_plan") is CHECKED_WITH_PLAN:
            return
        self.plan_id._check_levels_once()
        self.plan_id._check_cap()

    def _get_scope(self):
        """Return what no two active lines of a plan may have in common."""
        self.ensure_one()
        return (self.level,)

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "percentage":
            self.amount_fixed = 0
        else:
            self.rate = 0

    def _compute_share(self, base):
        """Return what this level earns on ``base`` rupees, to the paisa.

        A percentage rounds half up per level; a fixed amount never exceeds the base.
        """
        self.ensure_one()
        if self.kind == "fixed":
            return min(self.amount_fixed, base)
        return self.currency_id.round(base * self.rate / 100)
