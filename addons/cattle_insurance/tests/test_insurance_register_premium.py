from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.agent_mlm.tests.books_common import BooksCommon

from .policy_common import TODAY, PolicyCommon


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 09:00:00")
class TestInsuranceRegisterPremium(PolicyCommon, BooksCommon):
    """Premiums and their GST, credit notes below zero, equal to the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.insurance_accountant = cls.staff("accountant")

    def rows(self, start="2026-06-01", end="2026-06-30"):
        sheets, controls = self.make(
            "insurance.register.premium", start, end, self.insurance_accountant
        )
        self.assert_agrees(controls)
        header, *rows, _total = sheets["Premium register"]
        self.controls = controls
        return [dict(zip(header, row, strict=True)) for row in rows]

    def test_within_the_state_gst_is_halved(self):
        policy = self.in_force()
        [row] = self.rows()
        expected = {
            "Invoice": policy.invoice_id.name,
            "Policy": policy.policy_number,
            "Customer": policy.partner_id.name,
            "Place of supply": "24-Gujarat",
            "Premium": 2_250,
            "SGST": 202.5,
            "CGST": 202.5,
            "IGST": None,
            "Total": 2_655,
        }
        self.assertEqual({name: row[name] for name in expected}, expected)
        self.assertEqual(row["Date"].date(), TODAY)

    def test_between_states_it_is_igst(self):
        owner = self.farmer(state_id=self.env.ref("base.state_in_mh").id)
        self.submit(self.cow(owner))
        [row] = self.rows()
        self.assertEqual((row["SGST"], row["CGST"], row["IGST"]), (None, None, 405))
        self.assertEqual(row["Place of supply"], "27-Maharashtra")

    def test_a_credit_note_is_below_zero_with_the_same_policy(self):
        policy = self.paid()
        policy.action_reject("The photos show another animal")
        _invoice, note = self.rows()
        self.assertEqual(note["Kind"], "Credit note")
        self.assertEqual(note["Policy"], policy.name)
        self.assertEqual(
            [note[name] for name in ("Premium", "SGST", "CGST", "Total")],
            [-2_250, -202.5, -202.5, -2_655],
        )
        self.assertEqual([ours for _label, ours, _ledger in self.controls], [0, 0, 0])

    def test_drafts_and_other_periods_are_not_in_it(self):
        self.propose()
        with freeze_time("2026-05-31 09:00:00"):
            self.submit()
        with freeze_time("2026-07-01 09:00:00"):
            self.submit()
        self.assertEqual(self.rows(), [])

    def test_income_booked_past_the_invoices_shows_as_a_difference(self):
        self.submit()
        self.env["account.move"].create(
            {
                "journal_id": self.company.mlm_commission_journal_id.id,
                "date": TODAY,
                "line_ids": [
                    (0, 0, {"account_id": self.expense.id, "debit": 11}),
                    (0, 0, {"account_id": self.premium_income.id, "credit": 11}),
                ],
            }
        ).action_post()
        _sheets, controls = self.make(
            "insurance.register.premium", TODAY, TODAY, self.insurance_accountant
        )
        self.assertEqual(controls[0][1:], (2_250, 2_261))

    def test_the_dialog_offers_it_and_underwriters_do_not_get_it(self):
        export = self.env["mlm.register.export"].with_user(self.insurance_accountant)
        made = export.create({"register": "insurance.register.premium"})
        made.action_make()
        self.assertFalse(made.is_different)
        with self.assertRaises(AccessError):
            self.make("insurance.register.premium", TODAY, TODAY, self.underwriter)

    def test_days_of_the_financial_year_s_turn_fall_into_their_years(self):
        for day in ("2027-03-31", "2027-04-01"):
            with freeze_time(f"{day} 09:00:00"):
                self.submit()
        [old] = self.rows("2026-07-01", "2027-03-31")
        [new] = self.rows("2027-04-01", "2028-03-31")
        days = [fields.Date.to_string(row["Date"]) for row in (old, new)]
        self.assertEqual(days, ["2027-03-31", "2027-04-01"])
