import csv
import io

import openpyxl

from odoo.tests import BaseCase, tagged

from odoo.addons.agent_mlm.tools.table_file import TableFileError

from ..tools.register_file import read_register
from ..tools.register_row import is_same_person
from ..tools.register_words import (
    WordError,
    read_age,
    read_litres,
    read_money,
    read_word,
)


@tagged("post_install", "-at_install")
class TestHerdWords(BaseCase):
    def assert_read(self, read, expected):
        for text, value in expected.items():
            with self.subTest(text=text):
                if value is None:
                    self.assertRaises(WordError, read, text)
                else:
                    self.assertEqual(read(text), value)

    def test_money_as_indians_write_it(self):
        self.assert_read(
            read_money,
            {
                "45,000": 45_000,
                "₹ 45,000": 45_000,
                "₹45,000/-": 45_000,
                "Rs 45000/-": 45_000,
                "Rs. 45,000.50": 45_000.5,
                "1,20,000": 120_000,
                "120,000": 120_000,
                "1.2 lakh": 120_000,
                "45k": 45_000,
                "४५०००": 45_000,
                "4,50": None,
                "45,00,0": None,
                "-45000": None,
                "about 45000": None,
                "45000 pieces": None,
                "1.2.3": None,
                "": None,
            },
        )

    def test_ages_in_years_and_months(self):
        self.assert_read(
            read_age,
            {
                "5": 5,
                "5.5": 5.5,
                "5,5": 5.5,
                "5 yrs": 5,
                "18 months": 1.5,
                "5 y 6 m": 5.5,
                "4½": 4.5,
                "५ साल": 5,
                "2-6": None,
                "five": None,
                "-1": None,
                "years": None,
            },
        )

    def test_litres(self):
        self.assert_read(
            read_litres,
            {
                "10": 10,
                "8.5 ltr": 8.5,
                "12 L/day": 12,
                "0": 0,
                "8-10": None,
                "much": None,
            },
        )

    def test_words_of_the_village(self):
        self.assertEqual(read_word("भैंस", "species"), "buffalo")
        self.assertEqual(read_word("He Buffalo", "sex"), "male")
        self.assertEqual(read_word("OX", "animal_class"), "bullock")
        self.assertIsNone(read_word("goat", "species"))

    def test_names_of_one_person(self):
        self.assertTrue(is_same_person("Smt. RADHA  Bai", "radha bai"))
        self.assertTrue(is_same_person("Ramesh Patil", "Ramesh Patel"))
        self.assertFalse(is_same_person("Ramesh Patil", "Suresh Jadhav"))


@tagged("post_install", "-at_install")
class TestRegisterFile(BaseCase):
    ROWS = (("Tag No.", "Owner Name", "दूध", "Remarks"), ("NIC1", "Radha", "5", "x"))

    def csv(self, rows=ROWS, delimiter=",", encoding="utf-8"):
        stream = io.StringIO()
        csv.writer(stream, delimiter=delimiter).writerows(rows)
        return stream.getvalue().encode(encoding)

    def xlsx(self, rows=ROWS):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def assert_fails(self, content, reason):
        with self.assertRaises(TableFileError) as caught:
            read_register(content)
        self.assertEqual(caught.exception.reason, reason)

    def test_delimiters_and_encodings_are_found_out(self):
        expected = ([(2, {"tag": "NIC1", "owner": "Radha", "milk": "5"})], ["Remarks"])
        for delimiter in ",;\t|":
            for encoding in ("utf-8", "utf-8-sig", "utf-16"):
                content = self.csv(delimiter=delimiter, encoding=encoding)
                self.assertEqual(read_register(content), expected)
        self.assertEqual(read_register(self.xlsx()), expected)

    def test_old_windows_files_are_read(self):
        content = self.csv((("Tag", "Owner"), ("NIC1", "José")), encoding="cp1252")
        self.assertEqual(read_register(content)[0][0][1]["owner"], "José")

    def test_titles_above_and_empty_rows_between_keep_the_row_numbers(self):
        rows = (("Dairy of Khed",), (), ("Tag", "Owner"), (), ("NIC1", "Radha"), ("",))
        for content in (self.csv(rows), self.xlsx(rows)):
            self.assertEqual(
                [number for number, _cells in read_register(content)[0]], [5]
            )

    def test_a_short_row_has_empty_cells(self):
        content = self.csv((("Tag", "Owner", "Age"), ("NIC1",)))
        self.assertEqual(
            read_register(content)[0][0][1], {"tag": "NIC1", "owner": "", "age": ""}
        )

    def test_long_numbers_of_excel_keep_their_digits(self):
        content = self.xlsx((("Tag", "Owner"), (356001234567890, "R"), (3.56e11, "S")))
        tags = [cells["tag"] for _number, cells in read_register(content)[0]]
        self.assertEqual(tags, ["356001234567890", "356000000000"])

    def test_what_is_no_register_says_why(self):
        self.assert_fails(b"", "empty")
        self.assert_fails(b"\x00\x01\x02\x00", "wrong_type")
        self.assert_fails(b"PK\x03\x04 broken", "wrong_type")
        self.assert_fails(self.csv((("Name", "City"), ("a", "b"))), "no_header")
        self.assert_fails(self.csv((("Tag", "Owner"), ("", " "))), "no_rows")
        self.assert_fails(b"x" * (5 * 1024 * 1024 + 1), "too_heavy")
        self.assert_fails(b"Tag,Owner\n" + b"1,2\n" * 20_001, "too_many_rows")
