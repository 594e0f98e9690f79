"""A bank's answer to a payout file, row by row. No ORM here."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from .table_file import HEADER_SEARCH_ROWS


@dataclass(frozen=True)
class Answer:
    """What the bank says about one payment; ``amount`` is in rupees, or None."""

    row_number: int
    reference: str = ""
    account: str = ""
    amount: Decimal | None = None
    status: str = ""
    reason: str = ""
    utr: str = ""


def find_header(table, wanted=()):
    """Return the index of the row with the headings, or None.

    :param table: rows of text
    :param wanted: headings that must be in it; without any, the fullest of the
        first rows is taken
    """
    keys = {heading_key(heading) for heading in wanted}
    first = table[:HEADER_SEARCH_ROWS]
    if keys:
        return next(
            (index for index, row in enumerate(first) if keys <= _keys(row)), None
        )
    sizes = [len(_keys(row)) for row in first]
    return sizes.index(max(sizes)) if any(sizes) else None


def heading_key(heading):
    """Return what is compared of a heading: "UTR No." -> "utrno"."""
    return re.sub(r"[\W_]", "", heading.lower())


def _keys(row):
    return {heading_key(cell) for cell in row} - {""}


def read_answers(table, header_index, mapping):
    """Return the bank's answers; rows that say nothing are left out.

    :param dict mapping: {name of an `Answer` field: heading}
    """
    keys = [heading_key(cell) for cell in table[header_index]]
    places = {name: keys.index(heading_key(head)) for name, head in mapping.items()}
    answers = []
    for number, row in enumerate(table[header_index + 1 :], header_index + 2):
        cells = {
            name: " ".join(row[place].split()) if place < len(row) else ""
            for name, place in places.items()
        }
        if any(cells.values()):
            answers.append(_make_answer(number, cells))
    return answers


def _make_answer(number, cells):
    amount = read_amount(cells.pop("amount", ""))
    account = re.sub(r"[^0-9]", "", cells.pop("account", ""))
    # one reference and nothing else: a spreadsheet may have put a sign before it
    utr = re.sub(r"[^0-9A-Za-z]", "", cells.pop("utr", "")).upper()
    return Answer(row_number=number, amount=amount, account=account, utr=utr, **cells)


def read_amount(text):
    """Return the rupees of a cell as a bank writes them, or None.

    >>> read_amount("Rs. 1,00,000.50")
    Decimal('100000.50')
    """
    number = re.sub(r"[^\d.\-]", "", text.replace("Rs.", ""))
    try:
        amount = Decimal(number)
    except InvalidOperation:
        return None
    return round(amount, 2) if amount.is_finite() else None
