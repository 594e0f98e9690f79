from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# what commissions were computed from; a version in use keeps it
FROZEN_FIELDS = {
    "name",
    "version",
    "date_start",
    "rate_cap",
    "is_compressed",
    "line_ids",
    "company_id",
}

# an object, for nobody can send one in the context of a call from outside
CHECKED_WITH_PLAN = object()


class MlmCommissionPlan(models.Model):
    """One dated version of how a sale is shared between seller and sponsors.

    Versions of a plan share its name. A version that commissions were computed
    from can not change any more: a new version takes over from its start date.
    """

    _name = "mlm.commission.plan"
    _description = "Commission Plan"
    _inherit = ["mail.thread"]
    _order = "name, version desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True, copy=True)
    version = fields.Integer(required=True, readonly=True, default=1, copy=False)
    date_start = fields.Date(
        string="In force from",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="Sales from this day on are shared by this version, until the next one.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    rate_cap = fields.Float(
        string="Cap (%)",
        digits=(5, 2),
        default=30,
        tracking=True,
        help="All levels together never take more of the base than this.",
    )
    is_compressed = fields.Boolean(
        string="Pass over who may not earn",
        tracking=True,
        help="On: the share of a sponsor who is inactive or unlicensed goes to the "
        "next sponsor above. Off: it is held until he is active and licensed again. "
        "The seller's own share is always held.",
    )
    line_ids = fields.One2many(
        "mlm.commission.plan.line", "plan_id", string="Levels", copy=True
    )
    commission_ids = fields.One2many("mlm.commission", "plan_id", string="Commissions")
    is_used = fields.Boolean(compute="_compute_is_used")

    _version_uniq = models.UniqueIndex(
        "(company_id, name, version)", "This version of the plan exists already."
    )
    _date_start_uniq = models.UniqueIndex(
        "(company_id, name, date_start) WHERE active",
        "Another version of this plan starts on that day already.",
    )
    _rate_cap_range = models.Constraint(
        "CHECK (rate_cap >= 0 AND rate_cap <= 100)",
        "The cap is a percentage between 0 and 100.",
    )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.name} v{plan.version}"

    def _compute_is_used(self):
        used = (
            self.env["mlm.commission"]
            .sudo()
            ._read_group([("plan_id", "in", self.ids)], ["plan_id"])
        )
        used_ids = {plan.id for (plan,) in used}
        for plan in self:
            plan.is_used = plan.id in used_ids

    @api.constrains("line_ids", "rate_cap")
    def _check_cap(self):
        for plan in self:
            for lines in plan._group_lines_paid_together():
                total = sum(lines.mapped("rate"))
                if plan.currency_id.compare_amounts(total, plan.rate_cap) > 0:
                    raise ValidationError(
                        self.env._(
                            "%(plan)s pays %(total)g %% over all levels: its cap is "
                            "%(cap)g %%.",
                            plan=plan.display_name,
                            total=total,
                            cap=plan.rate_cap,
                        )
                    )

    @api.constrains("line_ids")
    def _check_levels_once(self):
        for plan in self:
            lines = plan.line_ids.filtered("active")
            for twins in lines.grouped(lambda line: line._get_scope()).values():
                if len(twins) > 1:
                    raise ValidationError(
                        self.env._(
                            "%(plan)s pays level %(level)s twice: keep one line.",
                            plan=plan.display_name,
                            level=twins[0].level,
                        )
                    )

    def write(self, vals):
        if FROZEN_FIELDS & vals.keys():
            self._check_unused()
        # the lines of one form are checked together, after the last was written
        plans = self.with_context(checked_with_plan=CHECKED_WITH_PLAN)
        return super(MlmCommissionPlan, plans).write(vals)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for plan, vals in zip(self, vals_list, strict=True):
            vals.update(plan._prepare_next_version_vals(), **(default or {}))
        return vals_list

    def action_new_version(self):
        """Copy the plan into its next version, for the rates to come."""
        self.ensure_one()
        self.check_access("write")
        plan = self.copy()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": plan.id,
            "view_mode": "form",
        }

    def _prepare_next_version_vals(self):
        self.ensure_one()
        family = self.with_context(active_test=False).search(
            [("company_id", "=", self.company_id.id), ("name", "=", self.name)]
        )
        last_day = max(family.mapped("date_start"))
        return {
            "version": max(family.mapped("version")) + 1,
            "date_start": max(
                fields.Date.add(last_day, days=1), fields.Date.context_today(self)
            ),
        }

    def _get_version_on(self, day):
        """Return the version of this plan in force on ``day``, or nothing.

        :param date day: the day of the sale
        """
        self.ensure_one()
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("name", "=", self.name),
                ("date_start", "<=", day),
            ],
            order="date_start desc",
            limit=1,
        )

    def _group_lines_paid_together(self):
        """Return recordsets of lines that one and the same sale may pay."""
        self.ensure_one()
        return [self.line_ids.filtered("active")]

    def _check_unused(self):
        if used := self.filtered("is_used"):
            raise UserError(
                self.env._(
                    "Commissions were computed by %(plans)s: it stays as it is. Make a "
                    "new version instead.",
                    plans=", ".join(used.mapped("display_name")),
                )
            )
