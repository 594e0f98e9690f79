from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, ValidationError

# where an Indian company is, unless its contact says otherwise
OFFICE_ZONE = "Asia/Kolkata"


class ResCompany(models.Model):
    _inherit = "res.company"

    # books
    mlm_payable_account_id = fields.Many2one(
        "account.account",
        string="Agent payable account",
        check_company=True,
        domain="[('account_type', '=', 'liability_payable')]",
        help="What the company owes its agents. An agent's wallet is his balance here.",
    )
    mlm_expense_account_id = fields.Many2one(
        "account.account",
        string="Commission expense account",
        check_company=True,
        domain="[('internal_group', '=', 'expense')]",
        help="Where approved commissions are charged.",
    )
    mlm_withholding_account_id = fields.Many2one(
        "account.account",
        string="TDS payable account",
        check_company=True,
        domain="[('internal_group', '=', 'liability'), "
        "('account_type', '!=', 'liability_payable')]",
        help="Tax withheld from commissions, until it is paid to the government.",
    )
    mlm_commission_journal_id = fields.Many2one(
        "account.journal",
        string="Commission journal",
        check_company=True,
        domain="[('type', '=', 'general')]",
        help="The journal of the entries that approve commissions.",
    )
    mlm_payout_journal_id = fields.Many2one(
        "account.journal",
        string="Payout bank",
        check_company=True,
        domain="[('type', '=', 'bank')]",
        help="The bank that withdrawals are paid from, unless another is chosen.",
    )
    # rules
    mlm_commission_plan_id = fields.Many2one(
        "mlm.commission.plan",
        string="Commission plan",
        check_company=True,
        help="Sales earn by the version of this plan that is in force on their date.",
    )
    mlm_withdrawal_minimum = fields.Monetary(
        string="Smallest withdrawal",
        currency_field="currency_id",
        default=500,
        help="Agents can not ask for less than this.",
    )
    mlm_bank_cooling_hours = fields.Integer(
        string="Cooling period of a bank change (hours)",
        default=24,
        help="How long after a change of bank account no withdrawal can be asked for.",
    )
    mlm_withdrawal_needs_licence = fields.Boolean(
        string="Withdrawals need a valid licence",
        help="Refuse withdrawals of agents whose licence has run out.",
    )

    _mlm_withdrawal_minimum_positive = models.Constraint(
        "CHECK (mlm_withdrawal_minimum >= 0)",
        "The smallest withdrawal can not be below zero.",
    )
    _mlm_bank_cooling_hours_positive = models.Constraint(
        "CHECK (mlm_bank_cooling_hours >= 0)",
        "The cooling period can not be below zero hours.",
    )

    @api.constrains("mlm_payable_account_id")
    def _check_mlm_payable_account(self):
        for company in self:
            account = company.mlm_payable_account_id
            if account and account.account_type != "liability_payable":
                raise ValidationError(
                    self.env._(
                        "The agent payable account must be of type Payable: "
                        "%(account)s is not.",
                        account=account.display_name,
                    )
                )

    @api.constrains("mlm_withholding_account_id", "mlm_payable_account_id")
    def _check_mlm_withholding_account(self):
        """Keep tax off the wallets: it is owed to the government, not to agents."""
        for company in self:
            account = company.mlm_withholding_account_id
            if account and (
                account == company.mlm_payable_account_id
                or account.account_type == "liability_payable"
            ):
                raise ValidationError(
                    self.env._(
                        "Tax withheld needs an account of its own, which is not of "
                        "type Payable: %(account)s can not be it.",
                        account=account.display_name,
                    )
                )

    def write(self, vals):
        if "mlm_payable_account_id" in vals:
            self._check_wallets_stay(vals["mlm_payable_account_id"])
        return super().write(vals)

    def _check_wallets_stay(self, account_id):
        """Refuse another payable account once agents have money on the present one.

        Wallets are read from that account: they would all drop to zero.
        """
        moved = self.filtered(
            lambda company: company.mlm_payable_account_id.id != account_id
        )
        accounts = moved.mlm_payable_account_id
        if accounts and self.env["account.move.line"].sudo().search_count(
            [("account_id", "in", accounts.ids), ("mlm_event", "!=", False)], limit=1
        ):
            raise ValidationError(
                self.env._(
                    "Agents already have money on %(account)s, and their wallets are "
                    "its balance. Move the balance first, or keep the account.",
                    account=", ".join(accounts.mapped("display_name")),
                )
            )

    def _get_today(self):
        """Return the day it is where the company is.

        A nightly job has no time zone of its own: in UTC, its entries of the first of
        April would be dated in the financial year before.
        """
        self.ensure_one()
        zone = ZoneInfo(self.sudo().partner_id.tz or OFFICE_ZONE)
        return fields.Datetime.now().replace(tzinfo=UTC).astimezone(zone).date()

    def _check_commission_books(self, is_withholding=False):
        """Refuse to post before the accounts and the journal are chosen.

        :param bool is_withholding: whether tax is posted as well
        :raise RedirectWarning: naming what is missing, with the way to the settings
        """
        self.ensure_one()
        wanted = [
            "mlm_payable_account_id",
            "mlm_expense_account_id",
            "mlm_commission_journal_id",
            *(["mlm_withholding_account_id"] if is_withholding else []),
        ]
        missing = [self._fields[name] for name in wanted if not self.sudo()[name]]
        if missing:
            labels = [field._description_string(self.env) for field in missing]
            raise RedirectWarning(
                self.env._(
                    "Choose in the settings of %(company)s first: %(missing)s.",
                    company=self.name,
                    missing=", ".join(labels),
                ),
                self.env.ref("agent_mlm.mlm_settings_action").id,
                self.env._("Open the settings"),
            )

    def _load_commission_books(self):
        """Create the commission accounts and journal of the Indian chart."""
        for company in self:
            chart = self.env["account.chart.template"].with_company(company)
            chart._load_data(
                {
                    "account.account": chart._get_agent_mlm_in_account_account(),
                    "account.journal": chart._get_agent_mlm_in_account_journal(),
                }
            )
            chart._load_data({"res.company": chart._get_agent_mlm_in_res_company()})
