from odoo import api, fields, models
from odoo.exceptions import ValidationError

COVER_FIELDS = (
    "is_disease_covered",
    "is_accident_covered",
    "is_ptd_covered",
    "is_injury_covered",
    "is_theft_covered",
    "is_transit_covered",
)


class InsurancePlan(models.Model):
    """A product of an insurer: what it covers, for which animals, at which rates."""

    _name = "insurance.plan"
    _description = "Insurance Plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, name"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # whose risk it is: only an insurer carries risk (Insurance Act 1938)
    insurer_id = fields.Many2one(
        "res.partner", required=True, ondelete="restrict", tracking=True
    )
    product_name = fields.Char(
        required=True,
        tracking=True,
        help="The product as filed with the regulator; printed on the certificate.",
    )
    uin = fields.Char(
        string="UIN",
        required=True,
        tracking=True,
        help="The unique identification number of the filed product.",
    )
    description = fields.Html(translate=True)
    # what is covered
    is_disease_covered = fields.Boolean(string="Death by disease", default=True)
    is_accident_covered = fields.Boolean(string="Death by accident", default=True)
    is_ptd_covered = fields.Boolean(string="Permanent total disability")
    is_injury_covered = fields.Boolean(string="Injury")
    is_theft_covered = fields.Boolean(string="Theft")
    is_transit_covered = fields.Boolean(string="Transit")
    waiting_period_days = fields.Integer(
        string="Waiting period for disease (days)",
        default=15,
        aggregator=None,
        tracking=True,
        help="Disease within these days is not covered; accident is, from the first "
        "day.",
    )
    rate_ptd = fields.Float(
        string="Disability pays (%)",
        digits=(5, 2),
        default=75,
        tracking=True,
        help="Of the sum insured, at permanent total disability.",
    )
    rate_not_in_milk = fields.Float(
        string="Dry animal pays (%)",
        digits=(5, 2),
        default=100,
        tracking=True,
        help="Of a claim, when the animal was dry or not pregnant. 100: no reduction.",
    )
    grace_days = fields.Integer(
        string="Grace of a renewal (days)",
        default=0,
        help="How late a renewal may be paid and still count as unbroken.",
    )
    # which animals
    age_ids = fields.One2many("insurance.plan.age", "plan_id", string="Entry ages")
    sum_insured_max = fields.Monetary(
        string="Largest sum insured", help="For one animal; 0 means no limit."
    )
    sum_insured_fixed = fields.Monetary(
        string="Fixed sum insured",
        help="Set when every animal is insured for the same amount.",
    )
    # what it costs
    rate_ids = fields.One2many("insurance.plan.rate", "plan_id", string="Rates")
    tax_ids = fields.Many2many(
        "account.tax",
        string="GST on the premium",
        domain="[('type_tax_use', '=', 'sale'), ('company_id', '=', company_id)]",
        default=lambda self: self._default_tax_ids(),
        check_company=True,
    )
    is_gst_exempt = fields.Boolean(string="Exempt from GST", tracking=True)
    gst_notification = fields.Char(
        string="Exemption notification",
        tracking=True,
        help="The number and date of the notification that exempts the scheme.",
    )
    sac_code = fields.Char(
        string="SAC",
        default="997139",
        help="Services accounting code, for the invoice.",
    )
    policy_count = fields.Integer(compute="_compute_policy_count")

    _uin_uniq = models.UniqueIndex(
        "(company_id, uin, name)", "A plan with this name and UIN exists already."
    )
    _days_positive = models.Constraint(
        "CHECK (waiting_period_days >= 0 AND grace_days >= 0)",
        "Waiting and grace days can not be below zero.",
    )
    _rate_ptd_range = models.Constraint(
        "CHECK (rate_ptd >= 0 AND rate_ptd <= 75)",
        "Permanent total disability pays at most 75 % of the sum insured.",
    )
    _rate_not_in_milk_range = models.Constraint(
        "CHECK (rate_not_in_milk >= 0 AND rate_not_in_milk <= 100)",
        "What a dry animal pays is a percentage between 0 and 100.",
    )
    _amounts_positive = models.Constraint(
        "CHECK (COALESCE(sum_insured_max, 0) >= 0"
        " AND COALESCE(sum_insured_fixed, 0) >= 0)",
        "Sums insured can not be below zero.",
    )

    @api.model
    def _default_tax_ids(self):
        """Return GST of 18 %, the rate of general insurance, where the chart has it."""
        chart = self.env["account.chart.template"].with_company(self.env.company)
        return chart.ref("sgst_sale_18", raise_if_not_found=False)

    def _compute_policy_count(self):
        counts = dict(
            self.env["insurance.policy"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.policy_count = counts.get(plan._origin, 0)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for plan, vals in zip(self, vals_list, strict=True):
            if "name" not in (default or {}):
                vals["name"] = self.env._("%(plan)s (copy)", plan=plan.name)
        return vals_list

    @api.constrains("is_gst_exempt", "gst_notification", "tax_ids")
    def _check_gst_exemption(self):
        for plan in self:
            if plan.is_gst_exempt and (plan.tax_ids or not plan.gst_notification):
                raise ValidationError(
                    self.env._(
                        "%(plan)s is exempt from GST: name the notification and take "
                        "the taxes away.",
                        plan=plan.name,
                    )
                )

    @api.constrains(*COVER_FIELDS)
    def _check_covers_something(self):
        for plan in self:
            if not any(plan[name] for name in COVER_FIELDS):
                raise ValidationError(
                    self.env._("%(plan)s covers nothing: tick a cover.", plan=plan.name)
                )

    @api.onchange("is_gst_exempt")
    def _onchange_is_gst_exempt(self):
        self.tax_ids = False if self.is_gst_exempt else self._default_tax_ids()

    def action_open_policies(self):
        """Open the policies sold under this plan."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cattle_insurance.insurance_policy_action"
        )
        return {**action, "domain": [("plan_id", "in", self.ids)], "context": {}}

    def _find_rate(self, term_years, species, area_class, day):
        """Look up the rate row of a proposal; a rate is never computed from another.

        The most particular row wins (species and area named before any), then the
        latest in force on ``day``.

        :return: an ``insurance.plan.rate``, or nothing
        """
        self.ensure_one()
        fitting = self.rate_ids.filtered(
            lambda rate: (
                rate.term_years == term_years
                and rate.species in (False, species)
                and rate.area_class_id in (rate.area_class_id.browse(), area_class)
                and rate.date_start <= day
            )
        )
        return fitting.sorted(
            lambda rate: (bool(rate.species), bool(rate.area_class_id), rate.date_start)
        )[-1:]

    def _get_entry_ages(self, animal):
        """Return the row of entry ages for an animal, or nothing when it has none."""
        self.ensure_one()
        return self.age_ids.filtered(
            lambda row: (
                row.species == animal.species
                and row.animal_class == animal.animal_class
            )
        )[:1]

    def _list_covers(self):
        """Return the covers of the plan, as the names of their fields."""
        self.ensure_one()
        return [name for name in COVER_FIELDS if self[name]]

    def _name_covers(self, covers):
        """Return covers in the reader's language.

        :param list covers: names of fields; what is none any more stays as it is
        """
        fields = ((name, self._fields.get(name)) for name in covers)
        return [
            field._description_string(self.env) if field else name
            for name, field in fields
        ]
