import base64
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .books_common import BooksCommon


@tagged("post_install", "-at_install")
class TestStatement(BooksCommon):
    """Opening, what moved and why, closing: and closing is the ledger's balance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.agent(login="mlm_test_seller")
        cls.user_of_seller = cls.seller.user_id

    def statement(self, start, end, agents=None):
        statements = (agents or self.seller)._make_statements(start, end)
        return statements if agents else statements[0]

    def assert_statement(self, statement, opening, amounts, closing):
        self.assertEqual(statement.opening, opening)
        self.assertEqual([row.amount for row in statement.rows], amounts)
        self.assertEqual(statement.closing, closing)

    def test_without_any_business_everything_is_zero(self):
        self.assert_statement(self.statement("2026-04-01", "2026-04-30"), 0, [], 0)

    def test_a_quiet_period_has_an_opening_and_the_same_closing(self):
        self.earn_on("2026-03-31", self.seller, 100.5)
        self.assert_statement(
            self.statement("2026-04-01", "2026-04-30"), 100.5, [], 100.5
        )

    def test_the_first_and_the_last_day_belong_to_the_period(self):
        for day, amount in (
            ("2026-03-31", 1),
            ("2026-04-01", 2),
            ("2027-03-31", 4),
            ("2027-04-01", 8),
        ):
            self.earn_on(day, self.seller, amount)
        self.assert_statement(self.statement("2026-04-01", "2027-03-31"), 1, [2, 4], 7)
        self.assert_statement(self.statement("2027-04-01", "2027-04-01"), 7, [8], 15)

    def test_each_commission_of_an_entry_is_a_row_with_its_explanation(self):
        shares = self.earn_on("2026-04-10", self.seller, 10.01, 20.02, 30.03)
        statement = self.statement("2026-04-01", "2026-04-30")
        self.assert_statement(statement, 0, [10.01, 20.02, 30.03], 60.06)
        self.assertEqual(
            [row.detail for row in statement.rows], shares.mapped("explanation")
        )
        self.assertIn(shares[0].source_name, statement.rows[0].text)
        self.assertEqual([row.balance for row in statement.rows], [10.01, 30.03, 60.06])

    def test_clawback_payout_and_return_are_told_apart(self):
        shares = self.earn_on("2026-04-10", self.seller, 1_000)
        with self.on("2026-04-12"):
            payout = self.ask_approved(self.seller, 600)
            payout.action_process(
                self.bank_journal.id, "2026-04-12", {payout.name: "SBIN42"}
            )
        self.claw_back_on("2026-04-13", shares, 0.5)
        with self.on("2026-04-14"):
            payout.action_reverse("Account closed", "2026-04-14")
        statement = self.statement("2026-04-01", "2026-04-30")
        self.assert_statement(statement, 0, [1_000, -600, -500, 600], 500)
        self.assertEqual(
            [row.event for row in statement.rows],
            ["commission", "payout", "clawback", "payout_reversal"],
        )
        self.assertIn("UTR SBIN42", statement.rows[1].detail)
        self.assertIn("Taken back", statement.rows[2].detail)
        self.assertEqual(statement.rows[3].detail, "Account closed")

    def test_tax_is_a_row_of_its_own_and_what_was_caught_up_another(self):
        self.earn_on("2026-04-10", self.seller, 15_000)
        self.earn_on("2026-05-10", self.seller, 10_000)
        statement = self.statement("2026-04-01", "2026-05-31")
        taxes = [row for row in statement.rows if row.event == "withholding"]
        self.assertEqual(sorted(row.amount for row in taxes), [-300, -200])
        caught_up = [row for row in taxes if "caught up for 2026-27" in row.text]
        self.assertEqual([row.amount for row in caught_up], [-300])
        self.assertEqual(statement.closing, 24_500)

    def test_tax_of_the_old_year_is_not_in_the_new_one(self):
        self.earn_on("2027-03-31", self.seller, 30_000)
        self.earn_on("2027-04-01", self.seller, 15_000)
        new = self.statement("2027-04-01", "2028-03-31")
        self.assert_statement(new, 29_400, [15_000], 44_400)

    def test_a_line_without_papers_is_shown_by_its_text(self):
        self.env["account.move"].create(
            {
                "journal_id": self.company.mlm_commission_journal_id.id,
                "date": "2026-04-10",
                "line_ids": [
                    (0, 0, {"account_id": self.expense.id, "debit": 70}),
                    (
                        0,
                        0,
                        {
                            "account_id": self.payable.id,
                            "partner_id": self.seller.partner_id.id,
                            "credit": 70,
                            "name": "Brought forward from paper",
                        },
                    ),
                ],
            }
        ).action_post()
        statement = self.statement("2026-04-01", "2026-04-30")
        self.assert_statement(statement, 0, [70], 70)
        self.assertEqual(
            (statement.rows[0].event, statement.rows[0].text),
            ("correction", "Brought forward from paper"),
        )

    def test_what_the_papers_do_not_explain_is_a_row_and_the_closing_is_the_ledger(
        self,
    ):
        self.earn_on("2026-04-10", self.seller, 100)
        self.env.cr.execute(
            "UPDATE mlm_commission SET amount = 93 WHERE agent_id = %s",
            (self.seller.id,),
        )
        self.env.invalidate_all()
        statement = self.statement("2026-04-01", "2026-04-30")
        self.assert_statement(statement, 0, [93, 7], 100)
        self.assertEqual(statement.rows[1].text, "Not explained")

    def test_agents_do_not_mix(self):
        other = self.agent()
        with self.on("2026-04-10"):
            (
                self.commission(self.seller, 100) + self.commission(other, 40)
            ).action_approve()
        mine, theirs = self.statement("2026-04-01", "2026-04-30", self.seller + other)
        self.assertEqual((mine.closing, theirs.closing), (100, 40))

    def test_a_period_that_ends_before_it_starts_is_refused(self):
        self.assert_refused(
            UserError, "ends before", self.statement, "2026-05-01", "2026-04-30"
        )

    def test_an_agent_reads_his_own_statement_and_no_other(self):
        self.earn_on("2026-04-10", self.seller, 100)
        member = self.agent(self.seller)
        own = self.seller.with_user(self.user_of_seller)
        read = own.read_statement("2026-04-01", "2026-04-30")
        self.assertEqual(read["closing"], 100)
        self.assertEqual(read["in_words"], "Rupees one hundred only")
        self.assertEqual(read["rows"][0]["date"], "2026-04-10")
        for stranger in (member, self.agent()):
            with self.assertRaises(AccessError):
                stranger.with_user(self.user_of_seller).read_statement(
                    "2026-04-01", "2026-04-30"
                )

    def test_officers_and_strangers_export_nothing(self):
        farmer = self.user_with("base.group_portal")
        sponsor = self.agent(login="mlm_test_sponsor")
        self.seller.sponsor_id = sponsor
        for user in (self.officer, farmer, sponsor.user_id):
            for layout in ("pdf", "xlsx"):
                with self.assertRaises(AccessError):
                    self.seller.with_user(user).export_statement(
                        "2026-04-01", "2026-04-30", layout
                    )

    def user_with(self, group):
        return self.env["res.users"].create(
            {
                "name": "Farmer",
                "login": "mlm_test_statement_farmer",
                "group_ids": [(6, 0, self.env.ref(group).ids)],
            }
        )

    def test_the_report_s_address_is_guarded_too(self):
        values = {"date_start": "2026-04-01", "date_end": "2026-04-30"}
        report = self.env["report.agent_mlm.report_statement"]
        other = self.agent()
        with self.assertRaises(AccessError):
            report.with_user(self.user_of_seller)._get_report_values(other.ids, values)
        mine = report.with_user(self.user_of_seller)._get_report_values(
            self.seller.ids, values
        )
        self.assertEqual(len(mine["statements"]), 1)

    def test_an_accountant_of_another_company_reads_nothing(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        stranger = self.accountant.copy({"login": "mlm_test_elsewhere"})
        stranger.write(
            {"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id}
        )
        with self.assertRaises(AccessError):
            self.seller.with_user(stranger).export_statement("2026-04-01", "2026-04-30")

    def test_the_pdf_says_everything_in_the_agent_s_words(self):
        self.earn_on("2026-04-10", self.seller, 1_234_567.5)
        html = self.html_of(self.seller, "2026-04-01", "2026-04-30")
        for words in (
            "Statement of account",
            "12,34,567.50",
            self.seller.code,
            "Rupees twelve lakh",
            "Opening balance",
        ):
            self.assertIn(words, html)
        self.assertNotIn(self.seller.pan, html)

    def html_of(self, agents, start, end):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "agent_mlm.mlm_agent_statement_report",
            agents.ids,
            data={"date_start": start, "date_end": end},
        )
        return html.decode()

    def test_his_own_pdf_is_printed_for_a_portal_agent(self):
        own = self.seller.with_user(self.user_of_seller)
        own = own.with_context(force_report_rendering=True)
        made = own.export_statement("2026-04-01", "2026-04-30")
        self.assertTrue(base64.b64decode(made["content"]).startswith(b"%PDF"))
        self.assertEqual(made["mimetype"], "application/pdf")

    def test_two_agents_are_printed_into_one_pdf(self):
        agents = self.seller + self.agent()
        made = agents.with_context(force_report_rendering=True).export_statement(
            "2026-04-01", "2026-04-30"
        )
        pdf = PdfFileReader(io.BytesIO(base64.b64decode(made["content"])))
        self.assertEqual(pdf.getNumPages(), 2)

    def test_the_workbook_of_many_closes_at_the_ledger(self):
        other = self.agent()
        self.earn_on("2026-04-10", self.seller, 100.01)
        self.earn_on("2026-04-11", other, 40)
        made = (self.seller + other).export_statement(
            "2026-04-01", "2026-04-30", "xlsx"
        )
        sheets = self.read_sheets(base64.b64decode(made["content"]))
        summary, movements = sheets["Summary"], sheets["Movements"]
        place = summary[0].index("Closing balance")
        self.assertEqual([row[place] for row in summary[1:]], [100.01, 40, 140.01])
        self.assertEqual(movements[-1][movements[0].index("Credit")], 140.01)

    def test_too_many_agents_for_one_pdf_are_sent_to_the_workbook(self):
        self.patch(
            type(self.seller), "_check_printable", type(self.seller)._check_printable
        )
        many = self.seller.browse(range(1, 400))
        self.assert_refused(UserError, "or Excel", many._check_printable)

    def test_the_dialog_finds_whose_wallet_moved_or_is_not_empty(self):
        quiet, empty, gone = self.agent(), self.agent(), self.agent()
        self.earn_on("2026-01-10", quiet, 10)
        self.earn_on("2026-04-10", self.seller, 10)
        self.earn_on("2026-01-10", gone, 10)
        self.withdraw_on("2026-01-12", gone, 10)
        wizard = self.env["mlm.statement"].create(
            {"span": "other", "date_start": "2026-04-01", "date_end": "2026-04-30"}
        )
        found = wizard._find_moved()
        self.assertEqual(
            found & (quiet + empty + gone + self.seller), quiet + self.seller
        )

    def test_the_dialog_hands_over_a_file(self):
        self.earn(self.seller, 10)
        wizard = (
            self.env["mlm.statement"]
            .with_user(self.accountant)
            .create({"span": "this_month", "layout": "xlsx"})
        )
        wizard.agent_ids = self.seller
        action = wizard.action_make()
        self.assertIn(f"/mlm.statement/{wizard.id}/file/", action["url"])
        self.assertTrue(wizard.file)
