from odoo import api, fields, models


class InsurancePolicy(models.Model):
    """What the cover is worth and what it costs."""

    _inherit = "insurance.policy"

    # worth
    sum_insured_proposed = fields.Monetary(
        string="Proposed sum insured",
        compute="_compute_sum_insured_proposed",
        store=True,
        readonly=False,
        tracking=True,
        help="What the customer asks for.",
    )
    sum_insured_assessed = fields.Monetary(
        string="Vet-assessed value",
        compute="_compute_sum_insured_assessed",
        store=True,
        readonly=False,
        tracking=True,
        help="The market value on the vet's certificate: no more can be insured.",
    )
    sum_insured = fields.Monetary(
        compute="_compute_sum_insured",
        store=True,
        tracking=True,
        help="The premium is for this: what is proposed, at most the vet's value.",
    )
    sum_insured_approved = fields.Monetary(
        string="Approved sum insured", readonly=True, copy=False, tracking=True
    )
    # cost
    rate_id = fields.Many2one(
        "insurance.plan.rate",
        compute="_compute_premium",
        store=True,
        ondelete="restrict",
    )
    premium = fields.Monetary(
        compute="_compute_premium",
        store=True,
        tracking=True,
        help="Without GST; commissions are a share of this.",
    )
    amount_tax = fields.Monetary(string="GST", compute="_compute_premium", store=True)
    amount_total = fields.Monetary(
        string="To pay", compute="_compute_premium", store=True
    )

    _sums_positive = models.Constraint(
        "CHECK (sum_insured_proposed >= 0 AND sum_insured_assessed >= 0)",
        "Sums insured can not be below zero.",
    )
    _approved_at_most_assessed = models.Constraint(
        "CHECK (COALESCE(sum_insured_approved, 0) <= sum_insured_assessed)",
        "No more can be insured than the vet's certificate says.",
    )

    @api.depends("plan_id", "animal_id")
    def _compute_sum_insured_proposed(self):
        for policy in self:
            fixed = policy.plan_id.sum_insured_fixed
            policy.sum_insured_proposed = (
                fixed or policy.sum_insured_proposed or policy.animal_id.market_value
            )

    @api.depends("animal_id")
    def _compute_sum_insured_assessed(self):
        for policy in self:
            policy.sum_insured_assessed = (
                policy.animal_id.market_value or policy.sum_insured_assessed
            )

    @api.depends("sum_insured_proposed", "sum_insured_assessed")
    def _compute_sum_insured(self):
        for policy in self:
            policy.sum_insured = min(
                policy.sum_insured_proposed, policy.sum_insured_assessed
            )

    @api.depends("plan_id", "term_years", "sum_insured", "species", "partner_id")
    def _compute_premium(self):
        today = fields.Date.context_today(self)
        positions = self._get_fiscal_positions()
        areas = self._get_area_classes()
        # what was submitted keeps its price, whatever is corrected on the animal
        for policy in self.filtered(lambda policy: policy.state == "draft"):
            rate = policy.rate_id.browse()
            if policy.plan_id:
                rate = policy.plan_id._find_rate(
                    policy.term_years,
                    policy.species,
                    areas[policy.partner_id.state_id],
                    today,
                )
            premium = rate._compute_premium(policy.sum_insured) if rate else 0.0
            taxes = policy._get_taxes(positions).compute_all(
                premium, currency=policy.currency_id, partner=policy.partner_id
            )
            policy.rate_id = rate
            policy.premium = premium
            policy.amount_tax = taxes["total_included"] - taxes["total_excluded"]
            policy.amount_total = taxes["total_included"]

    def _get_area_classes(self):
        """Return {state of India: area class}, asking once for all states."""
        areas = self.env["insurance.area.class"].sudo()
        found = areas.search([("state_ids", "in", self.partner_id.state_id.ids)])
        by_state = {state: area for area in found for state in area.state_ids}
        nowhere = areas.browse()
        return {
            state: by_state.get(state, nowhere)
            for state in [*self.partner_id.state_id, self.partner_id.state_id.browse()]
        }

    def _get_fiscal_positions(self):
        """Return {place: fiscal position}, asking once for each place of supply."""
        positions = {}
        for policy in self:
            place = policy._get_place_of_supply()
            if place not in positions:
                finder = self.env["account.fiscal.position"].sudo()
                positions[place] = finder.with_company(
                    policy.company_id
                )._get_fiscal_position(policy.partner_id)
        return positions

    def _get_place_of_supply(self):
        partner = self.partner_id
        return (
            self.company_id,
            partner.country_id,
            partner.state_id,
            partner.vat,
            partner.with_company(self.company_id).property_account_position_id,
        )

    def _get_taxes(self, positions=None):
        """Return the GST of this sale: within the state or between states."""
        self.ensure_one()
        positions = positions or self._get_fiscal_positions()
        position = positions[self._get_place_of_supply()]
        return position.map_tax(self.sudo().plan_id.tax_ids)
