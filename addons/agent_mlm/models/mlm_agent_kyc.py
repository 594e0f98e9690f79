import re
from datetime import timedelta

from stdnum.in_ import pan as stdnum_pan

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import AADHAAR_LAST4_PATTERN
from .mlm_agent import ACCOUNTANT, OFFICER

OFFICE = f"{OFFICER},{ACCOUNTANT}"
# what the KYC check compares with the papers
IDENTITY_FIELDS = {"pan", "aadhaar_last4", "partner_id"}


class MlmAgent(models.Model):
    """Know your customer: who the agent is, and where his money goes."""

    _inherit = "mlm.agent"

    # identity
    pan = fields.Char(
        string="PAN",
        compute="_compute_pan",
        inverse="_inverse_pan",
        search="_search_pan",
        groups=OFFICE,
        help="10 characters such as ABCPK1234L; decides the tax withheld.",
    )
    aadhaar_last4 = fields.Char(
        string="Aadhaar, last 4",
        groups=OFFICE,
        copy=False,
        help="Only the last four digits may be kept.",
    )
    aadhaar_verified_on = fields.Date(
        string="Aadhaar verified on", groups=OFFICE, copy=False
    )
    document_ids = fields.One2many(
        "mlm.agent.document", "agent_id", string="Documents", groups=OFFICE
    )
    # bank
    bank_account_id = fields.Many2one(
        "res.partner.bank",
        groups=OFFICE,
        copy=False,
        tracking=True,
        domain="[('partner_id', '=', partner_id)]",
        help="Where withdrawals are paid to.",
    )
    bank_changed_at = fields.Datetime(
        string="Bank account chosen at", groups=OFFICE, readonly=True, copy=False
    )
    bank_name = fields.Char(
        related="bank_account_id.bank_name", string="Bank", groups=OFFICE
    )
    bank_account_number = fields.Char(
        related="bank_account_id.acc_number", string="Account number", groups=OFFICE
    )
    bank_ifsc = fields.Char(
        related="bank_account_id.ifsc", string="IFSC", groups=OFFICE
    )
    is_bank_verified = fields.Boolean(
        related="bank_account_id.allow_out_payment",
        string="Bank verified",
        groups=OFFICE,
    )
    bank_shared_agent_ids = fields.Many2many(
        "mlm.agent",
        string="Agents with the same account",
        compute="_compute_bank_shared_agent_ids",
        search="_search_bank_shared_agent_ids",
        groups=OFFICE,
    )
    # verdict
    kyc_verified_at = fields.Datetime(
        string="KYC verified at", readonly=True, copy=False, tracking=True
    )
    kyc_verified_by_id = fields.Many2one(
        "res.users", string="KYC verified by", readonly=True, copy=False
    )

    _aadhaar_last4_digits = models.Constraint(
        f"CHECK (aadhaar_last4 ~ '{AADHAAR_LAST4_PATTERN}')",
        "Of the Aadhaar number enter the last four digits only.",
    )

    @api.depends("partner_id.l10n_in_pan_entity_id.name")
    def _compute_pan(self):
        for agent in self:
            agent.pan = agent.sudo().partner_id.l10n_in_pan_entity_id.name

    def _inverse_pan(self):
        wanted = {agent: self._clean_pan(agent.pan) for agent in self}
        # any officer may file a PAN; Odoo keeps the entity itself for accountants
        entities = self.env["l10n_in.pan.entity"].sudo()
        numbers = {number for number in wanted.values() if number}
        found = {
            entity.name: entity
            for entity in entities.search([("name", "in", list(numbers))])
        }
        for entity in entities.create(
            [{"name": number} for number in numbers - found.keys()]
        ):
            found[entity.name] = entity
        for agent, number in wanted.items():
            agent.sudo().partner_id.l10n_in_pan_entity_id = found.get(number)

    @api.model
    def _search_pan(self, operator, value):
        return [("partner_id.l10n_in_pan_entity_id.name", operator, value)]

    @api.model
    def _clean_pan(self, value):
        if not value:
            return False
        number = stdnum_pan.compact(value)
        if not stdnum_pan.is_valid(number):
            raise ValidationError(
                self.env._(
                    "“%(pan)s” is not a PAN: 5 letters, 4 digits, a letter, such as "
                    "ABCPK1234L.",
                    pan=value,
                )
            )
        return number

    @api.depends("bank_account_id.sanitized_acc_number", "bank_account_id.ifsc")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_bank_shared_agent_ids(self):
        numbers = self.sudo().bank_account_id.mapped("sanitized_acc_number")
        sharing = self.sudo().search(
            [("bank_account_id.sanitized_acc_number", "in", numbers)]
        )
        # an agent of another company would lock the whole form to this user
        sharing = sharing.sudo(self.env.su)._filtered_access("read").sudo()
        for agent in self:
            account = agent.sudo().bank_account_id
            agent.bank_shared_agent_ids = (
                sharing.filtered(
                    lambda other, account=account: (
                        account
                        and other.bank_account_id.sanitized_acc_number
                        == account.sanitized_acc_number
                        and other.bank_account_id.ifsc == account.ifsc
                    )
                ).with_env(self.env)
                - agent._origin
            )

    @api.model
    def _search_bank_shared_agent_ids(self, operator, value):
        """Find the agents who share their account with nobody, or (inverted) do."""
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        used = self.sudo()._search([("bank_account_id", "!=", False)])
        shared = (
            self.env["res.partner.bank"]
            .sudo()
            ._read_group(
                [("id", "in", used.subselect("bank_account_id"))],
                ["sanitized_acc_number", "ifsc"],
                ["id:recordset"],
                having=[("__count", ">", 1)],
            )
        )
        accounts = self.env["res.partner.bank"].union(*(row[-1] for row in shared))
        return [("bank_account_id", "not in", accounts.ids)]

    @api.constrains("aadhaar_last4")
    def _check_aadhaar_last4(self):
        for agent in self.filtered("aadhaar_last4"):
            if not re.match(AADHAAR_LAST4_PATTERN, agent.aadhaar_last4):
                raise ValidationError(
                    self.env._("Of the Aadhaar number enter the last four digits only.")
                )

    @api.constrains("bank_account_id", "partner_id")
    def _check_bank_account_holder(self):
        for agent in self.sudo().filtered("bank_account_id"):
            if agent.bank_account_id.partner_id != agent.partner_id:
                raise ValidationError(
                    self.env._(
                        "The bank account of %(agent)s must be his own.",
                        agent=agent.display_name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if "bank_account_id" in vals:
            self._record(bank_changed_at=fields.Datetime.now())
        if IDENTITY_FIELDS & vals.keys():
            self._record(kyc_verified_at=False, kyc_verified_by_id=False)
        return result

    def action_verify_kyc(self):
        """Record that the identity papers of these agents were checked.

        :raise ValidationError: listing what is missing, of every agent
        """
        self._check_role(OFFICER)
        self.check_access("write")
        problems = [
            self.env._(
                "%(agent)s: missing %(items)s.",
                agent=agent.display_name,
                items=", ".join(missing),
            )
            for agent in self
            if (missing := agent._list_missing_identity())
        ]
        if problems:
            raise ValidationError("\n".join(problems))
        self._record(
            kyc_verified_at=fields.Datetime.now(), kyc_verified_by_id=self.env.uid
        )

    def action_verify_bank(self):
        """Trust the bank accounts of these agents for payouts."""
        self._check_role(ACCOUNTANT)
        self.check_access("read")
        self.sudo().bank_account_id.allow_out_payment = True

    def _list_missing_kyc(self):
        if self.kyc_verified_at:
            return []
        return [
            *self._list_missing_identity(),
            self.env._("the KYC check by an officer"),
        ]

    def _list_missing_identity(self):
        self.ensure_one()
        agent = self.sudo()
        missing = []
        if not agent.pan:
            missing.append(self.env._("PAN"))
        if not agent.aadhaar_last4:
            missing.append(self.env._("last 4 digits of Aadhaar"))
        if not agent.bank_account_id.ifsc:
            missing.append(self.env._("bank account with IFSC"))
        return missing

    def _get_bank_cooled_at(self):
        """Return from when on (UTC) the agent's present account may be paid to."""
        self.ensure_one()
        agent = self.sudo()
        changes = [agent.bank_changed_at, agent.bank_account_id.details_changed_at]
        changed_at = max(filter(None, changes), default=None)
        hours = agent.company_id.mlm_bank_cooling_hours
        return changed_at and changed_at + timedelta(hours=hours)
