from odoo import api, fields, models

from ..const import SPECIES


class InsurancePlanRate(models.Model):
    """What a term of a plan costs, from a day on."""

    _name = "insurance.plan.rate"
    _description = "Premium Rate"
    _order = "plan_id, term_years, species, date_start desc, id"

    plan_id = fields.Many2one(
        "insurance.plan", required=True, index=True, ondelete="cascade"
    )
    term_years = fields.Integer(string="Term (years)", required=True, default=1)
    species = fields.Selection(SPECIES, help="Empty: both.")
    area_class_id = fields.Many2one(
        "insurance.area.class", ondelete="restrict", help="Empty: everywhere."
    )
    date_start = fields.Date(
        string="In force from",
        required=True,
        copy=False,
        default=fields.Date.context_today,
    )
    kind = fields.Selection(
        [("percentage", "Of the sum insured"), ("fixed", "Fixed premium")],
        string="Premium is",
        required=True,
        default="percentage",
    )
    rate = fields.Float(string="Rate (%)", digits=(7, 4))
    amount = fields.Monetary(string="Premium", help="Without GST.")
    currency_id = fields.Many2one(related="plan_id.currency_id")

    _row_uniq = models.UniqueIndex(
        "(plan_id, term_years, COALESCE(species, ''), COALESCE(area_class_id, 0),"
        " date_start)",
        "This plan has a rate for that term, species, area and day already.",
    )
    _term_positive = models.Constraint(
        "CHECK (term_years BETWEEN 1 AND 10)", "A term is 1 to 10 years."
    )
    _priced = models.Constraint(
        "CHECK ((kind = 'percentage' AND rate > 0 AND rate <= 100)"
        " OR (kind = 'fixed' AND amount > 0))",
        "Enter the rate (0 to 100 %) or the fixed premium (more than zero).",
    )

    @api.depends("kind", "rate", "amount", "term_years")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row._describe()

    def _describe(self):
        """Return the price in words: "4.5 % for 1 year" or "₹ 2,460.00 for 1 year"."""
        self.ensure_one()
        price = (
            f"{self.rate:g} %"
            if self.kind == "percentage"
            else self.currency_id.format(self.amount)
        )
        if self.term_years == 1:
            return self.env._("%(price)s for 1 year", price=price)
        return self.env._(
            "%(price)s for %(years)s years", price=price, years=self.term_years
        )

    def _compute_premium(self, sum_insured):
        """Return the premium without GST, in rupees to the paisa."""
        self.ensure_one()
        if self.kind == "fixed":
            return self.amount
        return self.currency_id.round(sum_insured * self.rate / 100)
