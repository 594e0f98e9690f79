from odoo import Command, fields, models

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
        everything = self._with_reversals().sudo()
        everything = everything.with_context(tracking_disable=True)
        everything._check_approvable()
        for company, commissions in everything.grouped("company_id").items():
            commissions._approve_in(company)

    def _approve_in(self, company):
        # the year's tax is summed over all agents of a person: one approval at a time
        payees = self.agent_id._get_agents_of_payees()
        payees._lock_wallets()
        by_agent = self._group_by_agent()
        withholdings = self.env["mlm.agent"]._list_withholdings(
            {agent: commissions._total() for agent, commissions in by_agent.items()},
            company._get_today(),
        )
        company._check_commission_books(is_withholding=bool(withholdings))
        move = self._post_entry(
            company,
            self.env._("%(count)s commissions approved", count=len(self)),
            self._prepare_approval_lines_vals(company, by_agent, withholdings),
        )
        self.env["mlm.withholding"]._record_posted(withholdings, move)
        wallet_lines = move.line_ids.filtered(
            lambda line: line.mlm_event == "commission"
        ).grouped("partner_id")
        approval = {
            "approved_at": fields.Datetime.now(),
            "approved_by_id": self.env.uid,
        }
        for agent, commissions in by_agent.items():
            commissions._move(
                "approved", move_line_id=wallet_lines[agent.partner_id].id, **approval
            )
        payees.invalidate_recordset()

    def _group_by_agent(self):
        """Return {agent: his commissions} in the order their lines are posted."""
        return dict(
            sorted(self.grouped("agent_id").items(), key=lambda pair: pair[0].id)
        )

    def _total(self):
        """Return the rupees of these commissions together, less what is taken back."""
        return self.currency_id.round(sum(self.mapped("amount")))

    def _post_entry(self, company, ref, lines_vals):
        """Post one entry in the commission journal, dated today."""
        moves = self.env["account.move"].with_company(company)
        move = moves.create(
            {
                "move_type": "entry",
                "journal_id": company.mlm_commission_journal_id.id,
                "date": company._get_today(),
                "ref": ref,
                "line_ids": [
                    # False, or Odoo looks for a distribution model line by line
                    Command.create({**vals, "analytic_distribution": False})
                    for vals in lines_vals
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

    def _prepare_approval_lines_vals(self, company, by_agent, withholdings):
        """Return the vals of an approval's lines: expense, wallets, taxes."""
        lines = [
            commissions._prepare_wallet_line_vals(company, agent)
            for agent, commissions in by_agent.items()
        ]
        expense = {
            "account_id": company.mlm_expense_account_id.id,
            "name": self.env._("Commissions approved (%(count)s)", count=len(self)),
            "debit": company.currency_id.round(sum(line["credit"] for line in lines)),
            "credit": 0.0,
        }
        return [expense, *lines, *self._prepare_tax_lines_vals(company, withholdings)]

    def _prepare_wallet_line_vals(self, company, agent):
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
            "credit": self._total(),
        }

    def _prepare_tax_lines_vals(self, company, withholdings):
        """Return two lines a row of tax: off the wallet, onto the tax account."""
        rules = self.env["mlm.withholding.rule"].browse(
            {vals["rule_id"] for vals in withholdings}
        )
        tags = {rule.id: rule._get_report_tags().ids for rule in rules}
        lines = []
        for vals in withholdings:
            if not vals["amount"]:
                continue
            agent = self.env["mlm.agent"].browse(vals["agent_id"])
            line = {"partner_id": vals["partner_id"], "name": agent._name_tax(vals)}
            lines += [
                {
                    **line,
                    "account_id": company.mlm_payable_account_id.id,
                    "mlm_event": "withholding",
                    "debit": vals["amount"],
                    "credit": 0.0,
                },
                {
                    **line,
                    "account_id": company.mlm_withholding_account_id.id,
                    "debit": 0.0,
                    "credit": vals["amount"],
                    "tax_tag_ids": [Command.set(tags[vals["rule_id"]])],
                },
            ]
        return lines

    def _settle(self):
        """Turn commissions *paid* as far as their wallet lines are settled, or back.

        A payout settles an agent's lines oldest first; within a line, which stands
        for many commissions, the oldest commissions count as paid first, each
        together with what was taken back of it before it was booked. A payout that
        the bank returns unsettles its lines again.
        """
        paid = self.browse()
        for line, commissions in self.grouped("move_line_id").items():
            left = abs(line.balance) - abs(line.amount_residual)
            shares = commissions.grouped(lambda share: share.origin_id or share)
            for share in sorted(shares.values(), key=lambda share: min(share.ids)):
                left -= abs(share._total())
                if line.currency_id.compare_amounts(left, 0.0) < 0:
                    break
                paid += share
        paid.filtered(lambda commission: commission.state == "approved")._move(
            "paid", paid_at=fields.Datetime.now()
        )
        (self - paid).filtered(lambda commission: commission.state == "paid")._move(
            "approved", paid_at=False
        )
