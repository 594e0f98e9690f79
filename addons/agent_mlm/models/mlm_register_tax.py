from odoo import models

from ..tools.sheet_book import Column
from .mlm_register import Control


class MlmRegisterTax(models.AbstractModel):
    """Tax withheld in the period, as the quarterly return asks for it (Form 140).

    The second sheet has what certificates need: a line for each payee and quarter.
    """

    _name = "mlm.register.tax"
    _description = "TDS register"
    _inherit = ["mlm.register"]

    def _get_columns(self):
        return [
            Column("pan", self.env._("PAN"), width=13),
            Column("name", self.env._("Name of the payee"), width=28),
            Column("code", self.env._("Agent"), width=11),
            Column("payee_class", self.env._("Kind of payee"), width=16),
            Column("section", self.env._("Section"), width=18),
            Column("payment_code", self.env._("Payment code"), width=10),
            Column("date", self.env._("Date of credit"), "date", 12),
            Column("base", self.env._("Amount credited"), "money", 15, is_total=True),
            Column("rate", self.env._("Rate (%)"), "rate", 9),
            Column("tax", self.env._("Tax withheld"), "money", 14, is_total=True),
            Column("remark", self.env._("Remark"), "long", 40),
            Column("entry", self.env._("Entry"), width=19),
        ]

    def _get_rows(self, period):
        for row in self._read_in_pieces(self._find_withheld(period)):
            yield {
                **self._identify(row),
                "code": row.agent_id.code,
                "section": row.rule_id.name,
                "payment_code": row.payment_code,
                "date": row.date,
                "base": row.amount_base,
                "rate": row.rate,
                "tax": row.amount,
                "remark": self._explain_rate(row),
                "entry": row.move_line_id.move_name,
            }

    def _get_controls(self, period, totals):
        wallets = self._sum_ledger(
            [*self._get_wallet_domain(period), ("mlm_event", "=", "withholding")],
            sign=1,
        )
        taxes = self._sum_ledger(
            [
                ("account_id", "=", period.company.mlm_withholding_account_id.id),
                ("company_id", "=", period.company.id),
                ("date", ">=", period.start),
                ("date", "<=", period.end),
                ("move_id.line_ids.mlm_event", "=", "withholding"),
            ]
        )
        tax = totals["tax"]
        return [
            Control(self.env._("Tax taken off wallets"), tax, wallets),
            Control(self.env._("Tax payable"), tax, taxes),
        ]

    def _add_sheets(self, book, period):
        """Override: add what certificates need, a line for each payee and quarter."""
        book.add_sheet(
            self.env._("Certificates"),
            [self.env._("TDS certificate data"), *self._get_heading(period)[1:]],
            [
                Column("pan", self.env._("PAN"), width=13),
                Column("name", self.env._("Name of the payee"), width=28),
                Column("payee_class", self.env._("Kind of payee"), width=16),
                Column("year", self.env._("Tax year"), width=11),
                Column("quarter", self.env._("Quarter"), width=9),
                Column("count", self.env._("Credits"), "count", 9),
                Column(
                    "base", self.env._("Amount credited"), "money", 16, is_total=True
                ),
                Column("tax", self.env._("Tax withheld"), "money", 16, is_total=True),
            ],
            self._get_certificates(period),
            self.env._("Total"),
        )

    def _get_certificates(self, period):
        """Yield the totals of each payee and quarter; without PAN, of each contact."""
        payees = self._find_withheld(period).grouped(
            lambda row: (
                row.pan or "",
                "" if row.pan else row.partner_id.name,
                row.financial_year,
                get_quarter(row.date),
            )
        )
        for (_pan, _name, year, quarter), rows in sorted(
            payees.items(), key=lambda pair: pair[0]
        ):
            yield {
                **self._identify(rows[0]),
                "year": year,
                "quarter": quarter,
                "count": len(rows),
                "base": round(sum(rows.mapped("amount_base")), 2),
                "tax": round(sum(rows.mapped("amount")), 2),
            }

    def _find_withheld(self, period):
        return self.env["mlm.withholding"].search(
            [
                ("company_id", "=", period.company.id),
                ("date", ">=", period.start),
                ("date", "<=", period.end),
            ],
            order="date, id",
        )

    def _identify(self, row):
        labels = dict(row._fields["payee_class"]._description_selection(self.env))
        return {
            "pan": row.pan,
            "name": row.partner_id.name,
            "payee_class": labels.get(row.payee_class),
        }

    def _explain_rate(self, row):
        """Return why the rate is not the ordinary one, and what was caught up."""
        reasons = {
            "lower": self.env._("lower rate"),
            "no": self.env._("nothing withheld"),
            "higher": self.env._("higher rate"),
        }
        remarks = [self.env._("no PAN")] if not row.pan else []
        if row.certificate in reasons:
            remarks.append(reasons[row.certificate])
        if row.certificate_number:
            remarks.append(
                self.env._("certificate %(number)s", number=row.certificate_number)
            )
        if row.kind == "catch_up":
            remarks.append(
                self.env._("caught up for %(year)s", year=row.financial_year)
            )
        return ", ".join(remarks)


def get_quarter(day):
    """Return the quarter of the Indian financial year: Q1 is April to June.

    >>> get_quarter(date(2027, 1, 31))
    'Q4'
    """
    return f"Q{(day.month - 4) % 12 // 3 + 1}"
