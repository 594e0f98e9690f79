from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestWalletGuards(MlmCommon):
    """Wallets stand on posted lines; nobody bends them past our methods."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holder = cls.agent_with(earned=1_000)
        cls.line = cls.env["account.move.line"].search(
            cls.holder._get_wallet_domain(), limit=1
        )

    def refuse(self, words, method, *args):
        self.assert_refused(UserError, words, method, *args)
        self.assert_wallet(self.holder, balance=1_000)

    def test_an_entry_is_not_set_to_draft_by_its_state(self):
        move = self.line.move_id.with_user(self.accountant)
        self.refuse("wallets stand", move.write, {"state": "draft"})

    def test_a_line_does_not_lose_its_meaning(self):
        line = self.line.with_user(self.accountant)
        self.refuse("not entered by hand", line.write, {"mlm_event": False})

    def test_a_line_does_not_move_to_another_wallet(self):
        other = self.agent().partner_id
        line = self.line.with_user(self.accountant)
        self.refuse("wallets stand", line.write, {"partner_id": other.id})

    def test_a_line_does_not_leave_the_account(self):
        line = self.line.with_user(self.accountant)
        self.refuse("wallets stand", line.write, {"account_id": self.expense.id})

    def test_a_posted_line_does_not_come_onto_the_account(self):
        expense = self.line.move_id.line_ids - self.line
        expense = expense.with_user(self.accountant)
        self.refuse("wallets stand", expense.write, {"account_id": self.payable.id})

    def test_nobody_earns_by_an_entry_of_his_own(self):
        vals = {
            "account_id": self.payable.id,
            "partner_id": self.holder.partner_id.id,
            "credit": 5_000,
            "mlm_event": "commission",
        }
        moves = self.env["account.move"].with_user(self.accountant)
        self.refuse(
            "not entered by hand",
            moves.create,
            {
                "line_ids": [
                    Command.create(vals),
                    Command.create({"account_id": self.expense.id, "debit": 5_000}),
                ]
            },
        )


@tagged("post_install", "-at_install")
class TestTaxGuards(MlmCommon):
    """What tax is withheld is decided by those whose job it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = new_test_user(cls.env, "mlm_test_employee")
        cls.payee = cls.agent()
        cls.entity = cls.payee.partner_id.l10n_in_pan_entity_id

    def test_an_employee_does_not_spare_an_agent_the_tax(self):
        entity = self.entity.with_user(self.employee)
        self.assert_refused(
            AccessError, "Accountant", entity.write, {"tds_deduction": "no"}
        )
        self.assert_refused(
            AccessError,
            "Accountant",
            entity.create,
            {"name": "ABCPW1234L", "tds_deduction": "no"},
        )

    def test_an_accountant_may(self):
        self.entity.with_user(self.accountant).tds_deduction = "no"
        self.assertEqual(self.entity.tds_deduction, "no")

    def test_an_employee_does_not_make_a_person_a_company(self):
        entity = self.entity.with_user(self.employee)
        self.assert_refused(
            AccessError, "Officer", entity.write, {"name": "ABCCW1234L"}
        )

    def test_another_pan_is_verified_again(self):
        self.entity.with_user(self.officer).name = "ABCPV1234L"
        self.assertFalse(self.payee.kyc_verified_at)

    def test_another_pan_of_the_contact_is_verified_again(self):
        other = self.env["l10n_in.pan.entity"].create({"name": "ABCPT1234L"})
        partner = self.payee.partner_id.with_user(self.officer)
        partner.l10n_in_pan_entity_id = other.id
        self.assertFalse(self.payee.kyc_verified_at)

    def test_other_contacts_pans_are_as_free_as_core_has_them(self):
        entity = self.env["l10n_in.pan.entity"].with_user(self.employee)
        other = entity.create({"name": "ABCPS1234L"})
        other.name = "ABCPR1234L"
        self.assertEqual(other.name, "ABCPR1234L")

    def test_a_certificate_is_the_persons_not_the_agents(self):
        twin = self.agent(pan=self.payee.pan)
        self.entity.write(
            {
                "tds_deduction": "lower",
                "mlm_certificate_number": "C/1",
                "mlm_certificate_rate": 0.5,
                "mlm_certificate_date_end": "2099-03-31",
                "mlm_certificate_limit": 50_000,
            }
        )
        shares = self.commission(self.payee, 50_000) + self.commission(twin, 50_000)
        shares.action_approve()
        rows = self.env["mlm.withholding"].search([("pan", "=", self.payee.pan)])
        by_rate = {row.rate: row.amount_base for row in rows}
        self.assertEqual(by_rate, {0.5: 50_000, 2.0: 50_000})

    def test_a_nil_certificate_counts_up_to_its_limit(self):
        self.entity.write(
            {
                "tds_deduction": "no",
                "mlm_certificate_number": "N/1",
                "mlm_certificate_limit": 30_000,
            }
        )
        self.earn(self.payee, 30_000)
        self.earn(self.payee, 30_000)
        self.assertEqual(self.payee.total_withheld, 600)

    def test_a_limit_needs_a_number_and_a_lower_rate_its_last_day(self):
        self.assert_refused(
            UserError,
            "enter the number",
            self.entity.write,
            {"tds_deduction": "no", "mlm_certificate_limit": 1},
        )
        vals = {"mlm_certificate_number": "C/2", "mlm_certificate_rate": 1}
        self.entity.write(
            {**vals, "tds_deduction": "lower", "mlm_certificate_date_end": "2020-01-01"}
        )
        self.assert_refused(
            UserError,
            "last day",
            self.entity.write,
            {"mlm_certificate_date_end": False},
        )

    def test_a_person_stays_past_the_threshold_when_an_agent_gets_another_pan(self):
        twin = self.agent(pan=self.payee.pan)
        shares = self.commission(self.payee, 15_000) + self.commission(twin, 15_000)
        shares.action_approve()
        twin.pan = "ABCPQ1234L"
        self.earn(self.payee, 1_000)
        self.assertEqual(self.payee.total_withheld, 320)

    def test_a_job_at_half_past_one_in_april_posts_in_april(self):
        with freeze_time("2026-03-31 20:00:00"):
            commission = self.earn(self.payee, 30_000)
        self.assertEqual(commission.move_line_id.date, date(2026, 4, 1))
        rows = self.env["mlm.withholding"].search([("pan", "=", self.payee.pan)])
        self.assertEqual(rows.financial_year, "2026-27")
