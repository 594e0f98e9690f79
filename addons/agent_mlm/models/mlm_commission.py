from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from .mlm_agent import ACCOUNTANT, OFFICER


class MlmCommission(models.Model):
    """What one agent earns on one sale, with everything that explains the amount."""

    _name = "mlm.commission"
    _description = "Commission"
    _inherit = ["guarded.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_sale desc, id desc"
    _check_company_auto = True
    _is_sealed = True

    _moves = {
        "pending": ("approved", "held", "cancelled"),
        "held": ("pending", "cancelled"),
        "approved": ("paid",),
        # the bank returned the payout that had settled it
        "paid": ("approved",),
        "cancelled": (),
    }

    # what for
    res_model = fields.Char(string="Kind of sale", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Sale", model_field="res_model", required=True, readonly=True
    )
    source_name = fields.Char(string="Sale number", readonly=True, index=True)
    date_sale = fields.Date(string="Sold on", required=True, readonly=True)
    # who
    agent_id = fields.Many2one(
        "mlm.agent",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    seller_id = fields.Many2one(
        "mlm.agent", required=True, readonly=True, index=True, ondelete="restrict"
    )
    level = fields.Integer(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.currency_id,
    )
    # how much, as it stood on the day
    plan_id = fields.Many2one(
        "mlm.commission.plan", required=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [("percentage", "Percentage"), ("fixed", "Fixed amount")], readonly=True
    )
    amount_base = fields.Monetary(
        string="Base", readonly=True, help="The premium without GST."
    )
    rate = fields.Float(string="Rate (%)", digits=(7, 4), readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    amount_capped = fields.Monetary(
        string="Cut by the cap",
        readonly=True,
        help="What the plan's cap took off this commission.",
    )
    standing = fields.Char(
        readonly=True, help="The agent's status and licence on the day of the sale."
    )
    passed_over = fields.Char(
        string="Passed over",
        readonly=True,
        help="Codes of sponsors below who could not earn this share.",
    )
    reversal_number = fields.Integer(
        string="Reversal number",
        default=0,
        required=True,
        readonly=True,
        help="0 for the sale itself; refunds of it count from 1.",
    )
    origin_id = fields.Many2one(
        "mlm.commission",
        string="Takes back",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The commission that a refund of the sale takes back in part or whole.",
    )
    reversal_ids = fields.One2many(
        "mlm.commission", "origin_id", string="Taken back", readonly=True
    )
    refund_move_id = fields.Many2one(
        "account.move",
        string="Credit note",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=f"{OFFICER},{ACCOUNTANT}",
    )
    explanation = fields.Char(compute="_compute_explanation")
    # where it stands
    state = fields.Selection(
        [
            ("pending", "Pending"),
            ("held", "Held"),
            ("approved", "Approved"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="pending",
        index=True,
    )
    state_reason = fields.Char(string="Reason", readonly=True, copy=False)
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Wallet line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    approved_at = fields.Datetime(string="Approved at", readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False
    )
    paid_at = fields.Datetime(string="Paid at", readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(res_model, res_id, agent_id, level, reversal_number)",
        "This sale has paid this agent on this level already.",
    )
    _level_positive = models.Constraint("CHECK (level >= 1)", "Levels count from 1.")
    _reversal_has_origin = models.Constraint(
        "CHECK ((reversal_number > 0) = (origin_id IS NOT NULL)"
        " AND (amount >= 0 OR origin_id IS NOT NULL))",
        "Only a commission that was earned can be taken back.",
    )
    _approved_in_books = models.Constraint(
        "CHECK (state NOT IN ('approved', 'paid') OR move_line_id IS NOT NULL)",
        "An approved commission must stand in the books.",
    )

    @api.depends("agent_id.code", "source_name", "level")
    def _compute_display_name(self):
        for commission in self:
            commission.display_name = (
                f"{commission.source_name or ''} · {commission.agent_id.code} "
                f"· L{commission.level}"
            )

    @api.depends("amount", "amount_base", "rate", "kind", "level", "plan_id")
    @api.depends("amount_capped", "passed_over", "state", "state_reason")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for commission in self:
            commission.explanation = " ".join(commission._explain())

    def copy_data(self, default=None):
        raise UserError(
            self.env._("Commissions are earned by a sale, each level once: no copies.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Commissions stay on record. Cancel a pending one instead.")
        )

    def action_hold(self, reason):
        """Keep pending commissions back.

        :param str reason: shown to the agent
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        reason = self.env["mlm.agent"]._require_reason(reason)
        self.agent_id._lock_wallets()
        self._with_reversals()._move("held", state_reason=reason)

    def action_cancel(self, reason):
        """Cancel commissions that are not in the books yet.

        :param str reason: shown to the agent
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        reason = self.env["mlm.agent"]._require_reason(reason)
        self.agent_id._lock_wallets()
        self._with_reversals()._move("cancelled", state_reason=reason)

    def action_release(self):
        """Let held commissions of agents who may earn by now be approved.

        :raise UserError: listing who still may not earn, and why
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        problems = {
            self.env._(
                "%(commission)s stays held: %(reason)s.",
                commission=commission.display_name,
                reason=reason,
            )
            for commission in self
            if (reason := commission.agent_id._get_bar_to_earning(commission.date_sale))
        }
        if problems:
            raise UserError("\n".join(sorted(problems)))
        self.agent_id._lock_wallets()
        self._with_reversals()._move("pending", state_reason=False)

    def action_open_source(self):
        """Open the sale this commission was earned on."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    def _explain(self):
        """Return the sentences that explain the amount."""
        self.ensure_one()
        if self.origin_id:
            return [self._explain_reversal()]
        parts = [self._explain_share()]
        if self.amount_capped:
            parts.append(
                self.env._(
                    "%(amount)s less, to stay under the plan's cap.",
                    amount=self._format(self.amount_capped),
                )
            )
        if self.passed_over:
            parts.append(self.env._("Passed over: %(codes)s.", codes=self.passed_over))
        if self.state == "held" and self.state_reason:
            parts.append(self.env._("Held: %(why)s.", why=self.state_reason))
        return parts

    def _explain_share(self):
        values = {
            "base": self._format(self.amount_base),
            "level": self.level,
            "seller": self.seller_id.code,
            "plan": self.plan_id.display_name,
        }
        if self.kind == "fixed":
            return self.env._(
                "%(fixed)s fixed on %(base)s, level %(level)s, seller %(seller)s, "
                "plan %(plan)s.",
                fixed=self._format(self.amount + self.amount_capped),
                **values,
            )
        return self.env._(
            "%(rate)g %% of %(base)s, level %(level)s, seller %(seller)s, "
            "plan %(plan)s.",
            rate=self.rate,
            **values,
        )

    def _format(self, amount):
        return format_amount(self.env, amount, self.currency_id)
