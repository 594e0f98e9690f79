from dataclasses import dataclass
from datetime import date
from typing import Any

from odoo import api, models
from odoo.tools import format_date, split_every

from ..tools.sheet_book import SheetBook

ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Period:
    """Whose books, and from which day to which, both included."""

    company: Any
    start: date
    end: date


@dataclass(frozen=True)
class Control:
    """A total of a register, in rupees, beside what the ledger says."""

    label: str
    register: float
    ledger: float


class MlmRegister(models.AbstractModel):
    """A register: the rows of a period, and the ledger's totals they must meet.

    The rows come from the papers (commissions, withdrawals, invoices), the controls
    from the journal items: that both agree is what a register proves.
    """

    _name = "mlm.register"
    _description = "Register"

    def _get_title(self):
        """Return what the register is called."""
        return self._description

    def _get_columns(self):
        """Return the columns, as ``tools.sheet_book.Column``."""
        raise NotImplementedError

    def _get_rows(self, period):
        """Yield the rows, each a dict by column name, as the columns say."""
        raise NotImplementedError

    def _get_controls(self, period, totals):
        """Return the list of controls.

        :param dict totals: {column name: rupees} of the rows
        """
        raise NotImplementedError

    def _make(self, period):
        """Write the register as a workbook.

        :return: its bytes, and its controls
        """
        book, controls = SheetBook(), []

        # the totals are known after the last row: the footing asks for them then
        def settle(totals):
            rupees = {name: paise / 100 for name, paise in totals.items()}
            controls.extend(self._get_controls(period, rupees))
            return self._describe_controls(controls)

        book.add_sheet(
            self._get_title(),
            self._get_heading(period),
            self._get_columns(),
            self._get_rows(period),
            self.env._("Total"),
            settle,
        )
        self._add_sheets(book, period)
        return book.close(), controls

    def _add_sheets(self, book, period):
        """Hook: add further sheets to the workbook."""

    def _get_heading(self, period):
        return [
            self._get_title(),
            period.company.name,
            self.env._(
                "%(start)s to %(end)s",
                start=format_date(self.env, period.start),
                end=format_date(self.env, period.end),
            ),
        ]

    @api.model
    def _describe_controls(self, controls):
        """Return the lines under the totals: register, ledger, difference."""
        footing = []
        for control in controls:
            difference = round(control.register - control.ledger, 2)
            footing += [
                (control.label, control.register),
                (self.env._("In the ledger"), control.ledger),
                (self.env._("Difference"), difference),
            ]
        return footing

    @api.model
    def _read_in_pieces(self, records):
        """Yield the records one by one, forgetting what was read of those before."""
        for ids in split_every(ROWS_AT_ONCE, records.ids):
            piece = records.browse(ids)
            yield from piece
            piece.invalidate_recordset()

    @api.model
    def _sum_ledger(self, domain, sign=-1):
        """Return the rupees of posted journal items.

        :param int sign: -1 for credits less debits, 1 for debits less credits
        """
        [(balance,)] = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted"), *domain], [], ["balance:sum"]
        )
        return round(sign * (balance or 0.0), 2) or 0.0

    @api.model
    def _get_wallet_domain(self, period):
        """Return the domain of the wallets' lines of the period."""
        return [
            ("account_id", "=", period.company.mlm_payable_account_id.id),
            ("company_id", "=", period.company.id),
            ("date", ">=", period.start),
            ("date", "<=", period.end),
        ]
