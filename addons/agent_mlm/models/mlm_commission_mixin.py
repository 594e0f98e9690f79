from odoo import fields, models
from odoo.exceptions import UserError


class MlmCommissionMixin(models.AbstractModel):
    """A sale that pays commission: it says its base, its agent and its date.

    Inherit this, answer the three ``_get_commission_*`` questions, and call
    :meth:`_accrue_commissions` when the sale counts.
    """

    _name = "mlm.commission.mixin"
    _description = "Sale Paying Commission"

    commission_ids = fields.One2many(
        "mlm.commission",
        "res_id",
        string="Commissions",
        domain=lambda self: [("res_model", "=", self._name)],
        groups="agent_mlm.agent_mlm_group_officer,agent_mlm.agent_mlm_group_accountant",
    )

    def _get_commission_base(self):
        """Return the rupees that percentages are taken of (premium without GST)."""
        self.ensure_one()
        raise NotImplementedError

    def _get_commission_agent(self):
        """Return the agent who sold, or an empty recordset for a direct sale."""
        self.ensure_one()
        raise NotImplementedError

    def _get_commission_date(self):
        """Return the day of the sale: it picks the plan version and the standing."""
        self.ensure_one()
        raise NotImplementedError

    def _get_commission_plan(self):
        """Return any version of the plan that shares this sale."""
        self.ensure_one()
        return self.company_id.mlm_commission_plan_id

    def _get_commission_lines(self, plan):
        """Return the lines of ``plan`` that apply to this sale, one a level."""
        self.ensure_one()
        return plan.line_ids.filtered("active")

    def _accrue_commissions(self):
        """Create the pending or held commissions of these sales, in one go.

        Sales that have accrued already are passed over, so a batch that was killed
        can be run again; the unique index of commissions guards the rest.

        :return: the new commissions
        """
        sales = self.filtered(
            lambda sale: (
                sale._get_commission_agent() and sale._get_commission_base() > 0
            )
        )
        sales -= sales._get_accrued()
        plans = sales._get_plans_in_force()
        sellers = (sale._get_commission_agent() for sale in sales)
        self.env["mlm.agent"].union(*sellers).sudo()._fetch_uplines()
        vals_list = [
            vals for sale in sales for vals in sale._prepare_commissions_vals(plans)
        ]
        commissions = self.env["mlm.commission"].sudo()
        created = commissions.with_context(tracking_disable=True).create(vals_list)
        held = created.filtered("state_reason")
        for reason, group in held.grouped("state_reason").items():
            group._move("held", state_reason=reason)
        return created

    def _get_accrued(self):
        rows = self.env["mlm.commission"].sudo()._read_group(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("reversal_number", "=", 0),
            ],
            ["res_id"],
        )
        return self.browse(res_id for (res_id,) in rows)

    def _get_plans_in_force(self):
        """Return {(plan, day): version}, asking once for each pair."""
        pairs = {
            (sale._get_commission_plan(), sale._get_commission_date()) for sale in self
        }
        return {
            (plan, day): plan.sudo()._get_version_on(day) for plan, day in pairs if plan
        }

    def _prepare_commissions_vals(self, plans):
        """Return the vals of this sale's commissions, capped by the plan."""
        self.ensure_one()
        day = self._get_commission_date()
        plan = plans.get((self._get_commission_plan(), day))
        if not plan:
            raise UserError(
                self.env._(
                    "%(sale)s: no commission plan is in force on %(day)s. Choose one in "
                    "the settings.",
                    sale=self.display_name,
                    day=day,
                )
            )
        seller = self._get_commission_agent().sudo()
        lines = self._get_commission_lines(plan).sorted("level")
        room = plan.currency_id.round(
            self._get_commission_base() * plan.rate_cap / 100
        )
        vals_list = []
        for line, payee, passed in seller._match_payees(lines, day):
            vals = self._prepare_commission_vals(line, payee, seller, room)
            vals["passed_over"] = ", ".join(passed.mapped("code")) or False
            room -= vals["amount"]
            if vals["amount"] > 0:
                vals_list.append(vals)
        return vals_list

    def _prepare_commission_vals(self, line, payee, seller, room):
        """Return the vals of one commission, of which ``room`` rupees fit the cap."""
        day = self._get_commission_date()
        base = self._get_commission_base()
        share = line._compute_share(base)
        amount = line.currency_id.round(max(min(share, room), 0.0))
        return {
            "res_model": self._name,
            "res_id": self.id,
            "source_name": self.display_name,
            "date_sale": day,
            "agent_id": payee.id,
            "seller_id": seller.id,
            "level": line.level,
            "company_id": self.company_id.id,
            "plan_id": line.plan_id.id,
            "kind": line.kind,
            "rate": line.rate,
            "amount_base": base,
            "amount": amount,
            "amount_capped": line.currency_id.round(share - amount),
            "standing": payee._describe_standing(),
            "state_reason": payee._get_bar_to_earning(day),
        }
