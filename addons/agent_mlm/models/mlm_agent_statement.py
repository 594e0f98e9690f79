from dataclasses import dataclass, field
from datetime import date
from typing import Any

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.sheet_book import to_paise


@dataclass(frozen=True)
class StatementRow:
    """A movement of a wallet: one paper behind a line in the books."""

    date: date
    entry: str
    event: str
    text: str
    detail: str
    amount: float
    balance: float


@dataclass
class Statement:
    """What a wallet held, what moved it from day to day, what it holds."""

    agent: Any
    start: date
    end: date
    opening: float
    rows: list = field(default_factory=list)

    @property
    def closing(self):
        """The rupees after the last movement."""
        return self.rows[-1].balance if self.rows else self.opening

    def total(self, *events):
        """Return the rupees of all movements of these kinds."""
        paise = sum(to_paise(row.amount) for row in self.rows if row.event in events)
        return paise / 100


class MlmAgent(models.Model):
    """The statement of a wallet: opening balance, each movement explained, closing.

    The ledger's lines are the frame, the papers behind them the explanation. Where
    the papers of a line do not add up to it, the rest stands there as a row of its
    own, so that a statement always closes at the ledger's balance.
    """

    _inherit = "mlm.agent"

    def read_statement(self, date_start, date_end):
        """Return one's own statement, for a page or a program.

        :param date_start: the first day, as a date or ISO text
        :param date_end: the last day
        :return: dict of ``opening``, ``closing``, ``in_words`` and ``rows``, each a
            dict of ``date``, ``entry``, ``event``, ``text``, ``detail``, ``amount``
            (rupees, debits below zero) and ``balance``
        :raise AccessError: if it is somebody else's wallet
        """
        self.ensure_one()
        self._check_wallet_holder()
        [statement] = self._make_statements(date_start, date_end)
        return {
            "opening": statement.opening,
            "closing": statement.closing,
            "in_words": self.currency_id._spell_amount(statement.closing),
            "rows": [
                {**vars(row), "date": fields.Date.to_string(row.date)}
                for row in statement.rows
            ],
        }

    def _make_statements(self, date_start, date_end):
        """Return the statements of these agents, in a few queries for all.

        Whoever calls has checked that they may be read.

        :raise UserError: if the period ends before it starts
        """
        start, end = map(fields.Date.to_date, (date_start, date_end))
        if not start or not end or end < start:
            raise UserError(self.env._("The period ends before it starts."))
        agents = self.sudo()
        openings = agents._sum_wallet_lines([("date", "<", start)])
        lines = self.env["account.move.line"].sudo()
        lines = lines.search(
            [*agents._get_wallet_domain(), ("date", ">=", start), ("date", "<=", end)],
            order="date, id",
        )
        by_wallet = lines.grouped(lambda line: (line.partner_id, line.company_id))
        papers = agents._find_papers(lines)
        statements = []
        for agent in agents:
            wallet = (agent.partner_id, agent.company_id)
            opening = agent.currency_id.round(openings.get(wallet, 0.0))
            statement = Statement(agent, start, end, opening)
            statement.rows = agent._list_movements(
                by_wallet.get(wallet, lines.browse()), papers, opening
            )
            statements.append(statement)
        return statements

    def _list_movements(self, lines, papers, opening):
        """Return the rows of a wallet's lines, with the balance after each."""
        rows, balance = [], to_paise(opening)
        for line in lines:
            for text, detail, amount in self._explain_line(line, papers.get(line.id)):
                balance += to_paise(amount)
                rows.append(
                    StatementRow(
                        line.date,
                        line.move_name,
                        line.mlm_event or "other",
                        text,
                        detail,
                        amount,
                        balance / 100,
                    )
                )
        return rows

    def _explain_line(self, line, parts):
        """Return (text, detail, rupees) of what a line in the books is made of."""
        if not parts:
            return [(line.name or "", "", -line.balance)]
        rest = to_paise(-line.balance) - sum(to_paise(part[2]) for part in parts)
        if rest:
            return [*parts, (self.env._("Not explained"), line.name or "", rest / 100)]
        return parts

    def _find_papers(self, lines):
        """Return {line id: [(text, detail, rupees)]} of all papers behind the lines."""
        papers = {}
        for paper, line, part in [
            *self._explain_commissions(lines),
            *self._explain_withholdings(lines),
            *self._explain_payouts(lines),
        ]:
            papers.setdefault(line.id, []).append((paper.id, part))
        return {
            line_id: [part for _paper_id, part in sorted(parts, key=lambda p: p[0])]
            for line_id, parts in papers.items()
        }

    def _explain_commissions(self, lines):
        shares = self.env["mlm.commission"].sudo()
        for share in shares.search([("move_line_id", "in", lines.ids)]):
            text = (
                self.env._("Commission taken back, %(sale)s", sale=share.source_name)
                if share.amount < 0
                else self.env._("Commission, %(sale)s", sale=share.source_name)
            )
            yield share, share.move_line_id, (text, share.explanation, share.amount)

    def _explain_withholdings(self, lines):
        taxes = self.env["mlm.withholding"].sudo()
        for tax in taxes.search([("move_line_id", "in", lines.ids)]):
            text = (
                self.env._("Tax (TDS), caught up for %(year)s", year=tax.financial_year)
                if tax.kind == "catch_up"
                else self.env._("Tax (TDS)")
            )
            yield tax, tax.move_line_id, (text, tax.explanation, -tax.amount)

    def _explain_payouts(self, lines):
        payouts = self.env["mlm.withdrawal"].sudo()
        for payout in payouts.search([("move_line_id", "in", lines.ids)]):
            text = self.env._("Payout %(number)s", number=payout.name)
            detail = self.env._(
                "UTR %(utr)s, to %(bank)s %(account)s",
                utr=payout.utr or "-",
                bank=payout.bank_name or "",
                account=payout.bank_account_masked or "",
            )
            yield payout, payout.move_line_id, (text, detail, -payout.amount)
        for payout in payouts.search([("reversal_line_id", "in", lines.ids)]):
            text = self.env._("Payout %(number)s returned", number=payout.name)
            detail = payout.state_reason or ""
            yield payout, payout.reversal_line_id, (text, detail, payout.amount)
