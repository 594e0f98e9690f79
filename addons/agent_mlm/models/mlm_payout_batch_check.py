import re
from collections import defaultdict

from odoo import models
from odoo.tools import format_amount

from ..const import ACCOUNT_NUMBER_PATTERN, IFSC_PATTERN
from .mlm_payout_batch import LIVE_STATES


class MlmPayoutBatch(models.Model):
    """What is looked at in every withdrawal before the bank is told to pay it."""

    _inherit = "mlm.payout.batch"

    def _list_row_problems(self, withdrawals=None):
        """Return why withdrawals can not be paid with this batch.

        :param withdrawals: those of the batch, unless others are given
        :return: {withdrawal: [sentences]}, only of those with a problem
        """
        self.ensure_one()
        rows = self._get_rows(withdrawals)
        problems = defaultdict(list)
        for withdrawal in rows:
            problems[withdrawal] += self._list_standing_problems(withdrawal)
            problems[withdrawal] += self._list_account_problems(withdrawal)
        for found in (self._find_overdrawn(rows), self._list_channel_problems(rows)):
            for withdrawal, sentences in found.items():
                problems[withdrawal] += sentences
        return self._keep_filled(problems, withdrawals)

    def _list_batch_problems(self, rows=None):
        """Return why the batch as a whole can not be sent, whatever its rows.

        :param rows: its withdrawals, unless others are given
        :return: list of sentences
        """
        return []

    def _list_row_warnings(self, withdrawals=None):
        """Return what a person should look at, though the bank could pay it.

        :param withdrawals: those of the batch, unless others are given
        :return: {withdrawal: [sentences]}, only of those with a warning
        """
        self.ensure_one()
        rows = self._get_rows(withdrawals)
        warnings = defaultdict(list)
        for withdrawal in rows.filtered(lambda row: row.agent_id.state != "active"):
            warnings[withdrawal].append(self.env._("The agent is not active."))
        for alike in rows.grouped(self._get_payment_key).values():
            for withdrawal in alike if len(alike) > 1 else ():
                warnings[withdrawal].append(self._explain_twin(withdrawal, alike))
        return self._keep_filled(warnings, withdrawals)

    def _list_channel_problems(self, rows):
        """Return what the channel of the batch can not pay; each channel adds to it.

        :param rows: withdrawals, as sudo
        :return: {withdrawal: [sentences]}
        """
        return {}

    def _get_rows(self, withdrawals):
        # bank accounts and wallets of the agents: read for the check, not shown
        rows = self.withdrawal_ids if withdrawals is None else withdrawals
        return rows.sudo()

    def _keep_filled(self, found, withdrawals):
        rows = self.withdrawal_ids if withdrawals is None else withdrawals
        return {
            withdrawal: found[withdrawal] for withdrawal in rows if found[withdrawal]
        }

    def _list_standing_problems(self, withdrawal):
        if withdrawal.company_id != self.company_id:
            return [self.env._("It belongs to another company.")]
        if withdrawal.state != "approved":
            return [self.env._("It is not waiting for the bank.")]
        other = withdrawal.batch_id - self._origin
        if other.state in LIVE_STATES:
            return [self.env._("It is in payout batch %(batch)s.", batch=other.name)]
        return []

    def _list_account_problems(self, withdrawal):
        """Compare the account as it was when asked with the agent's present one."""
        account = withdrawal.agent_id.bank_account_id
        asked = (withdrawal.bank_account_number, withdrawal.bank_ifsc)
        problems = []
        if not re.match(ACCOUNT_NUMBER_PATTERN, asked[0] or ""):
            problems.append(self.env._("The account number is not 9 to 18 digits."))
        if not re.match(IFSC_PATTERN, asked[1] or ""):
            problems.append(self.env._("The IFSC is missing or not one."))
        if not (withdrawal.bank_holder or "").strip():
            problems.append(self.env._("The account holder has no name."))
        if asked != (account.sanitized_acc_number, account.ifsc):
            problems.append(
                self.env._(
                    "The agent has another bank account now. Reject it, so that he "
                    "asks again."
                )
            )
        elif not account.allow_out_payment:
            problems.append(self.env._("The bank account is not verified any more."))
        return problems

    def _find_overdrawn(self, rows):
        """Return the withdrawals of agents whose wallets do not bear what they ask.

        They did when he asked: a commission was taken back since.
        """
        short = rows.agent_id.filtered(
            lambda agent: (
                agent.currency_id.compare_amounts(agent.wallet_available, 0.0) < 0
            )
        )
        return {
            withdrawal: [
                self.env._(
                    "The wallet holds %(balance)s, but %(reserved)s are asked for: "
                    "commissions were taken back since.",
                    balance=self._format(withdrawal.agent_id.wallet_balance),
                    reserved=self._format(withdrawal.agent_id.wallet_reserved),
                )
            ]
            for withdrawal in rows
            if withdrawal.agent_id in short
        }

    def _get_payment_key(self, withdrawal):
        return (
            withdrawal.bank_account_number,
            withdrawal.bank_ifsc,
            withdrawal.currency_id.round(withdrawal.amount),
        )

    def _explain_twin(self, withdrawal, alike):
        others = (alike - withdrawal)[:3]
        agents = others.agent_id - withdrawal.agent_id
        if agents:
            return self.env._(
                "The same account and amount as %(withdrawals)s of %(agents)s.",
                withdrawals=", ".join(others.mapped("name")),
                agents=", ".join(agents.mapped("display_name")),
            )
        return self.env._(
            "The agent asked for the same amount in %(withdrawals)s.",
            withdrawals=", ".join(others.mapped("name")),
        )

    def _format(self, amount):
        return format_amount(self.env, amount, self.company_id.currency_id)
