import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .payout_return_common import HEADER, MAPPING, ReturnCommon


@tagged("post_install", "-at_install")
class TestPayoutReturnImport(ReturnCommon):
    """Which file, and once a template which column."""

    def test_columns_are_asked_for_once(self):
        self.generic._keep_return_mapping({})
        content = f"{HEADER}\n{self.row(self.one, utr='U1')}"
        wizard = self.wizard(content)
        self.assertEqual(wizard.action_read()["res_id"], wizard.id)
        self.assertEqual(wizard.state, "map")
        columns = {column.name: column for column in wizard.column_ids}
        self.assertEqual(columns["UTR No"].display_name, "UTR No (such as U1)")
        wizard.write({f"{name}_id": columns[head].id for name, head in MAPPING.items()})
        action = wizard.action_read_mapped()
        answer = self.env["mlm.payout.return"].browse(action["res_id"])
        self.assert_verdicts(answer, "pay")
        self.assertEqual(self.generic._get_return_mapping(), MAPPING)
        self.assertEqual(
            self.wizard(content + " ").action_read()["res_model"], "mlm.payout.return"
        )

    def test_missing_columns_are_named(self):
        self.generic._keep_return_mapping({})
        wizard = self.wizard(f"{HEADER}\n{self.row(self.one)}")
        wizard.action_read()
        message = self.assert_refused(UserError, "UTR", wizard.action_read_mapped)
        self.assertIn("Our reference or Account number", message)

    def test_a_column_says_one_thing(self):
        wizard = self.wizard(f"{HEADER}\n{self.row(self.one)}")
        wizard.action_map_again()
        wizard.utr_id = wizard.status_id
        self.assert_refused(UserError, "two things", wizard.action_read_mapped)

    def test_a_file_with_other_columns_is_mapped_again(self):
        wizard = self.wizard("Ref,Amt,Result\nX,5,ok")
        wizard.action_read()
        self.assertEqual(wizard.state, "map")

    def test_titles_above_the_header_do_not_matter(self):
        content = f"Report of 6 May\n\n{HEADER}\n{self.row(self.one, utr='U1')}\n\n"
        action = self.wizard(content).action_read()
        lines = self.env["mlm.payout.return"].browse(action["res_id"]).line_ids
        self.assertRecordValues(lines, [{"row_number": 4, "verdict": "pay"}])

    def test_a_workbook_is_read_like_a_csv(self):
        book = openpyxl.Workbook()
        for row in (HEADER, self.row(self.one, utr="U1")):
            book.active.append(row.split(","))
        book.active["B2"] = 100.0
        stream = io.BytesIO()
        book.save(stream)
        action = self.wizard(stream.getvalue()).action_read()
        answer = self.env["mlm.payout.return"].browse(action["res_id"])
        self.assert_verdicts(answer, "pay")

    def test_a_file_read_before_is_pointed_at(self):
        content = f"{HEADER}\n{self.row(self.one, utr='U1')}"
        wizard = self.wizard(content)
        self.assertFalse(wizard.earlier_id)
        action = wizard.action_read()
        self.assertEqual(self.wizard(content).earlier_id.id, action["res_id"])

    def test_what_is_no_table_is_refused_in_words(self):
        cases = {
            "Choose the file": b"",
            "neither CSV nor XLSX": b"PK\x03\x04broken",
            "no rows": HEADER.encode(),
        }
        for words, content in cases.items():
            with self.subTest(words=words):
                wizard = self.wizard(content)
                self.assert_refused(UserError, words, wizard.action_read)

    def test_others_than_accountants_read_no_answers(self):
        wizard = self.wizard(f"{HEADER}\n{self.row(self.one, utr='U1')}")
        answer = self.answer(self.row(self.one, utr="U1"))
        line = answer.line_ids
        for record, name in (
            (wizard, "action_read"),
            (answer, "action_apply"),
            (answer, "step_apply"),
            (answer, "action_close"),
            (answer, "action_check_again"),
            (line, "action_choose"),
        ):
            with self.subTest(method=name):
                self.assert_refused(
                    AccessError, "", getattr(record.with_user(self.officer), name)
                )

    def test_accountants_map_but_do_not_edit_templates(self):
        template = self.generic.with_user(self.accountant)
        with self.assertRaises(AccessError):
            template.narration = "Mine"
        template.with_user(self.manager).narration = "Ours"
