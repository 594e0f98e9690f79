from odoo import fields
from odoo.tests import tagged

from ..models.mlm_register_tax import get_quarter
from .books_common import BooksCommon


@tagged("post_install", "-at_install")
class TestRegisterTax(BooksCommon):
    """The register has what the quarterly return and the certificates ask for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.agent()

    def register(self, start, end):
        """Return the rows of both sheets as dicts, after comparing the totals."""
        sheets, controls = self.make("mlm.register.tax", start, end)
        self.assert_agrees(controls)
        return [
            [dict(zip(rows[0], row, strict=True)) for row in rows[1:-1]]
            for rows in (sheets["TDS register"], sheets["Certificates"])
        ]

    def test_below_the_threshold_there_is_nothing_to_return(self):
        self.earn_on("2026-04-10", self.seller, 20_000)
        self.assertEqual(self.register("2026-04-01", "2026-06-30"), [[], []])

    def test_a_row_says_who_when_how_much_and_by_which_provision(self):
        self.earn_on("2026-05-10", self.seller, 25_000)
        [row], _certificates = self.register("2026-04-01", "2026-06-30")
        tax = self.env["mlm.withholding"].search([("agent_id", "=", self.seller.id)])
        expected = {
            "PAN": self.seller.pan,
            "Name of the payee": self.seller.name,
            "Agent": self.seller.code,
            "Section": tax.rule_id.name,
            "Payment code": "1005",
            "Amount credited": 25_000,
            "Rate (%)": 2,
            "Tax withheld": 500,
            "Remark": None,
        }
        self.assertEqual({name: row[name] for name in expected}, expected)
        self.assertEqual(str(row["Date of credit"].date()), "2026-05-10")

    def test_what_was_caught_up_says_so(self):
        self.earn_on("2026-05-10", self.seller, 15_000)
        self.earn_on("2026-06-10", self.seller, 10_000)
        rows, _certificates = self.register("2026-04-01", "2026-06-30")
        remarks = {row["Amount credited"]: row["Remark"] for row in rows}
        self.assertEqual(remarks, {15_000: "caught up for 2026-27", 10_000: None})

    def test_without_pan_the_higher_rate_is_explained(self):
        self.seller.partner_id.l10n_in_pan_entity_id = False
        self.earn_on("2026-05-10", self.seller, 25_000)
        [row], [certificate] = self.register("2026-04-01", "2026-06-30")
        self.assertEqual((row["PAN"], row["Rate (%)"]), (None, 20))
        self.assertEqual(row["Remark"], "no PAN, higher rate")
        self.assertEqual(certificate["Name of the payee"], self.seller.name)

    def test_certificates_have_a_line_a_pan_and_quarter_over_all_agents(self):
        self.earn_on("2026-05-10", self.seller, 25_000)
        self.earn_on("2026-06-10", self.seller, 1_000)
        self.earn_on("2026-07-10", self.seller, 2_000)
        _rows, certificates = self.register("2026-04-01", "2027-03-31")
        self.assertEqual(
            [
                (row["Quarter"], row["Credits"], row["Amount credited"])
                + (row["Tax withheld"],)
                for row in certificates
            ],
            [("Q1", 2, 26_000, 520), ("Q2", 1, 2_000, 40)],
        )

    def test_first_and_last_day_of_a_quarter(self):
        with self.on("2026-04-01"):
            self.earn(self.seller, 25_000)
        for day in ("2026-06-30", "2026-07-01"):
            self.earn_on(day, self.seller, 100)
        rows, _certificates = self.register("2026-04-01", "2026-06-30")
        self.assertEqual([row["Amount credited"] for row in rows], [25_000, 100])

    def test_quarters_are_those_of_the_financial_year(self):
        days = {"2026-04-01": "Q1", "2026-06-30": "Q1", "2026-07-01": "Q2"}
        days.update({"2026-12-31": "Q3", "2027-01-01": "Q4", "2027-03-31": "Q4"})
        for day, quarter in days.items():
            self.assertEqual(get_quarter(fields.Date.to_date(day)), quarter)
