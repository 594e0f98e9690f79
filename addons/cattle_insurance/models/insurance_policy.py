from odoo import api, fields, models
from odoo.exceptions import UserError

UNDERWRITER = "cattle_insurance.cattle_insurance_group_underwriter"
ACCOUNTANT = "cattle_insurance.cattle_insurance_group_accountant"
MANAGER = "cattle_insurance.cattle_insurance_group_manager"
STAFF = "cattle_insurance.cattle_insurance_group_user"

# what the customer agreed to pay for: fixed once the proposal is submitted
TERMS_FIELDS = {
    "partner_id",
    "agent_id",
    "animal_id",
    "plan_id",
    "term_years",
    "sum_insured_proposed",
    "sum_insured_assessed",
    "company_id",
    "previous_policy_id",
}


class InsurancePolicy(models.Model):
    """An animal insured for a term: first a proposal, after approval a policy."""

    _name = "insurance.policy"
    _description = "Insurance Policy"
    _inherit = [
        "guarded.state.mixin",
        "mlm.commission.mixin",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "policy_number", "tag_number", "partner_id.name"]
    _check_company_auto = True
    _mail_post_access = "read"

    _is_sealed = True
    _moves = {
        "draft": ("pending", "cancelled"),
        "pending": ("pending_approval", "cancelled"),
        "pending_approval": ("approved", "rejected"),
        "approved": ("expired", "cancelled", "closed"),
        "rejected": (),
        "expired": (),
        "cancelled": (),
        "closed": (),
    }

    # numbers
    name = fields.Char(
        string="Proposal", required=True, readonly=True, copy=False, default="New"
    )
    policy_number = fields.Char(readonly=True, copy=False, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # who
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    agent_id = fields.Many2one(
        "mlm.agent",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("state", "=", "active")],
        tracking=True,
        help="Who sold it; empty for a direct sale.",
    )
    nominee_name = fields.Char(
        string="Nominee", tracking=True, help="Who is paid if the owner has died."
    )
    nominee_relation = fields.Char(string="Relation of the nominee")
    # what
    animal_id = fields.Many2one(
        "cattle.animal",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    tag_number = fields.Char(related="animal_id.tag_number", string="Tag", store=True)
    species = fields.Selection(related="animal_id.species", store=True)
    breed_id = fields.Many2one(related="animal_id.breed_id", store=True)
    village = fields.Char(related="animal_id.village", store=True)
    photo_ids = fields.One2many(related="animal_id.photo_ids", string="Photos")
    plan_id = fields.Many2one(
        "insurance.plan",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    plan_snapshot = fields.Json(
        readonly=True, copy=False, help="The plan as it was when the proposal was made."
    )
    # when
    term_years = fields.Integer(
        string="Term (years)", required=True, default=1, aggregator=None
    )
    date_sale = fields.Date(string="Sold on", readonly=True, copy=False)
    date_start_wanted = fields.Date(
        string="Wanted from",
        copy=False,
        help="Cover starts no earlier than this, the payment and the approval.",
    )
    date_start = fields.Date(string="Covered from", readonly=True, copy=False)
    date_end = fields.Date(
        string="Covered until", readonly=True, copy=False, index=True
    )
    days_left = fields.Integer(compute="_compute_days_left", search="_search_days_left")
    previous_policy_id = fields.Many2one(
        "insurance.policy",
        string="Renews",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        domain="[('animal_id', '=', animal_id)]",
        help="The policy this one goes on from.",
    )
    # where it stands
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("pending", "Premium due"),
            ("pending_approval", "Waiting for approval"),
            ("approved", "In force"),
            ("rejected", "Rejected"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
            ("closed", "Closed by total loss"),
        ],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
        index=True,
        group_expand=True,
    )
    state_reason = fields.Char(
        string="Reason", readonly=True, copy=False, tracking=True
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    rejected_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    rejected_at = fields.Datetime(readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    ended_at = fields.Datetime(readonly=True, copy=False)
    underwriter_id = fields.Many2one(
        "res.users",
        tracking=True,
        copy=False,
        domain=[("share", "=", False)],
        help="Who is to decide; empty: whoever takes it from the queue.",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name)", "This proposal number is taken."
    )
    _policy_number_uniq = models.UniqueIndex(
        "(company_id, policy_number) WHERE policy_number IS NOT NULL",
        "This policy number is taken.",
    )
    # two covers of one animal would pay twice for one death; '[]' counts both days
    _one_live_policy = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(animal_id, animal_id, '[]') WITH &&, "
        "daterange(date_start, date_end, '[]') WITH &&) "
        "WHERE (state IN ('approved', 'expired'))",
        "This animal is insured already for some of these days.",
    )
    _one_open_proposal = models.UniqueIndex(
        "(animal_id) WHERE state IN ('pending', 'pending_approval')",
        "There is an open proposal for this animal already: finish or cancel it.",
    )
    _term_positive = models.Constraint(
        "CHECK (term_years >= 1)", "The term is at least one year."
    )
    _dated_when_approved = models.Constraint(
        "CHECK (state NOT IN ('approved', 'expired')"
        " OR (date_start IS NOT NULL AND date_end >= date_start"
        " AND policy_number IS NOT NULL))",
        "A policy in force has a number and its dates.",
    )

    @api.depends("name", "policy_number")
    def _compute_display_name(self):
        for policy in self:
            policy.display_name = policy.policy_number or policy.name

    @api.depends("animal_id")
    def _compute_partner_id(self):
        for policy in self:
            policy.partner_id = policy.animal_id.owner_id or policy.partner_id

    @api.depends("date_end", "state")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for policy in self:
            live = policy.state == "approved" and policy.date_end
            policy.days_left = max((policy.date_end - today).days + 1, 0) if live else 0

    @api.model
    def _search_days_left(self, operator, value):
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        last_day = fields.Date.add(fields.Date.context_today(self), days=value - 1)
        return [("state", "=", "approved"), ("date_end", operator, last_day)]

    @api.model_create_multi
    def create(self, vals_list):
        numbers = self.env["ir.sequence"]._draw("insurance.proposal", len(vals_list))
        for vals, number in zip(vals_list, numbers, strict=True):
            vals["name"] = number
        return super().create(vals_list)

    def write(self, vals):
        if TERMS_FIELDS & vals.keys():
            self._check_terms_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if self.filtered(lambda policy: policy.state != "draft"):
            raise UserError(
                self.env._("Only drafts can be deleted. Cancel the others instead.")
            )

    def _mail_get_partner_fields(self, introspect_fields=False):
        """Override of `mail`: mails about a policy go to its customer."""
        return ["partner_id"]

    def _check_terms_open(self):
        if fixed := self.filtered(lambda policy: policy.state != "draft"):
            raise UserError(
                self.env._(
                    "%(policies)s is submitted: its animal, plan, term and sums stay "
                    "as they were paid for. Cancel it and propose anew.",
                    policies=", ".join(fixed[:5].mapped("display_name")),
                )
            )
