"""A payout file, from a layout and rows of values to bytes. No ORM here."""

import csv
import io
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from .bank_text import clean, clean_code, cut

DATE_FORMATS = {
    "dmy_dash": "%d-%m-%Y",
    "dmy_slash": "%d/%m/%Y",
    "dmy": "%d%m%Y",
    "ymd_dash": "%Y-%m-%d",
    "ymd": "%Y%m%d",
}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
# a bank pays by these: too long, they are refused, never cut
_EXACT = {
    "account_number",
    "ifsc",
    "amount",
    "mode",
    "date",
    "reference",
    "debit_account",
}
# better none than half of one
_ALL_OR_NOTHING = {"mobile", "email"}
# what is missing of these is told in words of their own
_TOLD_APART = {"mode", "debit_account"}
_MOBILE = re.compile(r"[6-9][0-9]{9}")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


@dataclass(frozen=True)
class Column:
    """One column: its header, where its cells come from, what they may hold."""

    header: str
    source: str
    text: str = ""
    date_format: str = "dmy_dash"
    max_length: int = 0
    characters: str = "any"
    extra: str = ""
    is_required: bool = False


@dataclass(frozen=True)
class Mode:
    """A way of paying, with the bank's word for it and the amounts it is for."""

    code: str
    is_same_bank: bool = False
    amount_from: float = 0.0
    amount_below: float = 0.0

    def fits(self, amount, is_same_bank):
        """Whether ``amount`` rupees to that bank go this way."""
        return (
            (is_same_bank or not self.is_same_bank)
            and amount >= Decimal(str(self.amount_from))
            and (not self.amount_below or amount < Decimal(str(self.amount_below)))
        )


@dataclass(frozen=True)
class Layout:
    """All that decides how a file looks; kept with the batch once it is confirmed."""

    columns: tuple
    modes: tuple = ()
    file_format: str = "csv"
    has_header: bool = True
    delimiter: str = "comma"
    charset: str = "utf-8"
    bank_code: str = ""
    narration: str = ""
    debit_account: str = ""
    amount_max: float = 0.0
    rows_max: int = 0

    @classmethod
    def load(cls, data):
        """Return the layout that ``dump`` made ``data`` of."""
        parts = {
            "columns": tuple(Column(**column) for column in data["columns"]),
            "modes": tuple(Mode(**mode) for mode in data["modes"]),
        }
        return cls(**{**data, **parts})

    def dump(self):
        """Return the layout as JSON can hold it."""
        return asdict(self)

    def find_mode(self, amount, ifsc):
        """Return the bank's word for how ``amount`` rupees are paid, or None."""
        is_same_bank = bool(self.bank_code) and ifsc.startswith(self.bank_code)
        return next(
            (mode.code for mode in self.modes if mode.fits(amount, is_same_bank)), None
        )

    def uses(self, *sources):
        """Whether a column is filled from one of the ``sources``."""
        return any(column.source in sources for column in self.columns)


def render(layout, values):
    """Return the cells of one row, and what is wrong with them.

    :param dict values: by source; text, a ``date`` or a ``Decimal`` of rupees
    :return: list of str, and list of (header, ``missing`` or ``too_long``)
    """
    cells, problems = [], []
    for column in layout.columns:
        cell = _render_cell(column, values, layout.charset)
        if column.max_length and len(cell) > column.max_length:
            if column.source in _EXACT:
                problems.append((column.header, "too_long"))
            cell = "" if column.source in _ALL_OR_NOTHING else cell
            cell = cut(cell, column.max_length)
        if column.is_required and not cell and column.source not in _TOLD_APART:
            problems.append((column.header, "missing"))
        cells.append(cell)
    return cells, problems


def _render_cell(column, values, charset):
    if column.source == "empty":
        return ""
    if column.source == "text":
        return clean(column.text, charset)
    value = values.get(column.source)
    if column.source == "date":
        return value.strftime(DATE_FORMATS[column.date_format])
    if column.source == "amount":
        return f"{value:.2f}"
    tidy = clean_code if column.source in _EXACT else clean
    text = tidy(value or "", charset, column.characters, column.extra)
    if column.source == "mobile":
        return _find(_MOBILE, re.sub(r"\D", "", text)[-10:])
    if column.source == "email":
        return _find(_EMAIL, text)
    return text


def _find(pattern, text):
    return text if pattern.fullmatch(text) else ""


def write(layout, rows, day):
    """Return the file as bytes; the same layout, rows and day give the same bytes.

    :param rows: lists of str, one a row, as ``render`` made them
    :param day: the ``date`` the file says it was made on
    """
    headers = [clean(column.header, layout.charset) for column in layout.columns]
    table = [headers, *rows] if layout.has_header else rows
    writer = {"csv": _write_csv, "xlsx": _write_xlsx}[layout.file_format]
    return writer(layout, table, day)


def _write_csv(layout, table, _day):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=DELIMITERS[layout.delimiter]).writerows(table)
    return stream.getvalue().encode(layout.charset)


def _write_xlsx(_layout, table, day):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001  the file knows no zones
    sheet = book.add_worksheet("Payments")
    as_text = book.add_format({"num_format": "@"})
    for number, cells in enumerate(table):
        for index, cell in enumerate(cells):
            if not cell:
                continue
            # write() would guess numbers and formulas; account numbers are text
            sheet.write_string(number, index, cell, as_text)
    book.close()
    return stream.getvalue()
