from odoo import Command, fields, models
from odoo.exceptions import UserError

from .mlm_agent import ACCOUNTANT


class MlmCommission(models.Model):
    """Commissions in the books: one entry an approval, one line an agent."""

    _inherit = "mlm.commission"

    def action_approve(self):
        """Credit pending commissions to the agents' wallets.

        Any number of commissions makes one journal entry a company, with one line an
        agent: six times faster than a line a commission, and a statement that can be
        read (docs/adr/one_line_per_agent.md).

        :raise UserError: if one is not pending, or the accounts are not set up
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        # the approver was checked above; sudo spares a check of rules an agent
        everything = self.sudo().with_context(tracking_disable=True)
        for company, commissions in everything.grouped("company_id").items():
            commissions._approve_in(company)

    def _approve_in(self, company):
        by_agent = dict(
            sorted(self.grouped("agent_id").items(), key=lambda pair: pair[0].id)
        )
        move = self._post_entry(company, by_agent)
        wallet_lines = move.line_ids.filtered("mlm_event").grouped("partner_id")
        approval = {
            "approved_at": fields.Datetime.now(),
            "approved_by_id": self.env.uid,
        }
        for agent, commissions in by_agent.items():
            commissions._move(
                "approved", move_line_id=wallet_lines[agent.partner_id].id, **approval
            )
        self.agent_id.invalidate_recordset()

    def _post_entry(self, company, by_agent):
        """Post the entry that credits each agent with the sum of his commissions."""
        strays = self.filtered(lambda commission: commission.state != "pending")
        if strays:
            raise UserError(strays._explain_refused_move("approved"))
        company._check_commission_books()
        moves = self.env["account.move"].with_company(company)
        move = moves.create(
            {
                "move_type": "entry",
                "journal_id": company.mlm_commission_journal_id.id,
                "date": fields.Date.context_today(self),
                "ref": self.env._("%(count)s commissions approved", count=len(self)),
                "line_ids": [
                    Command.create(vals)
                    for vals in self._prepare_move_lines_vals(company, by_agent)
                ],
            }
        )
        self._mark_payees()
        move.with_context(are_payees_marked=True).action_post()
        return move

    def _mark_payees(self):
        """Make the agents' contacts suppliers: core would do it one by one."""
        payees = self.agent_id.partner_id
        payees.filtered(lambda payee: not payee.supplier_rank).supplier_rank = 1

    def _prepare_move_lines_vals(self, company, by_agent):
        lines = []
        for agent, commissions in by_agent.items():
            amount = company.currency_id.round(sum(commissions.mapped("amount")))
            lines.append(commissions._prepare_wallet_line_vals(company, agent, amount))
        total = company.currency_id.round(sum(line["credit"] for line in lines))
        expense = {
            "account_id": company.mlm_expense_account_id.id,
            "name": self.env._("Commissions approved (%(count)s)", count=len(self)),
            "debit": total,
            "credit": 0.0,
            # False, or Odoo looks for a distribution model line by line
            "analytic_distribution": False,
        }
        return [expense, *lines]

    def _prepare_wallet_line_vals(self, company, agent, amount):
        return {
            "account_id": company.mlm_payable_account_id.id,
            "partner_id": agent.partner_id.id,
            "name": self.env._(
                "Commissions of %(agent)s (%(count)s)",
                agent=agent.code,
                count=len(self),
            ),
            "mlm_event": "commission",
            "debit": 0.0,
            "credit": amount,
            "analytic_distribution": False,
        }

    def _settle(self):
        """Turn commissions *paid* as far as their wallet lines are settled.

        A payout settles an agent's lines oldest first; within a line, which stands
        for many commissions, the oldest commissions count as paid first.
        """
        paid = self.browse()
        for line, commissions in self.grouped("move_line_id").items():
            left = line.credit - abs(line.amount_residual)
            for commission in commissions.sorted("id"):
                left -= commission.amount
                if line.currency_id.compare_amounts(left, 0.0) < 0:
                    break
                paid += commission
        paid.filtered(lambda commission: commission.state == "approved")._move(
            "paid", paid_at=fields.Datetime.now()
        )
