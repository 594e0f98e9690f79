from math import isfinite

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import float_compare, format_amount, format_datetime

from .mlm_agent import ACCOUNTANT


class MlmAgent(models.Model):
    """What an agent may do with his wallet, and why not."""

    _inherit = "mlm.agent"

    def request_withdrawal(self, amount):
        """Ask for a payout of one's own wallet.

        :param float amount: rupees
        :return: the withdrawal
        :raise UserError: with every reason why it is refused
        """
        self.ensure_one()
        self._check_wallet_holder()
        withdrawals = self.env["mlm.withdrawal"].sudo()
        return withdrawals.create({"agent_id": self.id, "amount": amount})

    def read_wallet(self):
        """Return what is in one's own wallet, in rupees.

        A sponsor sees his team, but not what his team earns: the fields of the
        wallet are the office's.

        :return: dict of ``balance``, ``reserved``, ``available``, ``earned``,
            ``withdrawn``, ``withheld`` and ``clawed_back``
        :raise AccessError: if it is somebody else's
        """
        self.ensure_one()
        self._check_wallet_holder()
        agent = self.sudo()
        return {
            "balance": agent.wallet_balance,
            "reserved": agent.wallet_reserved,
            "available": agent.wallet_available,
            "earned": agent.total_earned,
            "withdrawn": agent.total_withdrawn,
            "withheld": agent.total_withheld,
            "clawed_back": agent.total_clawed_back,
        }

    def _check_wallet_holder(self):
        """Let only the agents themselves and accountants draw on these wallets."""
        self.check_access("read")
        if self.env.user.has_group(ACCOUNTANT) or self.env.is_superuser():
            return
        if any(agent.user_id != self.env.user for agent in self.sudo()):
            raise AccessError(
                self.env._("Only the agent or an accountant can do this with a wallet.")
            )

    def _list_withdrawal_problems(self, amount, amount_together):
        """Return every reason, as sentences, why ``amount`` rupees can not be paid out.

        :param float amount: one withdrawal
        :param float amount_together: this and the ones asked for in the same breath
        """
        self.ensure_one()
        agent = self.sudo()
        return [
            self.env._(
                "%(agent)s: %(problem)s", agent=self.display_name, problem=problem
            )
            for problem in [
                *agent._list_amount_problems(amount, amount_together),
                *agent._list_standing_problems(),
                *agent._list_bank_problems(),
            ]
        ]

    def _list_amount_problems(self, amount, amount_together):
        currency = self.currency_id
        if amount <= 0 or not self._is_whole(amount, amount_together):
            return [self.env._("Ask for more than zero, in rupees and whole paise.")]
        minimum = self.company_id.mlm_withdrawal_minimum
        problems = []
        if currency.compare_amounts(amount, minimum) < 0:
            problems.append(
                self.env._(
                    "The smallest withdrawal is %(minimum)s.",
                    minimum=format_amount(self.env, minimum, currency),
                )
            )
        if currency.compare_amounts(self.wallet_available, 0.0) < 0:
            problems.append(self._explain_overdrawn())
        elif currency.compare_amounts(amount_together, self.wallet_available) > 0:
            problems.append(
                self.env._(
                    "%(available)s can be withdrawn now (balance %(balance)s, reserved "
                    "%(reserved)s).",
                    available=format_amount(self.env, self.wallet_available, currency),
                    balance=format_amount(self.env, self.wallet_balance, currency),
                    reserved=format_amount(self.env, self.wallet_reserved, currency),
                )
            )
        return problems

    def _explain_overdrawn(self):
        """Return the sentence for a wallet from which more was taken back than left."""
        return self.env._(
            "Commissions were taken back: the wallet lacks %(missing)s (balance "
            "%(balance)s, reserved %(reserved)s), which the next commissions make up "
            "first.",
            missing=format_amount(self.env, -self.wallet_available, self.currency_id),
            balance=format_amount(self.env, self.wallet_balance, self.currency_id),
            reserved=format_amount(self.env, self.wallet_reserved, self.currency_id),
        )

    def _is_whole(self, *amounts):
        """Whether these are numbers of rupees without a fraction of a paisa."""
        return all(
            isfinite(amount)
            and not float_compare(
                amount, self.currency_id.round(amount), precision_digits=6
            )
            for amount in amounts
        )

    def _list_standing_problems(self):
        problems = []
        if self.state != "active":
            problems.append(self.env._("The agent is not active."))
        if not self.kyc_verified_at:
            problems.append(self.env._("The office has not verified the KYC yet."))
        if self.company_id.mlm_withdrawal_needs_licence and not self._is_licensed_on(
            fields.Date.context_today(self)
        ):
            problems.append(self.env._("The licence is not valid today."))
        return problems

    def _list_bank_problems(self):
        if not self.bank_account_id.ifsc:
            return [self.env._("There is no bank account with an IFSC on record.")]
        if not self.is_bank_verified:
            return [self.env._("The office has not verified the bank account yet.")]
        cooled_at = self._get_bank_cooled_at()
        if cooled_at and cooled_at > fields.Datetime.now():
            return [
                self.env._(
                    "The bank account was changed: withdrawals are possible again from "
                    "%(moment)s.",
                    moment=format_datetime(self.env, cooled_at),
                )
            ]
        return []
