from collections import Counter

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .mlm_agent import ACCOUNTANT


class MlmWithdrawal(models.Model):
    """Payouts in the books: one bank entry, the oldest commissions settled first."""

    _inherit = "mlm.withdrawal"

    def action_process(self, journal_id, date, utrs=None):
        """Book approved withdrawals as paid by the bank.

        :param int journal_id: the bank's journal
        :param date: the day of the payout
        :param dict utrs: {withdrawal number: the bank's transaction reference}
        :raise UserError: if one is not approved, or the accounts are not set up
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        journal = self._read_journal(journal_id)
        day = self.env["call.argument"]._read_day(date)
        if not day:
            raise UserError(self.env._("Say on which day the bank paid."))
        utrs = self._read_utrs(utrs or {})
        self.agent_id._lock_wallets()
        self._check_utrs(utrs)
        for company, withdrawals in self.grouped("company_id").items():
            withdrawals._process_in(company, journal, day, utrs)

    @api.model
    def _read_journal(self, journal_id):
        """Return the journal, empty if that is no id of one."""
        journals = self.env["account.journal"]
        if self.env["call.argument"]._is_id(journal_id):
            journals = journals.browse(journal_id)
        journals.check_access("read")
        return journals

    def _read_utrs(self, utrs):
        """Return {withdrawal number: UTR} as a caller gave it, without the blanks.

        :raise UserError: if it is something else, or names other withdrawals
        """
        is_readable = isinstance(utrs, dict) and all(
            isinstance(utr, str) for utr in utrs.values() if utr
        )
        if not is_readable:
            raise UserError(
                self.env._("Give each UTR as a text, under its withdrawal's number.")
            )
        utrs = {number: utr.strip() for number, utr in utrs.items() if utr}
        if strays := utrs.keys() - set(self.mapped("name")):
            raise UserError(
                self.env._(
                    "%(numbers)s: a UTR was given, but this is none of the withdrawals "
                    "to book.",
                    numbers=", ".join(map(str, sorted(strays, key=str))),
                )
            )
        return {number: utr for number, utr in utrs.items() if utr}

    def _check_utrs(self, utrs):
        """Refuse references of the bank that stand for more than one payout.

        :param dict utrs: {withdrawal number: the bank's transaction reference}
        """
        counts = Counter(filter(None, utrs.values()))
        taken = self.sudo().search([("utr", "in", list(counts))])
        problems = [
            self.env._(
                "The UTR %(utr)s is entered %(count)s times.", utr=utr, count=count
            )
            for utr, count in counts.items()
            if count > 1
        ]
        problems += [
            self.env._(
                "The UTR %(utr)s belongs to %(withdrawal)s already.",
                utr=withdrawal.utr,
                withdrawal=withdrawal.name,
            )
            for withdrawal in taken
        ]
        if problems:
            raise UserError("\n".join(problems))

    def action_open_process_wizard(self):
        """Ask for bank, day and UTRs before booking the payouts."""
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Book payouts"),
            "res_model": "mlm.withdrawal.process",
            "view_mode": "form",
            "target": "new",
            "context": {"default_withdrawal_ids": [Command.set(self.ids)]},
        }

    def _process_in(self, company, journal, date, utrs):
        move = self._post_payout(company, journal, date)
        payouts = move.line_ids.filtered("mlm_event").sorted("id")
        moment = fields.Datetime.now()
        for withdrawal, payout in zip(self, payouts, strict=True):
            withdrawal._move(
                "processed",
                move_line_id=payout.id,
                utr=utrs.get(withdrawal.name),
                processed_by_id=self.env.uid,
                processed_at=moment,
            )
        self._settle_commissions(company, payouts.partner_id)

    def _post_payout(self, company, journal, date):
        strays = self.filtered(lambda withdrawal: withdrawal.state != "approved")
        if strays:
            raise UserError(strays._explain_refused_move("processed"))
        company._check_commission_books()
        moves = self.env["account.move"].sudo().with_company(company)
        move = moves.with_context(tracking_disable=True).create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "date": date,
                "ref": self.env._("Payout of %(count)s withdrawals", count=len(self)),
                "line_ids": [
                    Command.create(vals)
                    for vals in self._prepare_payout_lines_vals(company, journal)
                ],
            }
        )
        move.action_post()
        return move

    def _prepare_payout_lines_vals(self, company, journal):
        payables = [
            {
                "account_id": company.mlm_payable_account_id.id,
                "partner_id": withdrawal.agent_id.partner_id.id,
                "name": self.env._(
                    "Payout %(number)s to %(agent)s",
                    number=withdrawal.name,
                    agent=withdrawal.agent_id.code,
                ),
                "mlm_event": "payout",
                "debit": withdrawal.amount,
                "credit": 0.0,
                "analytic_distribution": False,
            }
            for withdrawal in self
        ]
        bank = {
            "account_id": self._get_payout_account(journal).id,
            "name": self.env._("Payout of %(count)s withdrawals", count=len(self)),
            "debit": 0.0,
            "credit": company.currency_id.round(sum(self.mapped("amount"))),
            "analytic_distribution": False,
        }
        return [*payables, bank]

    def _get_payout_account(self, journal):
        """Return the outstanding-payments account, or the bank's own without one."""
        methods = journal.sudo().outbound_payment_method_line_ids
        account = methods.payment_account_id[:1] or journal.default_account_id
        if journal.type != "bank" or not account:
            raise UserError(
                self.env._("Choose a bank journal that has an account to pay from.")
            )
        return account

    def _settle_commissions(self, company, partners):
        """Match debits with the oldest credits; what is settled turns paid."""
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("account_id", "=", company.mlm_payable_account_id.id),
                    ("company_id", "=", company.id),
                    ("partner_id", "in", partners.ids),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                ],
                order="date, id",
            )
        )
        plan = [
            group
            for group in lines.grouped("partner_id").values()
            if {line.balance > 0 for line in group} == {True, False}
        ]
        # keeps our order: core would settle the largest line of a day first
        lines.with_context(reduced_line_sorting=True)._reconcile_plan(plan)
        lines.mlm_commission_ids._settle()
