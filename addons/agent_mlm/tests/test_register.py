import io
import zipfile
from datetime import date

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.sheet_book import Column, SheetBook
from ..wizard.mlm_register_export import find_span
from .books_common import BooksCommon


@tagged("post_install", "-at_install")
class TestSheetBook(BooksCommon):
    """What a workbook of ours promises to an accountant."""

    def sheet(self, columns, rows, **kwargs):
        book = SheetBook()
        book.add_sheet("Sheet", ["Title"], columns, rows, **kwargs)
        self.content = book.close()
        return openpyxl.load_workbook(io.BytesIO(self.content))["Sheet"]

    def test_text_that_looks_like_a_formula_stays_text(self):
        evil = [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "http://x.example",
            "=HYPERLINK()",
        ]
        sheet = self.sheet([Column("t", "T")], [{"t": text} for text in evil])
        cells = [sheet.cell(row, 1) for row in range(4, 4 + len(evil))]
        self.assertEqual([cell.value for cell in cells], evil)
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        with zipfile.ZipFile(io.BytesIO(self.content)) as parts:
            self.assertNotIn(b"<f>", parts.read("xl/worksheets/sheet1.xml"))

    def test_dates_are_dates_and_money_is_numbers_with_indian_grouping(self):
        columns = [Column("d", "D", "date"), Column("m", "M", "money", is_total=True)]
        rows = [
            {"d": date(2026, 4, 1), "m": 12_345_678.9},
            {"d": date(2027, 3, 31), "m": -100_000.5},
        ]
        sheet = self.sheet(columns, rows)
        self.assertEqual(sheet["A4"].value.date(), date(2026, 4, 1))
        self.assertEqual(sheet["B4"].value, 12_345_678.9)
        self.assertTrue(sheet["A4"].is_date)
        self.assertIn(r"##\,##\,##\,##0.00", sheet["B4"].number_format)
        self.assertIn("[<=-100000]-", sheet["B5"].number_format)
        self.assertEqual(sheet["B6"].value, 12_245_678.4)

    def test_the_header_is_frozen_and_an_empty_sheet_has_totals_of_zero(self):
        sheet = self.sheet([Column("m", "Money", "money", is_total=True)], [])
        self.assertEqual(sheet.freeze_panes, "A4")
        self.assertEqual([sheet["A3"].value, sheet["A4"].value], ["Money", 0])

    def test_a_hundred_times_ten_paise_is_ten_rupees(self):
        column = Column("m", "M", "money", is_total=True)
        sheet = self.sheet([column], [{"m": 0.1}] * 100)
        self.assertEqual(sheet["A104"].value, 10)

    def test_the_totals_are_named_and_the_footing_stands_under_the_first(self):
        columns = [Column("t", "T"), Column("m", "M", "money", is_total=True)]
        sheet = self.sheet(
            columns,
            [{"t": "x", "m": 2}],
            total="Total",
            foot=lambda totals: [("Paise", totals["m"])],
        )
        self.assertEqual([sheet["A5"].value, sheet["B5"].value], ["Total", 2])
        self.assertEqual([sheet["A7"].value, sheet["B7"].value], ["Paise", 200])

    def test_sheets_of_the_same_name_and_forbidden_letters_are_told_apart(self):
        book = SheetBook()
        for _time in range(2):
            book.add_sheet("A/B: " + "x" * 40, [], [Column("t", "T")], [])
        names = openpyxl.load_workbook(io.BytesIO(book.close())).sheetnames
        self.assertEqual(len(set(names)), 2)
        self.assertLessEqual(max(map(len, names)), 31)


