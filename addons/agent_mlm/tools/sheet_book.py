"""Workbooks an accountant can go on with: typed cells, totals, Indian grouping.

No ORM here. Rows are written as they come and not kept, so that a register of any
length fits into the memory.
"""

import io
from dataclasses import dataclass

import xlsxwriter

# Excel knows no lakhs: which commas to show is chosen by size, for each sign
_MONEY = r"[>=10000000]##\,##\,##\,##0.00;[>=100000]##\,##\,##0.00;##,##0.00"
_MONEY_NEGATIVE = (
    r"[<=-10000000]-##\,##\,##\,##0.00;[<=-100000]-##\,##\,##0.00;##,##0.00"
)
_DATE = "dd-mm-yyyy"
_FONT = {"font_name": "Arial", "font_size": 10, "valign": "top"}
_HEADER = {"bold": True, "bg_color": "#DDE9E2", "border": 1, "text_wrap": True}
_TOTAL = {"bold": True, "top": 1}
# what a spreadsheet allows in the name of a sheet
_MAX_NAME = 31
_FORBIDDEN_IN_NAME = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")


@dataclass(frozen=True)
class Column:
    """A column: what it is called and what its cells are.

    ``kind`` is text, long (text that wraps), date, money, rate or count; ``width``
    counts characters; a column ``is_total`` is added up under the last row.
    """

    name: str
    title: str
    kind: str = "text"
    width: int = 14
    is_total: bool = False


class SheetBook:
    """A workbook being written, sheet by sheet, row by row."""

    def __init__(self):
        self._stream = io.BytesIO()
        # no text becomes a formula, a number or a link by what it looks like
        self._book = xlsxwriter.Workbook(
            self._stream,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self._formats = {}
        self._names = set()

    def add_sheet(self, name, heading, columns, rows, total="", foot=None):
        """Write a sheet: heading lines, a frozen header, rows, totals, footing.

        :param str name: of the sheet; cut and made unique when needed
        :param heading: lines of text above the table
        :param columns: list of Column
        :param rows: iterable of dicts by column name; money in rupees
        :param str total: what the row of totals is called
        :param foot: called with the totals when the last row is written; returns
            the (label, rupees) pairs that stand under them
        :return: {column name: total in paise}
        """
        sheet = self._book.add_worksheet(self._name_sheet(name))
        for row, text in enumerate(heading):
            sheet.write_string(row, 0, text, self._format("title" if not row else ""))
        top = len(heading) + bool(heading)
        self._write_header(sheet, top, columns)
        totals = {column.name: 0 for column in columns if column.is_total}
        row = top
        for row, values in enumerate(rows, top + 1):
            for place, column in enumerate(columns):
                self._write_cell(sheet, row, place, column, values.get(column.name))
            for name in totals:
                totals[name] += to_paise(values.get(name))
        if row > top:
            sheet.autofilter(top, 0, row, len(columns) - 1)
        if totals:
            self._write_totals(sheet, row + 1, columns, totals, total)
        if foot:
            places = [n for n, column in enumerate(columns) if column.is_total]
            self._write_footing(sheet, row + 3, foot(totals), places[0])
        return totals

    def close(self):
        """Finish the workbook.

        :return: its bytes
        """
        self._book.close()
        return self._stream.getvalue()

    def _write_header(self, sheet, top, columns):
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        # rows must be written in order: the header follows the widths
        for place, column in enumerate(columns):
            sheet.write_string(top, place, column.title, self._format("header"))

    def _write_totals(self, sheet, row, columns, totals, label):
        for place, column in enumerate(columns):
            if column.name in totals:
                rupees = totals[column.name] / 100
                kind = "money-" if rupees < 0 else "money"
                sheet.write_number(row, place, rupees, self._format(f"{kind}:total"))
            elif label and not place:
                sheet.write_string(row, place, label, self._format(":total"))
            else:
                sheet.write_blank(row, place, None, self._format(":total"))

    def _write_footing(self, sheet, row, footing, place):
        """Write pairs: the label at the left, the amount under the first total."""
        for offset, (label, rupees) in enumerate(footing):
            kind = "money-" if rupees < 0 else "money"
            sheet.write_string(row + offset, 0, label, self._format(""))
            sheet.write_number(row + offset, place, rupees, self._format(kind))

    def _write_cell(self, sheet, row, place, column, value):
        if value is None or (value is False) or value == "":
            return
        if column.kind in ("text", "long"):
            sheet.write_string(row, place, str(value), self._format(column.kind))
        elif column.kind == "date":
            sheet.write_datetime(row, place, value, self._format("date"))
        elif column.kind == "money":
            kind = "money-" if value < 0 else "money"
            sheet.write_number(row, place, round(value, 2), self._format(kind))
        else:
            sheet.write_number(row, place, value, self._format(column.kind))

    def _format(self, name):
        if name not in self._formats:
            kind, _colon, role = name.partition(":")
            self._formats[name] = self._book.add_format(
                {**_FONT, **_BY_KIND.get(kind, {}), **(_TOTAL if role else {})}
            )
        return self._formats[name]

    def _name_sheet(self, name):
        plain = name.translate(_FORBIDDEN_IN_NAME).strip()[:_MAX_NAME] or "Sheet"
        chosen, number = plain, 2
        while chosen.lower() in self._names:
            suffix = f" {number}"
            chosen = plain[: _MAX_NAME - len(suffix)] + suffix
            number += 1
        self._names.add(chosen.lower())
        return chosen


_BY_KIND = {
    "title": {"bold": True, "font_size": 13},
    "header": _HEADER,
    "long": {"text_wrap": True},
    "date": {"num_format": _DATE, "align": "left"},
    "money": {"num_format": _MONEY},
    "money-": {"num_format": _MONEY_NEGATIVE},
    "rate": {"num_format": "0.00##"},
    "count": {"num_format": "0"},
}


def to_paise(rupees):
    """Return an amount, or nothing, as a whole number of paise."""
    return round((rupees or 0.0) * 100)
