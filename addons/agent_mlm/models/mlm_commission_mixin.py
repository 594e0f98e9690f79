from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class MlmCommissionMixin(models.AbstractModel):
    """A sale that pays commission: it says its base, its agent and its date.

    Inherit this, answer the three ``_get_commission_*`` questions, and call
    :meth:`_accrue_commissions` when the sale counts.
    """

    _name = "mlm.commission.mixin"
    _description = "Sale Paying Commission"

    # computed: as an inverse of res_id it would be updated commission by commission
    commission_ids = fields.One2many(
        "mlm.commission",
        string="Commissions",
        compute="_compute_commission_ids",
        groups="agent_mlm.agent_mlm_group_officer,agent_mlm.agent_mlm_group_accountant",
    )

    def _compute_commission_ids(self):
        commissions = self.env["mlm.commission"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        by_sale = commissions.grouped("res_id")
        for sale in self:
            sale.commission_ids = by_sale.get(sale.id, commissions.browse())

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

    def _get_commission_scope(self):
        """Return what decides which lines of a plan apply, such as the product sold.

        Override together with :meth:`_get_commission_lines`.
        """
        self.ensure_one()
        return ()

    def _get_commission_refunded(self):
        """Return the rupees of the base that have been refunded so far."""
        self.ensure_one()
        return 0.0

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
        commissions = (
            self.env["mlm.commission"]
            .sudo()
            ._insert(sales._prepare_commissions_vals(plans))
        )
        self.invalidate_recordset(["commission_ids"])
        refunded = sales.filtered(lambda sale: sale._get_commission_refunded())
        refunded._claw_back_commissions()
        return commissions

    def _claw_back_commissions(self, refund_moves=None):
        """Take back, on all levels, what refunds of these sales have undone.

        Safe to call again: it compares what is refunded with what is taken back.

        :param dict refund_moves: {sale: the credit note that is the reason}
        :return: the new negative commissions
        """
        self._lock_sales()
        commissions = (
            self.env["mlm.commission"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("reversal_number", "=", 0),
                ],
                order="id",
            )
        )
        sales = {
            share: self.browse(share.res_id).with_prefetch(self.ids)
            for share in commissions
        }
        taken_back = commissions._claw_back(
            {share: sale._get_commission_refunded() for share, sale in sales.items()},
            {
                share: (refund_moves or {}).get(sale.with_env(self.env))
                for share, sale in sales.items()
            },
        )
        self.invalidate_recordset(["commission_ids"])
        return taken_back

    def _lock_sales(self):
        """Make approvals and refunds of these sales at the same time collide.

        A real UPDATE, as in ``mlm.agent._lock_wallets``: an approval writes the sale,
        and one that could not see the refund yet is played again.
        """
        if not self.ids:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET write_date = write_date WHERE id IN (SELECT id"
                " FROM %(table)s WHERE id IN %(ids)s ORDER BY id FOR NO KEY UPDATE)",
                table=SQL.identifier(self._table),
                ids=tuple(self.ids),
            )
        )

    def _get_accrued(self):
        rows = (
            self.env["mlm.commission"]
            .sudo()
            ._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("reversal_number", "=", 0),
                ],
                ["res_id"],
            )
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
        """Return the vals of all commissions of these sales.

        What is known of the payees is found once for all sales that share it.

        :param dict plans: what :meth:`_get_plans_in_force` found
        """
        vals_list = []
        for key, sales in self.grouped(lambda sale: sale._get_sharing(plans)).items():
            plan, seller, day, *_scope = key
            lines = sales[0]._get_commission_lines(plan)
            shares = seller.sudo()._list_shares(lines, day)
            for sale in sales:
                vals_list += sale._share_out(plan, shares)
        return vals_list

    def _get_sharing(self, plans):
        """Return plan, seller, day and scope: sales alike in these pay the same way."""
        self.ensure_one()
        return (
            self._get_plan_in_force(plans),
            self._get_commission_agent(),
            self._get_commission_date(),
            *self._get_commission_scope(),
        )

    def _share_out(self, plan, shares):
        """Return the vals of this sale's commissions, capped by the plan.

        :param list shares: what ``mlm.agent._list_shares`` found for sales like this
        """
        self.ensure_one()
        base = self._get_commission_base()
        sale_vals = {
            "res_model": self._name,
            "res_id": self.id,
            "source_name": self.display_name,
            "date_sale": self._get_commission_date(),
            "company_id": self.company_id.id,
            "amount_base": base,
        }
        room = plan.currency_id.round(base * plan.rate_cap / 100)
        vals_list = []
        for line, share_vals in shares:
            share = line._compute_share(base)
            amount = line.currency_id.round(max(min(share, room), 0.0))
            room -= amount
            if amount > 0:
                capped = line.currency_id.round(share - amount)
                amounts = {"amount": amount, "amount_capped": capped}
                vals_list.append({**sale_vals, **share_vals, **amounts})
        return vals_list

    def _get_plan_in_force(self, plans):
        day = self._get_commission_date()
        if plan := plans.get((self._get_commission_plan(), day)):
            return plan
        raise UserError(
            self.env._(
                "%(sale)s: no commission plan is in force on %(day)s. Choose one in "
                "the settings.",
                sale=self.display_name,
                day=day,
            )
        )
