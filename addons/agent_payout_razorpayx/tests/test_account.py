import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from tests.fakes.razorpayx_bank import KEY_SECRET

from ..const import BASE_URL_PARAMETER
from .common import RazorpayxCommon


@tagged("post_install", "-at_install")
class TestAccount(RazorpayxCommon):
    """Settings: entered once, checked, never read back."""

    def test_the_connection_test_says_that_all_is_well_and_the_balance(self):
        self.bank.balance = 1_234_50
        message = self.account.action_test_connection()["params"]["message"]
        self.assertIn("1,234.50", message)

    def test_the_connection_test_says_what_razorpayx_says(self):
        self.account.key_secret_entry = "wrong"
        self.assert_refused(
            UserError, "Authentication failed", self.account.action_test_connection
        )

    def test_the_connection_test_finds_a_wrong_account_number(self):
        self.account.account_number = "999999999999"
        self.assert_refused(
            UserError, "account number", self.account.action_test_connection
        )

    def test_a_live_key_goes_to_razorpayx_only(self):
        self.account.key_id = "rzp_live_x"
        text = self.assert_refused(
            UserError, "is for test keys", self.account.action_test_connection
        )
        self.assertNotIn(KEY_SECRET, text)
        self.assertFalse(self.fake.calls)

    def test_without_the_parameter_the_address_is_razorpayxs_own(self):
        self.env["ir.config_parameter"].sudo().set_param(BASE_URL_PARAMETER, False)
        client = self.account._get_client()
        self.assertEqual(client._sdk.base_url, "https://api.razorpay.com")

    def test_a_key_of_another_kind_is_refused(self):
        with self.assertRaises(ValidationError):
            self.account.key_id = "sk_live_x"

    def test_a_text_the_bank_does_not_print_is_refused(self):
        for text in ("Agent & Co", "A" * 31):
            with self.subTest(text), self.assertRaises(ValidationError):
                self.account.narration = text

    def test_saving_the_form_without_a_secret_keeps_the_secret(self):
        self.account.write({"key_secret_entry": False, "name": "Another"})
        self.assertEqual(self.account.sudo().key_secret, KEY_SECRET)

    def test_a_company_has_one_account(self):
        with (
            self.assertRaises(psycopg2.errors.UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.account.create(
                {
                    "journal_id": self.bank_journal.id,
                    "account_number": "1",
                    "key_id": "rzp_test_x",
                }
            )

    def test_an_account_is_not_copied(self):
        self.assert_refused(UserError, "one RazorpayX account", self.account.copy)

    def test_other_keys_forget_contacts_and_fund_accounts(self):
        payout = self.paid(700)
        self.account.key_id = "rzp_test_another"
        beneficiary = payout.beneficiary_id
        self.assertFalse(beneficiary.contact_ref or beneficiary.fund_account_ref)

    def test_test_and_live_are_not_exchanged_while_payouts_are_under_way(self):
        self.processing(700)
        self.assert_refused(
            UserError, "under way", self.account.write, {"key_id": "rzp_live_x"}
        )
        self.account.key_id = "rzp_test_renewed"

    def test_an_account_keeps_its_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assert_refused(
            UserError, "keeps its company", self.account.write, {"company_id": other.id}
        )
