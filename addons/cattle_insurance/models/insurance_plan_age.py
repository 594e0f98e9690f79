from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import ANIMAL_CLASSES, SPECIES


class InsurancePlanAge(models.Model):
    """The ages at which a class of animals may enter a plan."""

    _name = "insurance.plan.age"
    _description = "Entry Age"
    _order = "plan_id, species, animal_class"

    plan_id = fields.Many2one(
        "insurance.plan", required=True, index=True, ondelete="cascade"
    )
    species = fields.Selection(SPECIES, required=True, default="cattle")
    animal_class = fields.Selection(
        ANIMAL_CLASSES, string="Class", required=True, default="milch"
    )
    age_min_years = fields.Float(string="From (years)", digits=(4, 2), required=True)
    age_max_years = fields.Float(string="To (years)", digits=(4, 2), required=True)

    _class_uniq = models.UniqueIndex(
        "(plan_id, species, animal_class)",
        "This plan has entry ages for that class already.",
    )
    _ages_ordered = models.Constraint(
        "CHECK (age_min_years >= 0 AND age_max_years >= age_min_years)",
        "The youngest entry age comes before the oldest.",
    )

    def copy_data(self, default=None):
        if not default:
            raise UserError(
                self.env._(
                    "A plan has one row of ages for each class: change that one."
                )
            )
        return super().copy_data(default=default)

    @api.depends("age_min_years", "age_max_years")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "%(min)g to %(max)g years", min=row.age_min_years, max=row.age_max_years
            )
