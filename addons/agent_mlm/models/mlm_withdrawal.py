from odoo import api, fields, models
from odoo.exceptions import UserError

from .mlm_agent import ACCOUNTANT, OFFICER

OFFICE = f"{OFFICER},{ACCOUNTANT}"


class MlmWithdrawal(models.Model):
    """A payout an agent asks for; reserved until it is paid or refused."""

    _name = "mlm.withdrawal"
    _description = "Withdrawal"
    _inherit = ["guarded.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"
    _is_sealed = True

    _moves = {
        "pending": ("approved", "rejected", "cancelled"),
        "approved": ("processed", "failed", "rejected"),
        "processed": ("reversed",),
        "reversed": (),
        "rejected": (),
        "failed": (),
        "cancelled": (),
    }

    name = fields.Char(string="Number", required=True, readonly=True, default="New")
    # who
    agent_id = fields.Many2one(
        "mlm.agent",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "=", "active")],
    )
    company_id = fields.Many2one(related="agent_id.company_id", store=True)
    requested_by_id = fields.Many2one(
        "res.users", string="Asked by", readonly=True, copy=False
    )
    # how much
    amount = fields.Monetary(required=True, tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    # where to, as it was when asked
    bank_holder = fields.Char(string="Account holder", readonly=True, copy=False)
    bank_name = fields.Char(string="Bank", readonly=True, copy=False)
    bank_account_number = fields.Char(
        string="Account number", readonly=True, copy=False, groups=OFFICE
    )
    bank_account_masked = fields.Char(
        string="Account", compute="_compute_bank_account_masked", compute_sudo=True
    )
    bank_ifsc = fields.Char(string="IFSC", readonly=True, copy=False, groups=OFFICE)
    # where it stands
    state = fields.Selection(
        [
            ("pending", "Pending"),
            ("approved", "Approved"),
            ("processed", "Processed"),
            ("reversed", "Returned"),
            ("rejected", "Rejected"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="pending",
        tracking=True,
        index=True,
    )
    state_reason = fields.Char(
        string="Reason", readonly=True, copy=False, tracking=True
    )
    requested_at = fields.Datetime(
        string="Asked at", readonly=True, copy=False, default=fields.Datetime.now
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False
    )
    approved_at = fields.Datetime(string="Approved at", readonly=True, copy=False)
    refused_by_id = fields.Many2one(
        "res.users", string="Refused by", readonly=True, copy=False
    )
    refused_at = fields.Datetime(string="Refused at", readonly=True, copy=False)
    processed_by_id = fields.Many2one(
        "res.users", string="Processed by", readonly=True, copy=False
    )
    processed_at = fields.Datetime(string="Processed at", readonly=True, copy=False)
    utr = fields.Char(
        string="UTR",
        readonly=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
        help="The bank's unique transaction reference of the payout.",
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Wallet line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name)", "This withdrawal number is taken."
    )
    # never again, even if the bank returned that payout: it gives each of them its own
    _utr_uniq = models.UniqueIndex(
        "(company_id, utr) WHERE utr IS NOT NULL",
        "This UTR belongs to another withdrawal already.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Ask for more than zero."
    )
    _processed_in_books = models.Constraint(
        "CHECK (state NOT IN ('processed', 'reversed') OR move_line_id IS NOT NULL)",
        "A processed withdrawal must stand in the books.",
    )

    @api.depends("bank_account_number")
    def _compute_bank_account_masked(self):
        for withdrawal in self:
            number = withdrawal.bank_account_number or ""
            withdrawal.bank_account_masked = number and f"••••{number[-4:]}"

    @api.model_create_multi
    def create(self, vals_list):
        """Reserve the amounts on the agents' wallets.

        The wallets are updated before they are read, so that of two requests at the
        same time the second one starts over and sees the first.

        :raise UserError: with every reason why an amount can not be withdrawn
        """
        for vals in vals_list:
            self._check_seal(vals.keys() - {"name", "state"})
        defaults = self.default_get(["agent_id", "amount"])
        vals_list = [self._read_request({**defaults, **vals}) for vals in vals_list]
        agents = self.env["mlm.agent"].browse(vals["agent_id"] for vals in vals_list)
        agents._check_wallet_holder()
        agents._lock_wallets()
        self._check_affordable(agents, vals_list)
        numbers = self.env["ir.sequence"]._draw("mlm.withdrawal", len(vals_list))
        for vals, agent, number in zip(vals_list, agents, numbers, strict=True):
            vals.update(self._prepare_snapshot_vals(agent), name=number)
        withdrawals = super().create(vals_list)
        agents.invalidate_recordset(["wallet_reserved", "wallet_available"])
        return withdrawals

    @api.model
    def _read_request(self, vals):
        """Return vals in which the agent is an id and the amount a number."""
        arguments = self.env["call.argument"]
        if not arguments._is_id(vals.get("agent_id")):
            raise UserError(self.env._("Choose the agent whose money it is."))
        return {**vals, "amount": arguments._read_amount(vals.get("amount"))}

    def write(self, vals):
        if {"agent_id", "amount"} & vals.keys():
            raise UserError(
                self.env._(
                    "A withdrawal keeps its agent and amount. Cancel it and ask again."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Withdrawals stay on record. Cancel a pending one instead.")
        )

    def action_approve(self):
        """Let the reserved amounts be paid out.

        :raise UserError: if the approver asked for the money himself
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self._check_second_person()
        self._check_not_overdrawn()
        self._move(
            "approved", approved_by_id=self.env.uid, approved_at=fields.Datetime.now()
        )

    def action_reject(self, reason):
        """Refuse withdrawals and release what they reserved.

        :param str reason: shown to the agent
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self._release("rejected", reason)

    def action_fail(self, reason):
        """Record that the bank did not pay, and release what was reserved.

        :param str reason: the bank's words, shown to the agent
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self._release("failed", reason)

    def action_cancel(self):
        """Take back one's own withdrawals as long as nobody has decided them."""
        self.check_access("read")
        self.agent_id._check_wallet_holder()
        self.sudo()._release("cancelled", self.env._("Taken back by the agent"))

    def _release(self, state, reason):
        self.agent_id._lock_wallets()
        self._move(
            state,
            state_reason=self.env["mlm.agent"]._require_reason(reason),
            refused_by_id=self.env.uid,
            refused_at=fields.Datetime.now(),
        )

    def _check_second_person(self):
        own = self.filtered(
            lambda withdrawal: (
                self.env.user
                in withdrawal.requested_by_id | withdrawal.agent_id.user_id
            )
        )
        if own:
            raise UserError(
                self.env._(
                    "You asked for %(withdrawals)s yourself: somebody else has to "
                    "approve it.",
                    withdrawals=", ".join(own.mapped("name")),
                )
            )

    def _check_not_overdrawn(self):
        """Refuse withdrawals that a clawback has taken the money from meanwhile."""
        problems = [
            self.env._(
                "%(agent)s: %(problem)s",
                agent=agent.display_name,
                problem=agent._explain_overdrawn(),
            )
            for agent in self.agent_id
            if agent.currency_id.compare_amounts(agent.wallet_available, 0.0) < 0
        ]
        if problems:
            raise UserError("\n".join(problems))

    @api.model
    def _check_affordable(self, agents, vals_list):
        """Refuse amounts that the wallets can not bear, naming every reason."""
        problems = []
        wanted = dict.fromkeys(agents, 0.0)
        for agent, vals in zip(agents, vals_list, strict=True):
            wanted[agent] += vals["amount"]
            problems += agent._list_withdrawal_problems(vals["amount"], wanted[agent])
        if problems:
            raise UserError("\n".join(problems))

    @api.model
    def _prepare_snapshot_vals(self, agent):
        account = agent.sudo().bank_account_id
        return {
            "requested_by_id": self.env.uid,
            "bank_holder": account.acc_holder_name,
            "bank_name": account.bank_id.name,
            "bank_account_number": account.sanitized_acc_number,
            "bank_ifsc": account.ifsc,
        }
