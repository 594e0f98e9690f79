import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestAgentKyc(MlmCommon):
    """Who the agent is, and where his money goes."""

    def test_a_pan_is_cleaned_and_kept_once_for_all_agents(self):
        one, two = self.agent(pan=" abcpk4321l "), self.agent(pan="ABCPK4321L")
        self.assertEqual(one.pan, "ABCPK4321L")
        entities = (one + two).partner_id.l10n_in_pan_entity_id
        self.assertEqual(entities.mapped("name"), ["ABCPK4321L"])

    def test_what_is_no_pan_is_refused(self):
        agent = self.agent()
        for pan in ("ABCDE1234", "ABCPK0000L", "1234567890", "ABCXK1234L", "पैन"):
            with self.subTest(pan=pan):
                self.assert_refused(
                    ValidationError, "is not a PAN", agent.write, {"pan": pan}
                )

    def test_an_agent_is_found_by_his_pan(self):
        agent = self.agent(pan="ABCPK5555L")
        agents = self.env["mlm.agent"].with_user(self.officer)
        self.assertEqual(agents.search([("pan", "=", "ABCPK5555L")]).ids, agent.ids)
        self.assertIn(agent, agents.search([("pan", "ilike", "pk5555")]))

    def test_only_four_digits_of_the_aadhaar_are_kept(self):
        agent = self.agent()
        for digits in ("12a4", "123", "१२३४", "234123412346"):
            with self.subTest(digits=digits):
                self.assert_refused(
                    ValidationError,
                    "last four digits",
                    agent.write,
                    {"aadhaar_last4": digits},
                )

    def test_an_ifsc_is_cleaned_and_checked(self):
        account = self.agent().bank_account_id
        account.ifsc = " hdfc 0ab12cd "
        self.assertEqual(account.ifsc, "HDFC0AB12CD")
        for ifsc in ("SBIN1001234", "SBI0001234", "SBIN000123", "SBIN00012345"):
            with self.subTest(ifsc=ifsc):
                self.assert_refused(
                    ValidationError, "is not an IFSC", account.write, {"ifsc": ifsc}
                )

    def test_an_account_number_has_9_to_18_digits(self):
        account = self.agent().bank_account_id
        for number in ("12345678", "1" * 19, "12345678X"):
            with self.subTest(number=number):
                self.assert_refused(
                    ValidationError,
                    "9 to 18 digits",
                    account.write,
                    {"acc_number": number},
                )
        account.acc_number = "1" * 18

    def test_accounts_without_an_ifsc_may_be_foreign(self):
        account = self.env["res.partner.bank"].create(
            {"partner_id": self.officer.partner_id.id, "acc_number": "CH-9300-762"}
        )
        self.assertFalse(account.ifsc)

    def test_the_account_is_the_agents_own(self):
        one, two = self.agent(), self.agent()
        self.assert_refused(
            ValidationError,
            "must be his own",
            one.write,
            {"bank_account_id": two.bank_account_id.id},
        )

    def test_the_account_of_an_agent_can_not_pass_to_somebody_else(self):
        agent, other = self.applicant(), self.agent()
        self.assert_refused(
            ValidationError,
            "must be his own",
            agent.bank_account_id.write,
            {"partner_id": other.partner_id.id},
        )

    def test_verifying_kyc_names_everything_missing_at_once(self):
        agent = self.applicant(pan=False, aadhaar_last4=False, bank_account_id=False)
        message = self.assert_refused(
            ValidationError, agent.code, agent.action_verify_kyc
        )
        for item in ("PAN", "Aadhaar", "bank account with IFSC"):
            self.assertIn(item, message)

    def test_another_identity_has_to_be_verified_again(self):
        for vals in ({"pan": "ABCPK7777L"}, {"aadhaar_last4": "9999"}):
            agent = self.agent()
            self.assertTrue(agent.kyc_verified_at)
            agent.write(vals)
            self.assertFalse(agent.kyc_verified_at or agent.kyc_verified_by_id)

    def test_a_verdict_can_not_be_written_from_outside(self):
        agent = self.agent().with_user(self.manager)
        past = fields.Datetime.now() - timedelta(days=30)
        for name in ("kyc_verified_at", "bank_changed_at", "approved_at"):
            with self.subTest(field=name):
                self.assert_refused(UserError, "", agent.write, {name: past})

    def test_officers_do_not_verify_bank_accounts_nor_accountants_identities(self):
        agent = self.applicant()
        self.assert_refused(
            AccessError, "Accountant", agent.with_user(self.officer).action_verify_bank
        )
        self.assert_refused(
            AccessError, "Officer", agent.with_user(self.accountant).action_verify_kyc
        )
        agent.with_user(self.accountant).action_verify_bank()
        self.assertTrue(agent.is_bank_verified)

    def test_an_account_changed_by_an_officer_has_to_be_verified_again(self):
        agent = self.agent()
        for vals in ({"acc_number": "910000000001"}, {"ifsc": "HDFC0001234"}):
            agent.action_verify_bank()
            agent.bank_account_id.with_user(self.officer).write(vals)
            self.assertFalse(agent.is_bank_verified)

    @freeze_time("2026-05-04 10:00:00")
    def test_a_changed_account_cools_down(self):
        self.company.mlm_bank_cooling_hours = 24
        agent = self.agent()
        tomorrow = fields.Datetime.now() + timedelta(hours=24)
        self.assertEqual(agent._get_bank_cooled_at(), tomorrow)
        with freeze_time("2026-05-10 08:00:00"):
            agent.bank_account_id.acc_number = "910000000002"
            self.assertEqual(
                agent._get_bank_cooled_at(),
                fields.Datetime.to_datetime("2026-05-11 08:00"),
            )

    @freeze_time("2026-05-04 10:00:00")
    def test_choosing_another_account_cools_down_even_if_it_is_old(self):
        agent = self.agent()
        with freeze_time("2026-01-01"):
            old = agent.bank_account_id.copy({"acc_number": "910000000003"})
        agent.bank_account_id = old
        self.company.mlm_bank_cooling_hours = 1
        self.assertEqual(
            agent._get_bank_cooled_at(), fields.Datetime.to_datetime("2026-05-04 11:00")
        )

    def test_two_agents_with_one_account_are_flagged(self):
        one, two, three = self.agent(), self.agent(), self.agent()
        two.bank_account_id.write(
            {
                "acc_number": one.bank_account_id.acc_number,
                "ifsc": one.bank_account_id.ifsc,
            }
        )
        self.assertEqual(one.with_user(self.officer).bank_shared_agent_ids, two)
        self.assertEqual(two.bank_shared_agent_ids, one)
        self.assertFalse(three.bank_shared_agent_ids)

    def test_an_equal_number_at_another_bank_is_another_account(self):
        one, two = self.agent(), self.agent()
        two.bank_account_id.write(
            {"acc_number": one.bank_account_id.acc_number, "ifsc": "HDFC0001234"}
        )
        self.assertFalse(one.bank_shared_agent_ids)

    def test_papers_are_pictures_or_pdf(self):
        agent = self.agent()
        for raw, good in ((b"%PDF-1.7 ...", True), (b"MZ program", False)):
            create = self.env["mlm.agent.document"].with_user(self.officer).create
            vals = {"agent_id": agent.id, "kind": "pan", "file": self.encoded(raw)}
            if good:
                create(vals)
            else:
                self.assert_refused(ValidationError, "send a JPEG", create, vals)

    def test_a_replaced_paper_has_to_be_verified_again(self):
        document = self.env["mlm.agent.document"].create(
            {
                "agent_id": self.agent().id,
                "kind": "pan",
                "file": self.encoded(b"%PDF-1.7 one"),
            }
        )
        document.with_user(self.officer).action_verify()
        self.assertEqual(document.verified_by_id, self.officer)
        document.file = self.encoded(b"%PDF-1.7 two")
        self.assertFalse(document.is_verified)

    def encoded(self, raw):
        return base64.b64encode(raw)
