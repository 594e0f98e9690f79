from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .mlm_agent import ACCOUNTANT
from .mlm_agent_kyc import OFFICE

OPEN_WITHDRAWAL_STATES = ("pending", "approved")


class MlmAgent(models.Model):
    """The wallet is the ledger: what the company owes the agent in its books.

    balance = what is posted on the commission-payable account for the agent;
    reserved = what open withdrawals have claimed; available = the difference.
    Nothing is stored that could drift (docs/adr/wallet_is_ledger.md).
    """

    _inherit = "mlm.agent"

    wallet_balance = fields.Monetary(
        string="Balance", compute="_compute_wallet", compute_sudo=True, groups=OFFICE
    )
    wallet_reserved = fields.Monetary(
        string="Reserved",
        compute="_compute_wallet",
        compute_sudo=True,
        groups=OFFICE,
        help="Asked for in withdrawals that are not paid or refused yet.",
    )
    wallet_available = fields.Monetary(
        string="Available",
        compute="_compute_wallet",
        compute_sudo=True,
        groups=OFFICE,
        help="What can be withdrawn now.",
    )
    total_earned = fields.Monetary(
        string="Earned",
        compute="_compute_totals",
        compute_sudo=True,
        groups=OFFICE,
        help="All commissions credited so far.",
    )
    total_withdrawn = fields.Monetary(
        string="Withdrawn",
        compute="_compute_totals",
        compute_sudo=True,
        groups=OFFICE,
        help="All withdrawals paid out so far, less those the bank returned.",
    )
    total_withheld = fields.Monetary(
        string="Tax withheld",
        compute="_compute_totals",
        compute_sudo=True,
        groups=OFFICE,
        help="All tax deducted from commissions so far.",
    )
    total_clawed_back = fields.Monetary(
        string="Taken back",
        compute="_compute_totals",
        compute_sudo=True,
        groups=OFFICE,
        help="All commissions taken back so far because a premium was refunded.",
    )
    wallet_sequence = fields.Integer(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Grows with every claim on the wallet, so that two at once collide.",
    )
    withdrawal_ids = fields.One2many("mlm.withdrawal", "agent_id", string="Withdrawals")

    def write(self, vals):
        if {"partner_id", "company_id"} & vals.keys():
            self._check_wallets_stay(vals)
        return super().write(vals)

    def _check_wallets_stay(self, vals):
        """Refuse another contact or company for agents who have a wallet.

        The wallet is read from the books by those two: it would stay behind.
        """
        moving = self.sudo().filtered(
            lambda agent: any(
                agent[name].id != vals[name]
                for name in ("partner_id", "company_id")
                if name in vals
            )
        )
        domain = [
            ("partner_id", "in", moving.partner_id.ids),
            ("company_id", "in", moving.company_id.ids),
            ("mlm_event", "!=", False),
        ]
        if self.env["account.move.line"].sudo().search_count(domain, limit=1):
            raise ValidationError(
                self.env._(
                    "%(agents)s: the wallet stands in the books under this contact and "
                    "company, so they stay. Close this agent and make a new one.",
                    agents=", ".join(moving.mapped("display_name")),
                )
            )

    @api.depends("withdrawal_ids.state", "withdrawal_ids.amount")
    def _compute_wallet(self):
        balances = self._sum_wallet_lines()
        reserved = dict(
            self.env["mlm.withdrawal"]._read_group(
                [
                    ("agent_id", "in", self.ids),
                    ("state", "in", OPEN_WITHDRAWAL_STATES),
                ],
                ["agent_id"],
                ["amount:sum"],
            )
        )
        for agent in self:
            balance = balances.get((agent.partner_id, agent.company_id), 0.0)
            agent.wallet_balance = balance
            agent.wallet_reserved = reserved.get(agent._origin, 0.0)
            agent.wallet_available = balance - agent.wallet_reserved

    @api.depends("withdrawal_ids.state")
    def _compute_totals(self):
        sums = self._sum_wallet_events()
        for agent in self:
            by_event = sums.get((agent.partner_id, agent.company_id), {})
            agent.total_earned = by_event.get("commission", 0.0)
            agent.total_withdrawn = 0.0 - agent.currency_id.round(
                by_event.get("payout", 0.0) + by_event.get("payout_reversal", 0.0)
            )
            agent.total_withheld = 0.0 - by_event.get("withholding", 0.0)
            agent.total_clawed_back = 0.0 - by_event.get("clawback", 0.0)

    def _get_wallet_domain(self):
        """Return the domain of the posted journal items that make up the wallets."""
        return [
            ("account_id", "in", self.company_id.mlm_payable_account_id.ids),
            ("partner_id", "in", self.partner_id.ids),
            ("parent_state", "=", "posted"),
        ]

    def _sum_wallet_lines(self, domain=()):
        """Return {(partner, company): rupees owed} of the wallets' lines."""
        return {
            (partner, company): -balance
            for partner, company, balance in self.env["account.move.line"]._read_group(
                [*self.sudo()._get_wallet_domain(), *domain],
                ["partner_id", "company_id"],
                ["balance:sum"],
            )
        }

    def _sum_wallet_events(self):
        """Return {(partner, company): {event: rupees}} of the wallets' lines."""
        sums = {}
        for partner, company, event, balance in self.env[
            "account.move.line"
        ]._read_group(
            self.sudo()._get_wallet_domain(),
            ["partner_id", "company_id", "mlm_event"],
            ["balance:sum"],
        ):
            sums.setdefault((partner, company), {})[event] = -balance
        return sums

    def _lock_wallets(self):
        """Make every other claim on these wallets wait for, or lose to, this one.

        A real UPDATE, not a row lock: under REPEATABLE READ a transaction that
        waited for a lock goes on with its old sums and spends the money again,
        one that waited for an update fails and is played again with new sums.
        """
        if not self.ids:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE mlm_agent"
                " SET wallet_sequence = COALESCE(wallet_sequence, 0) + 1"
                " WHERE id IN (SELECT id FROM mlm_agent WHERE id IN %s ORDER BY id"
                " FOR NO KEY UPDATE)",
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(
            ["wallet_balance", "wallet_reserved", "wallet_available"]
        )

    def action_open_wallet(self):
        """Open the journal items that make up the wallet.

        :raise AccessError: for whoever may not read the books
        """
        self.ensure_one()
        self.check_access("read")
        self._check_role(ACCOUNTANT)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "agent_mlm.mlm_wallet_line_action"
        )
        return {
            **action,
            "display_name": self.env._("Wallet of %(agent)s", agent=self.display_name),
            "domain": self.sudo()._get_wallet_domain(),
            "context": {"is_single_wallet": True},
        }
