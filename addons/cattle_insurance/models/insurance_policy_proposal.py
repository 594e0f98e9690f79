from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ..const import REQUIRED_PHOTO_KINDS
from .insurance_policy import STAFF, UNDERWRITER


class InsurancePolicy(models.Model):
    """The proposal: what must be right before it may be paid, what deserves a look."""

    _inherit = "insurance.policy"

    warnings = fields.Text(compute="_compute_warnings", groups=STAFF)
    warning_count = fields.Integer(compute="_compute_warnings", groups=STAFF)
    past_policy_ids = fields.Many2many(
        "insurance.policy",
        string="Past policies of the animal",
        compute="_compute_past_policy_ids",
        groups=STAFF,
    )

    @api.depends("animal_id")
    def _compute_past_policy_ids(self):
        policies = self.search([("animal_id", "in", self.animal_id.ids)])
        by_animal = policies.grouped("animal_id")
        for policy in self:
            others = by_animal.get(policy.animal_id._origin, policies.browse())
            policy.past_policy_ids = others - policy._origin

    @api.depends("animal_id", "plan_id", "agent_id", "sum_insured", "state")
    @api.depends_context("lang")
    def _compute_warnings(self):
        for policy in self:
            warnings = policy._list_warnings() if policy.animal_id else []
            policy.warnings = "\n".join(warnings)
            policy.warning_count = len(warnings)

    def action_submit(self):
        """Close the proposals' terms and ask the customers for the premium.

        :raise UserError: listing everything that must be put right, of every proposal
        """
        self._check_role(UNDERWRITER)
        self.check_access("write")
        self._check_moves_to("pending")
        self._check_insurable()
        today = fields.Date.context_today(self)
        invoices = self._create_invoices()
        for policy, invoice in zip(self, invoices, strict=True):
            policy._move(
                "pending",
                date_sale=today,
                invoice_id=invoice.id,
                amount_tax=invoice.amount_tax,
                amount_total=invoice.amount_total,
                plan_snapshot=policy._prepare_plan_snapshot(),
            )

    def _check_moves_to(self, state):
        strays = self.filtered(lambda policy: state not in self._moves[policy.state])
        if strays:
            raise UserError(strays._explain_refused_move(state))

    def _check_insurable(self):
        """Refuse proposals that can not become policies, naming every reason."""
        limits = self.env["insurance.licence.limit"]._get_limits_on(
            fields.Date.context_today(self)
        )
        taken = self._get_taken_animals()
        problems = [
            self.env._("%(policy)s: %(problem)s", policy=policy.name, problem=problem)
            for policy in self
            for problem in [
                *policy._list_animal_problems(taken),
                *policy._list_price_problems(),
                *policy._list_agent_problems(limits),
            ]
        ]
        if problems:
            raise UserError("\n".join(problems))

    def _get_taken_animals(self):
        """Return the animals that another policy or open proposal holds already.

        A policy in force does not stand in the way of its own renewal.
        """
        others = self.sudo().search(
            [
                ("animal_id", "in", self.animal_id.ids),
                ("id", "not in", self.ids),
                ("state", "in", ("pending", "pending_approval", "approved")),
            ]
        )
        return (others - self.previous_policy_id).animal_id

    def _list_animal_problems(self, taken):
        self.ensure_one()
        animal, problems = self.animal_id, []
        if not animal.tag_number:
            problems.append(self.env._("the animal has no ear tag: no tag, no cover."))
        if animal.state != "alive":
            problems.append(self.env._("the animal is not alive and in the herd."))
        if animal.owner_id != self.partner_id:
            problems.append(
                self.env._("the customer is not the owner of the animal on record.")
            )
        if animal in taken:
            problems.append(
                self.env._(
                    "%(animal)s is insured or proposed already. For a renewal choose "
                    "the policy that it renews.",
                    animal=animal.display_name,
                )
            )
        return problems + self._list_age_problems()

    def _list_age_problems(self):
        ages = self.plan_id._get_entry_ages(self.animal_id)
        if not ages:
            return [
                self.env._(
                    "the plan does not take this class of animal: choose another plan."
                )
            ]
        # a renewal goes on beyond the entry age
        if self.previous_policy_id:
            return []
        if ages.age_min_years <= self.animal_id.age_years <= ages.age_max_years:
            return []
        return [
            self.env._(
                "at %(age)g years the animal is outside the plan's entry ages, "
                "%(ages)s.",
                age=self.animal_id.age_years,
                ages=ages.display_name,
            )
        ]

    def _list_price_problems(self):
        self.ensure_one()
        problems = []
        if not self.rate_id:
            problems.append(
                self.env._(
                    "the plan has no rate for %(years)s years: choose another term or "
                    "add the rate.",
                    years=self.term_years,
                )
            )
        if not self.sum_insured_assessed or not self.sum_insured:
            problems.append(
                self.env._(
                    "enter the sum proposed and the value on the vet certificate."
                )
            )
        fixed = self.plan_id.sum_insured_fixed
        if fixed and self.currency_id.compare_amounts(self.sum_insured, fixed):
            problems.append(
                self.env._(
                    "the plan insures for %(sum)s, no more and no less; the vet's "
                    "value must be at least that.",
                    sum=self._format(fixed),
                )
            )
        limit = self.plan_id.sum_insured_max
        if limit and self.currency_id.compare_amounts(self.sum_insured, limit) > 0:
            problems.append(
                self.env._("the plan insures up to %(sum)s.", sum=self._format(limit))
            )
        return problems

    def _list_agent_problems(self, limits):
        self.ensure_one()
        agent, problems = self.agent_id.sudo(), []
        if agent and agent.state != "active":
            problems.append(
                self.env._("%(agent)s is not active.", agent=agent.display_name)
            )
        limit = limits.get(agent.licence_type)
        if limit and self.currency_id.compare_amounts(self.sum_insured, limit) > 0:
            problems.append(
                self.env._(
                    "the licence of %(agent)s allows up to %(limit)s for an animal.",
                    agent=agent.display_name,
                    limit=self._format(limit),
                )
            )
        return problems

    def _list_warnings(self):
        """Return what the underwriter should look at; none of it refuses by itself."""
        self.ensure_one()
        animal, warnings = self.animal_id, []
        missing = set(REQUIRED_PHOTO_KINDS) - set(animal.photo_ids.mapped("kind"))
        if missing:
            kinds = dict(
                animal.photo_ids._fields["kind"]._description_selection(self.env)
            )
            warnings.append(
                self.env._(
                    "Photos missing: %(kinds)s.",
                    kinds=", ".join(
                        kinds[kind] for kind in REQUIRED_PHOTO_KINDS if kind in missing
                    ),
                )
            )
        if animal.photo_match_count:
            warnings.append(
                self.env._(
                    "Photos that look like those of another animal: %(count)s. Compare "
                    "them.",
                    count=animal.photo_match_count,
                )
            )
        if animal.health_status != "healthy":
            warnings.append(self.env._("The animal is not recorded as healthy."))
        if not animal.vet_certificate_number:
            warnings.append(self.env._("There is no vet certificate on record."))
        return warnings + self._list_history_warnings()

    def _list_history_warnings(self):
        warnings = []
        if self.sum_insured < self.sum_insured_proposed:
            warnings.append(
                self.env._(
                    "The customer asked for %(sum)s, more than the vet's value.",
                    sum=self._format(self.sum_insured_proposed),
                )
            )
        if refused := self.past_policy_ids.filtered(lambda p: p.state == "rejected"):
            warnings.append(
                self.env._(
                    "Rejected before: %(policies)s.",
                    policies=", ".join(refused.mapped("display_name")),
                )
            )
        agent = self.agent_id.sudo()
        if agent and not agent._is_licensed_on(
            self.date_sale or fields.Date.context_today(self)
        ):
            warnings.append(
                self.env._("The agent had no valid licence on the day of the sale.")
            )
        return warnings

    def _format(self, amount):
        return format_amount(self.env, amount, self.currency_id)
