import csv
import io
import unicodedata
from datetime import date
from decimal import Decimal

import openpyxl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.bank_text import clean, clean_code, cut
from ..tools.payout_file import Column, Layout, Mode, render, write

# what begins a formula in Excel, LibreOffice or Google Sheets
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\u2212", "\uff1d", "\uff0b")
LEADERS = st.sampled_from(
    ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "\u2212", "﹣", "⁺", "≠"]
    + ["\u200b", "\ufeff", "\u202e", " ", "\xa0", '"', "'", ",", ";", "|", "हि", "é"]
)
TEXT = st.one_of(
    st.text(max_size=30),
    st.lists(st.one_of(LEADERS, st.text(max_size=4)), max_size=8).map("".join),
)
CHARSETS = st.sampled_from(["ascii", "utf-8", "utf-8-sig", "cp1252"])
CHARACTERS = st.sampled_from(["any", "alphanumeric", "digits"])
EXTRA = st.sampled_from(["", "=", "+-@=", ".-/"])
SOURCES = ("name", "narration", "reference", "email", "mobile", "bank_name", "ifsc")


def layout(file_format, charset, characters, extra, delimiter="comma", length=0):
    """Return a layout with a column of each kind of text."""
    columns = [
        Column(header=f"={source}", source=source, characters=characters, extra=extra)
        for source in SOURCES
    ]
    columns.append(
        Column(header="@text", source="text", text="=1+1", max_length=length)
    )
    return Layout(
        columns=tuple(columns),
        file_format=file_format,
        charset=charset,
        delimiter=delimiter,
    )


@tagged("post_install", "-at_install")
class TestBankText(BaseCase):
    """Whatever a name holds, no cell of a bank's file can run."""

    def assert_harmless(self, cell):
        visible = "".join(s for s in cell if unicodedata.category(s) != "Cf")
        self.assertFalse(visible.startswith(DANGEROUS), repr(cell))
        self.assertFalse(set(cell) & set("\t\r\n\0\"',;|"), repr(cell))
        self.assertEqual(cell, cell.strip())

    @settings(max_examples=500, deadline=None)
    @given(TEXT, CHARSETS, CHARACTERS, EXTRA)
    @example("=HYPERLINK(0)", "ascii", "any", "")
    @example("हि=1+1", "ascii", "any", "")
    @example("≠1+1", "ascii", "any", "")
    @example("\u200b＝cmd", "utf-8", "any", "")
    @example("+-@= =x", "utf-8", "alphanumeric", "+-@=")
    def test_no_text_begins_a_formula(self, text, charset, characters, extra):
        cell = clean(text, charset, characters, extra)
        self.assert_harmless(cell)
        self.assertFalse(cell.startswith(tuple(extra)) and cell[:1] in "=+-@")
        cell.encode(charset)

    @settings(max_examples=200, deadline=None)
    @given(TEXT, CHARSETS, CHARACTERS, st.integers(0, 10))
    def test_a_cut_text_stays_harmless(self, text, charset, characters, length):
        cell = cut(clean(text, charset, characters), length)
        self.assert_harmless(cell)
        self.assertLessEqual(len(cell), length or len(cell))

    @settings(max_examples=100, deadline=None)
    @given(TEXT, CHARSETS)
    def test_cleaning_twice_is_cleaning_once(self, text, charset):
        once = clean(text, charset)
        self.assertEqual(clean(once, charset), once)

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(TEXT, min_size=1, max_size=3),
        CHARSETS,
        CHARACTERS,
        EXTRA,
        st.sampled_from(["comma", "semicolon", "tab", "pipe"]),
    )
    def test_no_cell_of_a_csv_can_run(self, texts, charset, characters, extra, sign):
        form = layout("csv", charset, characters, extra, sign)
        rows = [render(form, dict.fromkeys(SOURCES, text))[0] for text in texts]
        content = write(form, rows, date(2026, 5, 4)).decode(charset)
        # whatever a spreadsheet takes for the end of a cell
        for delimiter in ",;\t|":
            table = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
            for cells in table:
                # read by commas, the tabs between empty cells are in a cell
                for cell in (cell.lstrip("\t") for cell in cells):
                    self.assertFalse(cell.startswith(DANGEROUS), repr(cell))
        self.assertEqual(content.count("\r\n"), len(texts) + 1)

    @settings(max_examples=30, deadline=None)
    @given(st.lists(TEXT, min_size=1, max_size=3), CHARACTERS, EXTRA)
    def test_every_cell_of_a_workbook_is_text(self, texts, characters, extra):
        form = layout("xlsx", "utf-8", characters, extra)
        rows = [render(form, dict.fromkeys(SOURCES, text))[0] for text in texts]
        content = write(form, rows, date(2026, 5, 4))
        book = openpyxl.load_workbook(io.BytesIO(content))
        for row in book.active.iter_rows():
            for cell in row:
                self.assertIn(cell.data_type, ("s", "n"))  # an empty cell counts as n
                if cell.data_type == "n":
                    self.assertIsNone(cell.value)
                else:
                    self.assert_harmless(cell.value)

    def test_names_keep_what_matters(self):
        cases = {
            ("Sita Devi", "ascii"): "Sita Devi",
            ("  A.K.  Sharma ", "ascii"): "A K Sharma",
            ("Ráma & Sons", "ascii"): "Rama Sons",
            ("सीता देवी", "utf-8"): "सीता देवी",
            ("सीता देवी", "ascii"): "",
            ("Zoë—Büro", "cp1252"): "Zoë Büro",
        }
        for (text, charset), expected in cases.items():
            with self.subTest(text=text, charset=charset):
                self.assertEqual(clean(text, charset, "alphanumeric"), expected)

    def test_references_lose_signs_and_no_digit(self):
        self.assertEqual(
            clean_code("WDR/2026/00001", "ascii", "alphanumeric"), "WDR202600001"
        )


