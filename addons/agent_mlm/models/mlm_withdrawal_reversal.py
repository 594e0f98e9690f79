from odoo import Command, fields, models
from odoo.exceptions import UserError

from .mlm_agent import ACCOUNTANT


class MlmWithdrawal(models.Model):
    """Payouts that the bank returns after it had paid them."""

    _inherit = "mlm.withdrawal"

    reversal_line_id = fields.Many2one(
        "account.move.line",
        string="Wallet line of the return",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversed_at = fields.Datetime(string="Returned at", readonly=True, copy=False)

    _reversed_in_books = models.Constraint(
        "CHECK (state != 'reversed' OR reversal_line_id IS NOT NULL)",
        "A returned withdrawal must stand in the books.",
    )

    def action_reverse(self, reason, date=None):
        """Book that the bank returned payouts: the money is the agents' again.

        The entry of the payout stays; one of its own undoes it. Commissions that the
        payout had settled are open again, until another one settles them.

        :param str reason: the bank's words, shown to the agent
        :param date: the day the money came back; today if not given
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        reason = self.env["mlm.agent"]._require_reason(reason)
        today = fields.Date.context_today(self)
        day = self.env["call.argument"]._read_day(date) or today
        self._check_moves_to_reversed()
        self.agent_id._lock_wallets()
        by_entry = self.sudo().grouped(lambda payout: payout.move_line_id.move_id)
        for move, withdrawals in by_entry.items():
            withdrawals._reverse_in(move, day, reason)

    def _check_moves_to_reversed(self):
        strays = self.filtered(lambda withdrawal: withdrawal.state != "processed")
        if strays:
            raise UserError(strays._explain_refused_move("reversed"))

    def _reverse_in(self, payout_move, day, reason):
        """Reverse some of the payouts that one bank entry has booked."""
        company = self.company_id
        move = self._post_reversal(company, payout_move, day)
        returns = move.line_ids.filtered("mlm_event").sorted("id")
        moment = fields.Datetime.now()
        for withdrawal, line in zip(self, returns, strict=True):
            withdrawal._move(
                "reversed",
                state_reason=reason,
                reversal_line_id=line.id,
                reversed_at=moment,
            )
        self._unsettle_commissions(company)

    def _post_reversal(self, company, payout_move, day):
        ref = self.env._("Return of %(count)s payouts", count=len(self))
        bank_line = payout_move.line_ids.filtered(lambda line: not line.mlm_event)
        lines = [
            {
                "account_id": withdrawal.move_line_id.account_id.id,
                "partner_id": withdrawal.agent_id.partner_id.id,
                "name": self.env._(
                    "Return of payout %(number)s to %(agent)s",
                    number=withdrawal.name,
                    agent=withdrawal.agent_id.code,
                ),
                "mlm_event": "payout_reversal",
                "debit": 0.0,
                "credit": withdrawal.amount,
            }
            for withdrawal in self
        ]
        bank = {
            "account_id": bank_line.account_id.id,
            "name": ref,
            "debit": company.currency_id.round(sum(self.mapped("amount"))),
            "credit": 0.0,
        }
        moves = self.env["account.move"].with_company(company)
        move = moves.with_context(tracking_disable=True).create(
            {
                "move_type": "entry",
                "journal_id": payout_move.journal_id.id,
                "date": day,
                "ref": ref,
                "line_ids": [
                    Command.create({**vals, "analytic_distribution": False})
                    for vals in [*lines, bank]
                ],
            }
        )
        move.action_post()
        return move

    def _unsettle_commissions(self, company):
        """Match payouts with their returns, and the other payouts with what is open."""
        payouts = self.move_line_id
        matched = payouts.matched_credit_ids.credit_move_id
        payouts.remove_move_reconcile()
        payouts._reconcile_plan(
            [
                withdrawal.move_line_id + withdrawal.reversal_line_id
                for withdrawal in self
            ]
        )
        self._settle_commissions(company, payouts.partner_id)
        matched.mlm_commission_ids._settle()
