import io

import openpyxl
from freezegun import freeze_time

from odoo import fields

from ..models.mlm_register import Period
from .common import MlmCommon


class BooksCommon(MlmCommon):
    """A period of business, and the workbooks made of it."""

    @classmethod
    def on(cls, day):
        """Freeze the day on which the office works."""
        return freeze_time(f"{day} 09:00:00")

    @classmethod
    def agent(cls, *args, **kwargs):
        """Override: agents are there, and their banks cooled, before any test day."""
        with cls.on("2020-01-01"):
            return super().agent(*args, **kwargs)

    @classmethod
    def earn_on(cls, day, agent, *amounts):
        """Return commissions approved on a day."""
        with cls.on(day):
            return cls.earn(agent, *amounts)

    @classmethod
    def withdraw_on(cls, day, agent, amount):
        """Return a withdrawal paid on a day."""
        with cls.on(day):
            return cls.withdraw(agent, amount)

    @classmethod
    def claw_back_on(cls, day, commissions, share=1.0):
        """Take a share of commissions back on a day."""
        with cls.on(day):
            refunded = {each: each.amount_base * share for each in commissions}
            return commissions._claw_back(refunded, {})

    def make(self, register, start, end, user=None):
        """Return the sheets of a register and its controls as (label, ours, ledger).

        A sheet is a list of rows; the first row is the header of its table.
        """
        period = Period(
            self.company, fields.Date.to_date(start), fields.Date.to_date(end)
        )
        model = self.env[register].with_user(user or self.accountant)
        content, controls = model._make(period)
        return self.read_sheets(content), [
            (each.label, each.register, each.ledger) for each in controls
        ]

    def read_sheets(self, content):
        """Return {sheet name: rows from the frozen header on}."""
        book = openpyxl.load_workbook(io.BytesIO(content))
        return {sheet.title: self.read_table(sheet) for sheet in book}

    def read_table(self, sheet):
        header = int(sheet.freeze_panes[1:]) - 1
        rows = list(sheet.iter_rows(min_row=header, values_only=True))
        empty = next((n for n, row in enumerate(rows) if set(row) == {None}), len(rows))
        return [list(row) for row in rows[:empty]]

    def assert_agrees(self, controls):
        """The totals of a register are those of the ledger, to the paisa."""
        for label, ours, ledger in controls:
            self.assertEqual(round(ours * 100), round(ledger * 100), label)