@tagged("post_install", "-at_install")
class TestPayoutCells(BaseCase):
    """What a cell says, and what is wrong with it."""

    def cell(self, value, **column):
        form = Layout(columns=(Column(header="Column", **column),))
        cells, problems = render(form, {column["source"]: value})
        return cells[0], problems

    def test_amounts_have_two_digits(self):
        for amount, expected in (("5", "5.00"), ("1234.5", "1234.50")):
            with self.subTest(amount=amount):
                found = self.cell(Decimal(amount), source="amount")[0]
                self.assertEqual(found, expected)

    def test_dates_follow_the_bank(self):
        cases = {
            "dmy_dash": "04-05-2026",
            "dmy_slash": "04/05/2026",
            "dmy": "04052026",
            "ymd_dash": "2026-05-04",
            "ymd": "20260504",
        }
        for date_format, expected in cases.items():
            with self.subTest(date_format=date_format):
                found = self.cell(
                    date(2026, 5, 4), source="date", date_format=date_format
                )
                self.assertEqual(found, (expected, []))

    def test_names_are_cut_and_numbers_never(self):
        self.assertEqual(
            self.cell("Ramesh Kumar", source="name", max_length=7)[0], "Ramesh"
        )
        self.assertEqual(
            self.cell("1234567890", source="account_number", max_length=9)[1],
            [("Column", "too_long")],
        )

    def test_half_an_address_is_none(self):
        self.assertEqual(self.cell("a@b.in", source="email", max_length=5), ("", []))
        self.assertEqual(self.cell("a@b", source="email"), ("", []))
        self.assertEqual(self.cell("a@b.in", source="email"), ("a@b.in", []))

    def test_a_mobile_has_ten_digits(self):
        for phone in ("+91 98765 43210", "098765-43210", "9876543210"):
            with self.subTest(phone=phone):
                self.assertEqual(self.cell(phone, source="mobile")[0], "9876543210")
        self.assertEqual(self.cell("12345", source="mobile")[0], "")

    def test_a_required_cell_is_missed(self):
        found = self.cell(False, source="ifsc", is_required=True)
        self.assertEqual(found, ("", [("Column", "missing")]))

    def test_the_first_mode_that_fits_decides(self):
        form = Layout(
            columns=(),
            bank_code="HDFC",
            modes=(
                Mode("FT", is_same_bank=True),
                Mode("NEFT", amount_below=200_000),
                Mode("RTGS", amount_from=200_000),
            ),
        )
        cases = {
            ("1", "HDFC0000001"): "FT",
            ("300000", "HDFC0000001"): "FT",
            ("199999.99", "SBIN0000001"): "NEFT",
            ("200000", "SBIN0000001"): "RTGS",
        }
        for (amount, ifsc), expected in cases.items():
            with self.subTest(amount=amount, ifsc=ifsc):
                self.assertEqual(form.find_mode(Decimal(amount), ifsc), expected)

    def test_without_rules_there_is_no_mode(self):
        self.assertIsNone(Layout(columns=()).find_mode(Decimal(5), "SBIN0000001"))

    def test_the_same_rows_give_the_same_bytes(self):
        for file_format in ("csv", "xlsx"):
            with self.subTest(file_format=file_format):
                form = layout(file_format, "utf-8", "any", "")
                rows = [render(form, dict.fromkeys(SOURCES, "x"))[0]]
                files = {write(form, rows, date(2026, 5, 4)) for _try in range(2)}
                self.assertEqual(len(files), 1)

    def test_a_layout_survives_being_kept(self):
        form = Layout(columns=(Column("A", "name"),), modes=(Mode("FT"),))
        self.assertEqual(Layout.load(form.dump()), form)
