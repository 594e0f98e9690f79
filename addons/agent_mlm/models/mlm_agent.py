from odoo import api, fields, models
from odoo.exceptions import UserError

OFFICER = "agent_mlm.agent_mlm_group_officer"
ACCOUNTANT = "agent_mlm.agent_mlm_group_accountant"


class MlmAgent(models.Model):
    """A person or firm licensed to sell, with a place in the tree of sponsors."""

    _name = "mlm.agent"
    _description = "Agent"
    _inherit = ["guarded.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "code, id"
    _rec_names_search = ["code", "name"]
    _parent_name = "sponsor_id"
    _parent_store = True
    _check_company_auto = True
    _mail_post_access = "read"
    _is_sealed = True

    _moves = {
        "pending": ("active", "rejected"),
        "active": ("inactive",),
        "inactive": ("active",),
        "rejected": ("pending",),
    }

    # who
    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, index=True, ondelete="restrict"
    )
    name = fields.Char(related="partner_id.name", store=True, readonly=False)
    email = fields.Char(related="partner_id.email", readonly=False)
    phone = fields.Char(related="partner_id.phone", readonly=False)
    user_id = fields.Many2one(
        "res.users",
        string="Login",
        index="btree_not_null",
        copy=False,
        tracking=True,
        help="The portal user this agent signs in as.",
    )
    code = fields.Char(required=True, readonly=True, copy=False, default="New")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    # standing
    state = fields.Selection(
        [
            ("pending", "Pending"),
            ("active", "Active"),
            ("inactive", "Inactive"),
            ("rejected", "Rejected"),
        ],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="pending",
        tracking=True,
        index=True,
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False
    )
    approved_at = fields.Datetime(string="Approved at", readonly=True, copy=False)
    state_reason = fields.Char(
        string="Reason", readonly=True, copy=False, tracking=True
    )
    # licence
    licence_number = fields.Char(string="Licence number", tracking=True, copy=False)
    licence_type = fields.Selection(
        [
            ("agent", "Individual agent"),
            ("posp", "Point of sales person (POSP)"),
            ("corporate", "Corporate agent"),
            ("broker", "Broker"),
        ],
        string="Kind of licence",
        tracking=True,
    )
    licence_date_start = fields.Date(string="Licensed from", tracking=True, copy=False)
    licence_date_end = fields.Date(string="Licensed until", tracking=True, copy=False)

    _code_uniq = models.UniqueIndex(
        "(company_id, code)", "Another agent has this code already."
    )
    _partner_uniq = models.UniqueIndex(
        "(company_id, partner_id)",
        "This contact is an agent already: one person, one agent, one wallet.",
    )
    _user_uniq = models.UniqueIndex(
        "(company_id, user_id) WHERE user_id IS NOT NULL",
        "This login belongs to another agent already.",
    )
    _licence_dates = models.Constraint(
        "CHECK (licence_date_end >= licence_date_start)",
        "The licence ends before it starts.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for agent in self:
            agent.display_name = f"[{agent.code}] {agent.name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_seal(vals.keys() - {"code", "state"})
        codes = self.env["ir.sequence"]._draw("mlm.agent", len(vals_list))
        for vals, code in zip(vals_list, codes, strict=True):
            vals["code"] = code
        return super().create(vals_list)

    def write(self, vals):
        if "user_id" not in vals:
            return super().write(vals)
        before = self.sudo().user_id
        result = super().write(vals)
        self._sync_portal(before | self.sudo().user_id)
        return result

    def copy_data(self, default=None):
        if "partner_id" not in (default or {}):
            raise UserError(
                self.env._("One person, one agent: make a new agent for somebody else.")
            )
        return super().copy_data(default=default)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_applicants(self):
        if self.filtered(lambda agent: agent.state not in ("pending", "rejected")):
            raise UserError(
                self.env._(
                    "Agents who were once admitted stay on record. "
                    "Deactivate them instead."
                )
            )

    def action_approve(self):
        """Admit applicants: from now on they may sell and earn.

        :raise UserError: listing everything that is missing, of every applicant
        """
        self._check_role(OFFICER)
        self.check_access("write")
        if problems := self._collect_admission_problems():
            raise UserError("\n".join(problems))
        self._move(
            "active",
            approved_by_id=self.env.uid,
            approved_at=fields.Datetime.now(),
            state_reason=False,
        )
        self._sync_portal(self.sudo().user_id)

    def action_deactivate(self, reason):
        """Stop agents from earning and from signing in as agents.

        :param str reason: shown to the agent
        """
        self._check_role(OFFICER)
        self.check_access("write")
        self._move("inactive", state_reason=self._require_reason(reason))
        self._sync_portal(self.sudo().user_id)

    def action_reactivate(self):
        """Let inactive agents earn again."""
        self._check_role(OFFICER)
        self.check_access("write")
        self._move("active", state_reason=False)
        self._sync_portal(self.sudo().user_id)

    def action_reject(self, reason):
        """Refuse applicants.

        :param str reason: shown to the applicant
        """
        self._check_role(OFFICER)
        self.check_access("write")
        self._move("rejected", state_reason=self._require_reason(reason))

    def action_reconsider(self):
        """Let rejected applicants apply again."""
        self._check_role(OFFICER)
        self.check_access("write")
        self._move("pending", state_reason=False)

    def _is_licensed_on(self, day):
        """Whether the agent holds a licence valid on ``day``.

        Insurance Act 1938 s.42A: nobody is paid for soliciting without one.
        """
        self.ensure_one()
        return bool(
            self.licence_number
            and self.licence_date_end
            and (self.licence_date_start or day) <= day <= self.licence_date_end
        )

    def _collect_admission_problems(self):
        """Return one sentence for each applicant who can not be admitted yet."""
        return [
            self.env._(
                "%(agent)s: missing %(items)s.",
                agent=agent.display_name,
                items=", ".join(missing),
            )
            for agent in self
            if (missing := agent._list_missing_for_admission())
        ]

    def _list_missing_for_admission(self):
        self.ensure_one()
        missing = []
        if not self.licence_number or not self.licence_type:
            missing.append(self.env._("licence number and type"))
        elif not self._is_licensed_on(fields.Date.context_today(self)):
            missing.append(self.env._("a licence valid today"))
        return missing + self._list_missing_kyc()

    def _sync_portal(self, users):
        """Open the agents' portal to the active agents among ``users`` only."""
        agents = self.sudo().with_context(active_test=False)
        active = agents.search(
            [("user_id", "in", users.ids), ("state", "=", "active")]
        ).user_id.filtered("share")
        group = self.env.ref("agent_mlm.agent_mlm_group_portal_agent").sudo()
        group.write(
            {
                "user_ids": [
                    *(fields.Command.link(user.id) for user in active),
                    *(fields.Command.unlink(user.id) for user in users - active),
                ]
            }
        )

    @api.model
    def _require_reason(self, reason):
        if not (isinstance(reason, str) and reason.strip()):
            raise UserError(
                self.env._(
                    "Give a reason: the agent will be told, and it stays on record."
                )
            )
        return reason.strip()
