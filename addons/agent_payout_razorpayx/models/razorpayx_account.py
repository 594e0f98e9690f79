import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import ADMINISTRATOR, NARRATION_LENGTH, UNDER_WAY

TOKEN_BYTES = 24


class RazorpayxAccount(models.Model):
    """The RazorpayX account a company pays its agents from.

    The two secrets can be entered and replaced, but never read back, not even by an
    administrator: they have columns of their own that no access right opens, and the
    form writes them through fields that are always empty.
    """

    _name = "razorpayx.account"
    _description = "RazorpayX Account"
    _check_company_auto = True

    name = fields.Char(required=True, default="RazorpayX")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        check_company=True,
        domain="[('type', '=', 'bank')]",
        help="The bank journal of the RazorpayX account: payouts are booked there.",
    )
    # keys
    account_number = fields.Char(
        string="Account number",
        required=True,
        copy=False,
        groups=ADMINISTRATOR,
        help="The account at RazorpayX that is debited: Banking, in its dashboard.",
    )
    key_id = fields.Char(
        string="Key ID",
        required=True,
        copy=False,
        groups=ADMINISTRATOR,
        help="Begins with rzp_test_ or rzp_live_.",
    )
    key_secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    webhook_secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    key_secret_entry = fields.Char(
        string="Key secret",
        compute="_compute_entries",
        inverse="_inverse_key_secret_entry",
        groups=ADMINISTRATOR,
        help="Enter it to replace the one that is kept; it is never shown again.",
    )
    webhook_secret_entry = fields.Char(
        string="Webhook secret",
        compute="_compute_entries",
        inverse="_inverse_webhook_secret_entry",
        groups=ADMINISTRATOR,
        help="What you enter at RazorpayX for the webhook, word for word.",
    )
    has_key_secret = fields.Boolean(
        string="Key secret is kept", compute="_compute_has_secrets", compute_sudo=True
    )
    has_webhook_secret = fields.Boolean(
        string="Webhook secret is kept",
        compute="_compute_has_secrets",
        compute_sudo=True,
    )
    is_live = fields.Boolean(
        string="Moves real money", compute="_compute_is_live", compute_sudo=True
    )
    # webhook
    webhook_token = fields.Char(
        copy=False,
        readonly=True,
        groups=ADMINISTRATOR,
        default=lambda self: secrets.token_urlsafe(TOKEN_BYTES),
    )
    webhook_url = fields.Char(
        string="Webhook address", compute="_compute_webhook_url", groups=ADMINISTRATOR
    )
    # how it pays
    mode_small = fields.Selection(
        [("IMPS", "IMPS: in minutes, day and night"), ("NEFT", "NEFT: in batches")],
        string="Below two lakh rupees",
        required=True,
        default="IMPS",
        help="From two lakh rupees on, RTGS is used.",
    )
    is_queued_when_short = fields.Boolean(
        string="Wait when the balance is short",
        default=True,
        help="RazorpayX keeps a payout until there is money. Otherwise it fails.",
    )
    narration = fields.Char(
        string="Text on the statement", required=True, default="Commission"
    )

    _company_uniq = models.UniqueIndex(
        "(company_id) WHERE active",
        "The company has a RazorpayX account already. Archive the other one first.",
    )
    _token_uniq = models.UniqueIndex("(webhook_token)", "This address is taken.")

    @api.depends("key_secret", "webhook_secret")
    def _compute_has_secrets(self):
        for account in self:
            account.has_key_secret = bool(account.key_secret)
            account.has_webhook_secret = bool(account.webhook_secret)

    def _compute_entries(self):
        self.key_secret_entry = False
        self.webhook_secret_entry = False

    def _inverse_key_secret_entry(self):
        self._keep_secret("key_secret")

    def _inverse_webhook_secret_entry(self):
        self._keep_secret("webhook_secret")

    def _keep_secret(self, name):
        for account in self.filtered(f"{name}_entry"):
            account.sudo()[name] = account[f"{name}_entry"].strip()

    @api.depends("key_id")
    def _compute_is_live(self):
        for account in self:
            account.is_live = (account.key_id or "").startswith("rzp_live_")

    @api.depends("webhook_token")
    def _compute_webhook_url(self):
        for account in self:
            path = f"/agent_payout_razorpayx/webhook/{account.webhook_token}"
            account.webhook_url = f"{account.get_base_url()}{path}"

    @api.constrains("key_id")
    def _check_key_id(self):
        for account in self.sudo():
            if not (account.key_id or "").startswith(("rzp_test_", "rzp_live_")):
                raise ValidationError(
                    self.env._("A key ID begins with rzp_test_ or rzp_live_.")
                )

    @api.constrains("narration")
    def _check_narration(self):
        for account in self:
            text = account.narration
            if len(text) > NARRATION_LENGTH or not text.replace(" ", "").isalnum():
                raise ValidationError(
                    self.env._(
                        "The text on the statement has %(length)s letters, digits and "
                        "spaces at most.",
                        length=NARRATION_LENGTH,
                    )
                )

    def copy_data(self, default=None):
        """Refuse: a company has one account, and keys are not copied."""
        raise UserError(self.env._("A company has one RazorpayX account."))

    def write(self, vals):
        if "company_id" in vals:
            self._check_company_stays(vals["company_id"])
        if {"key_id", "account_number"} & vals.keys():
            self._forget_beneficiaries(vals)
        return super().write(vals)

    def _check_company_stays(self, company_id):
        if self.filtered(lambda account: account.company_id.id != company_id):
            raise UserError(
                self.env._("An account keeps its company. Archive it, make another.")
            )

    def _forget_beneficiaries(self, vals):
        """Ask for contacts and fund accounts anew when the account becomes another.

        :raise UserError: while payouts are under way: RazorpayX would not know them
        """
        changed = self.sudo().filtered(
            lambda account: any(
                account[name] != vals[name]
                for name in ("key_id", "account_number")
                if name in vals
            )
        )
        for account in changed:
            if "account_number" in vals or account._changes_mode(vals["key_id"]):
                account._check_nothing_under_way()
        beneficiaries = self.env["razorpayx.beneficiary"].sudo()
        beneficiaries.search([("account_id", "in", changed.ids)])._forget()

    def _changes_mode(self, key_id):
        return self.is_live != (key_id or "").startswith("rzp_live_")

    def _check_nothing_under_way(self):
        domain = [("account_id", "=", self.id), ("state", "in", UNDER_WAY)]
        if count := self.env["razorpayx.payout"].sudo().search_count(domain):
            raise UserError(
                self.env._(
                    "%(count)s payouts are under way through this account. Wait until "
                    "they have ended, or archive it and make another one.",
                    count=count,
                )
            )