@tagged("post_install", "-at_install")
class TestRegister(BooksCommon):
    """Each register has the rows of its period, and the totals of the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.agent()

    def column(self, sheet, title):
        place = sheet[0].index(title)
        return [row[place] for row in sheet[1:-1]]

    def total(self, sheet, title):
        return sheet[-1][sheet[0].index(title)]

    def test_an_empty_period_has_no_rows_and_agrees(self):
        for register in self.registers():
            with self.subTest(register=register):
                sheets, controls = self.make(register, "2019-04-01", "2019-04-30")
                table = next(iter(sheets.values()))
                self.assertEqual(len(table), 2)
                self.assert_agrees(controls)

    def registers(self):
        kinds = self.env["mlm.register.export"]._fields["register"].selection
        return [name for name, _label in kinds if name.startswith("mlm.")]

    def test_first_and_last_day_are_in_the_day_before_and_after_are_not(self):
        for day, amount in (
            ("2026-03-31", 1),
            ("2026-04-01", 2),
            ("2026-04-30", 4),
            ("2026-05-01", 8),
        ):
            self.earn_on(day, self.seller, amount)
        sheets, controls = self.make(
            "mlm.register.commission", "2026-04-01", "2026-04-30"
        )
        sheet = sheets["Commission register"]
        self.assertEqual(self.column(sheet, "Commission"), [2, 4])
        self.assertEqual(self.total(sheet, "Commission"), 6)
        self.assert_agrees(controls)

    def test_a_clawback_is_a_negative_row_of_its_own_day(self):
        earned = self.earn_on("2026-04-10", self.seller, 100)
        self.claw_back_on("2026-05-10", earned, 0.4)
        sheets, controls = self.make(
            "mlm.register.commission", "2026-05-01", "2026-05-31"
        )
        self.assertEqual(
            self.column(sheets["Commission register"], "Commission"), [-40]
        )
        self.assertEqual(controls, [("Commissions", -40.0, -40.0)])

    def test_pending_held_and_cancelled_are_not_in_the_register(self):
        with self.on("2026-04-10"):
            self.commission(self.seller, 1)
            self.commission(self.seller, 2).action_hold("Under inquiry")
            self.commission(self.seller, 4).action_cancel("Sale undone")
        sheets, controls = self.make(
            "mlm.register.commission", "2026-04-01", "2026-04-30"
        )
        self.assertEqual(len(sheets["Commission register"]), 2)
        self.assert_agrees(controls)

    def test_a_row_explains_itself(self):
        commission = self.earn_on("2026-04-10", self.seller, 246)
        sheets, _controls = self.make(
            "mlm.register.commission", "2026-04-01", "2026-04-30"
        )
        header, row, _total = sheets["Commission register"]
        values = dict(zip(header, row, strict=True))
        self.assertEqual(values["Credited on"].date(), date(2026, 4, 10))
        self.assertEqual(values["Entry"], commission.move_line_id.move_name)
        self.assertEqual(values["Explanation"], commission.explanation)
        self.assertEqual(values["Agent"], self.seller.code)
        self.assertEqual((values["Base"], values["Rate (%)"]), (2_460, 10))

    def test_a_payout_has_its_utr_and_a_return_takes_it_back(self):
        self.earn_on("2026-04-01", self.seller, 1_000)
        with self.on("2026-04-20"):
            paid = self.ask_approved(self.seller, 600)
            paid.action_process(
                self.bank_journal.id, "2026-04-20", {paid.name: "SBIN0000000042"}
            )
        with self.on("2026-05-02"):
            paid.action_reverse("Account closed", "2026-05-02")
        april, april_controls = self.make(
            "mlm.register.payout", "2026-04-01", "2026-04-30"
        )
        may, may_controls = self.make("mlm.register.payout", "2026-05-01", "2026-05-31")
        self.assertEqual(
            self.column(april["Payout register"], "UTR"), ["SBIN0000000042"]
        )
        self.assertEqual(self.total(april["Payout register"], "Amount"), 600)
        self.assertEqual(self.column(may["Payout register"], "Amount"), [-600])
        self.assertEqual(
            self.column(may["Payout register"], "Remark"), ["Returned: Account closed"]
        )
        self.assert_agrees(april_controls + may_controls)

    def test_an_account_number_keeps_its_leading_zeros(self):
        agent = self.agent()
        with self.on("2020-02-01"):
            agent.bank_account_id.acc_number = "000123456789"
            agent.action_verify_bank()
        self.earn_on("2026-04-01", agent, 100)
        self.withdraw_on("2026-04-02", agent, 100)
        sheets, _controls = self.make("mlm.register.payout", "2026-04-01", "2026-04-30")
        self.assertEqual(
            self.column(sheets["Payout register"], "Account"), ["000123456789"]
        )

    def test_levels_add_up_to_the_ledger(self):
        with self.on("2026-04-10"):
            shares = self.commission(self.seller, 100) + self.commission(
                self.agent(), 60, level=2
            )
            shares += self.commission(self.agent(), 40, level=2)
            shares.action_approve()
        self.claw_back_on("2026-04-12", shares[2])
        sheets, controls = self.make("mlm.register.level", "2026-04-01", "2026-04-30")
        sheet = sheets["Payouts by level"]
        self.assertEqual(self.column(sheet, "Level"), [1, 2])
        self.assertEqual(self.column(sheet, "Credited"), [100, 100])
        self.assertEqual(self.column(sheet, "Taken back"), [0, -40])
        self.assertEqual(self.total(sheet, "Together"), 160)
        self.assert_agrees(controls)

    def test_a_register_of_many_pieces_forgets_nothing(self):
        self.patch(
            self.env.registry["mlm.register"],
            "_read_in_pieces",
            lambda model, records: iter(records),
        )
        self.earn_on("2026-04-10", self.seller, *range(1, 8))
        whole, _controls = self.make(
            "mlm.register.commission", "2026-04-01", "2026-04-30"
        )
        self.assertEqual(self.total(whole["Commission register"], "Commission"), 28)

    def test_a_line_nobody_can_explain_shows_as_a_difference(self):
        self.earn_on("2026-04-10", self.seller, 100)
        self.env.cr.execute(
            "UPDATE account_move_line SET balance = balance - 7, credit = credit + 7"
            " WHERE account_id = %s AND partner_id = %s",
            (self.payable.id, self.seller.partner_id.id),
        )
        self.env.invalidate_all()
        _sheets, controls = self.make(
            "mlm.register.commission", "2026-04-01", "2026-04-30"
        )
        self.assertEqual(controls, [("Commissions", 100.0, 107.0)])


@tagged("post_install", "-at_install")
class TestRegisterExport(BooksCommon):
    """The dialog that makes registers."""

    def export(self, user=None, **vals):
        model = self.env["mlm.register.export"].with_user(user or self.accountant)
        return model.create(vals)

    def test_named_periods_follow_the_indian_financial_year(self):
        today = date(2027, 2, 14)
        for span, first, last in (
            ("this_month", "2027-02-01", "2027-02-28"),
            ("last_month", "2027-01-01", "2027-01-31"),
            ("this_quarter", "2027-01-01", "2027-03-31"),
            ("last_quarter", "2026-10-01", "2026-12-31"),
            ("this_year", "2026-04-01", "2027-03-31"),
            ("last_year", "2025-04-01", "2026-03-31"),
        ):
            start, end = find_span(span, today)
            self.assertEqual((str(start), str(end)), (first, last), span)

    def test_the_year_turns_on_the_first_of_april(self):
        self.assertEqual(find_span("this_year", date(2027, 4, 1))[0], date(2027, 4, 1))
        self.assertEqual(
            find_span("this_year", date(2027, 3, 31))[1], date(2027, 3, 31)
        )

    def test_the_dialog_shows_both_totals_and_offers_the_file(self):
        self.earn(self.agent(), 100)
        export = self.export(span="this_month")
        export.action_make()
        self.assertRecordValues(
            export.control_ids,
            [{"amount_register": 100, "amount_ledger": 100, "difference": 0}],
        )
        self.assertFalse(export.is_different)
        self.assertTrue(export.file_name.startswith("Commission register 20"))
        self.assertTrue(export.file)

    def test_a_period_that_ends_before_it_starts_is_refused(self):
        export = self.export(
            span="other", date_start="2026-05-01", date_end="2026-04-30"
        )
        self.assert_refused(UserError, "ends before", export.action_make)

    def test_only_accountants_make_registers(self):
        for user in (self.officer, self.portal_user()):
            with self.assertRaises(AccessError):
                self.export(user).action_make()

    def portal_user(self):
        return self.agent(login="mlm_test_reader").user_id

    def test_another_company_is_not_read_without_switching_to_it(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        export = self.export(company_id=elsewhere.id)
        with self.assertRaises(UserError):
            export.action_make()
