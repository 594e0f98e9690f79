from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.tools import format_amount, format_datetime

from .mlm_agent import ACCOUNTANT

NAMED_IN_ACTIVITY = 10


class MlmLedgerCheck(models.Model):
    """One comparison of wallets, papers and ledger, kept with what it found.

    Made by a person or the nightly job, never changed: that the books agreed on a
    day is worth keeping too.
    """

    _name = "mlm.ledger.check"
    _description = "Ledger Check"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    checked_at = fields.Datetime(
        string="Checked at", required=True, readonly=True, default=fields.Datetime.now
    )
    checked_by_id = fields.Many2one(
        "res.users",
        string="Checked by",
        readonly=True,
        default=lambda self: self.env.user,
    )
    agent_count = fields.Integer(string="Agents", readonly=True, aggregator=None)
    amount_ledger = fields.Monetary(
        string="Owed to agents", readonly=True, help="All wallets in the ledger."
    )
    line_ids = fields.One2many(
        "mlm.ledger.check.line", "check_id", string="Differences", readonly=True
    )
    difference_count = fields.Integer(
        string="Differences found", compute="_compute_difference_count", store=True
    )

    @api.depends("checked_at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for check in self:
            check.display_name = format_datetime(self.env, check.checked_at)

    @api.depends("line_ids")
    def _compute_difference_count(self):
        for check in self:
            check.difference_count = len(check.line_ids)

    def action_check(self):
        """Compare the books of the companies at hand now, and show the result.

        The records it is called on do not matter: a list's button sends the ticked.
        """
        self.check_access("read")
        self.env["guarded.state.mixin"]._check_role(ACCOUNTANT)
        checks = self.browse()
        for company in self.env.companies.filtered("mlm_payable_account_id"):
            checks += self._check_company(company)
        return checks.with_env(self.env)._get_records_action(
            name=self.env._("Ledger check")
        )

    @api.model
    def _cron_check(self):
        """Compare the books of every company, one commit each."""
        companies = (
            self.env["res.company"]
            .sudo()
            .search([("mlm_payable_account_id", "!=", False)])
        )
        cron = self.env["ir.cron"]
        for done, company in enumerate(companies, 1):
            self._check_company(company)
            if not cron._commit_progress(1, remaining=len(companies) - done):
                break

    @api.model
    def _check_company(self, company):
        """Compare, keep the result, and call for a person if something differs."""
        comparison = self.sudo()._compare(company)
        check = self.sudo().create(
            {
                "company_id": company.id,
                "agent_count": comparison["agent_count"],
                "amount_ledger": comparison["amount_ledger"],
                "line_ids": [
                    Command.create(vals) for vals in comparison["differences"]
                ],
            }
        )
        if check.line_ids:
            check._raise_activity()
        return check

    def _raise_activity(self):
        """Ask the responsible person to look, once until he has."""
        self.ensure_one()
        activity_type = self.env.ref("agent_mlm.mail_activity_ledger_difference")
        waiting = self.search_count(
            [
                ("company_id", "=", self.company_id.id),
                ("activity_ids.activity_type_id", "=", activity_type.id),
            ],
            limit=1,
        )
        if waiting:
            return
        self.activity_schedule(
            activity_type_id=activity_type.id,
            user_id=self._get_responsible().id,
            summary=self.env._(
                "Wallets and ledger differ (%(count)s)", count=len(self.line_ids)
            ),
            note=self._describe_differences(),
        )

    def _get_responsible(self):
        """Return whom the settings name, or the first accountant of the company."""
        company = self.company_id
        if company.mlm_ledger_check_user_id:
            return company.mlm_ledger_check_user_id
        accountants = self.env.ref(ACCOUNTANT).all_user_ids.filtered(
            lambda user: user.active and company in user.company_ids
        )
        return accountants.sorted("id")[:1] or self.env.ref("base.user_admin")

    def _describe_differences(self):
        """Return the differences as a list for the activity, the first ones by name."""
        named = self.line_ids[:NAMED_IN_ACTIVITY]
        points = Markup().join(
            Markup("<li>%s: %s %s</li>")
            % (
                line.partner_id.display_name or "-",
                dict(line._fields["kind"]._description_selection(self.env))[line.kind],
                format_amount(self.env, line.difference, self.currency_id),
            )
            for line in named
        )
        rest = len(self.line_ids) - len(named)
        more = self.env._("And %(count)s more.", count=rest) if rest else ""
        return Markup("<ul>%s</ul>%s") % (points, more)
