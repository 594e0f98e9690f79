from datetime import timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MlmCommon

PORTAL_AGENT = "agent_mlm.agent_mlm_group_portal_agent"


@tagged("post_install", "-at_install")
class TestAgent(MlmCommon):
    """From applicant to agent, and out again."""

    def test_an_officer_admits_a_person_he_met_today(self):
        office = self.env(user=self.officer)
        partner = office["res.partner"].create({"name": "Ramesh Pawar"})
        account = office["res.partner.bank"].create(
            {"partner_id": partner.id, "acc_number": "910012345678"}
        )
        account.ifsc = "sbin 0001234"
        agent = office["mlm.agent"].create(
            {
                "partner_id": partner.id,
                "phone": "9876543210",
                "licence_number": "POSP/1",
                "licence_type": "posp",
                "licence_date_end": fields.Date.today() + timedelta(days=1),
                "pan": "abcpk1234l",
                "aadhaar_last4": "0007",
                "bank_account_id": account.id,
            }
        )
        agent.action_verify_kyc()
        agent.action_approve()
        self.assertRecordValues(
            agent,
            [
                {
                    "state": "active",
                    "name": "Ramesh Pawar",
                    "pan": "ABCPK1234L",
                    "bank_ifsc": "SBIN0001234",
                    "approved_by_id": self.officer.id,
                }
            ],
        )

    def test_agents_are_numbered_in_the_order_they_come(self):
        partners = self.env["res.partner"].create([{"name": n} for n in "ABC"])
        agents = self.env["mlm.agent"].create(
            [{"partner_id": partner.id, "code": "MINE"} for partner in partners]
        )
        first = int(agents[0].code.removeprefix("AGT"))
        self.assertEqual(
            agents.mapped("code"), [f"AGT{first + index:05d}" for index in range(3)]
        )

    def test_admission_names_everything_missing_of_every_applicant_at_once(self):
        partners = self.env["res.partner"].create([{"name": "Bare"}, {"name": "Late"}])
        bare, late = agents = self.env["mlm.agent"].create(
            [{"partner_id": partner.id} for partner in partners]
        )
        late.write(
            {
                "licence_number": "L",
                "licence_type": "agent",
                "licence_date_end": fields.Date.today() - timedelta(days=1),
                "pan": "ABCPK9876L",
            }
        )
        message = self.assert_refused(UserError, bare.code, agents.action_approve)
        self.assertEqual(
            message.splitlines(),
            [
                f"[{bare.code}] Bare: missing licence number and type, PAN, last 4 "
                "digits of Aadhaar, bank account with IFSC, the KYC check by an "
                "officer.",
                f"[{late.code}] Late: missing a licence valid today, last 4 digits of "
                "Aadhaar, bank account with IFSC, the KYC check by an officer.",
            ],
        )
        self.assert_states(agents, "pending", "pending")

    def test_a_licence_counts_on_its_first_and_last_day_only(self):
        agent = self.agent(
            licence_date_start="2026-04-01", licence_date_end="2026-04-30"
        )
        days = ("2026-03-31", "2026-04-01", "2026-04-30", "2026-05-01")
        self.assertEqual(
            [agent._is_licensed_on(fields.Date.to_date(day)) for day in days],
            [False, True, True, False],
        )

    def test_a_licence_without_an_end_or_a_number_is_none(self):
        today = fields.Date.today()
        self.assertFalse(self.agent(licence_date_end=False)._is_licensed_on(today))
        self.assertFalse(self.agent(licence_number=False)._is_licensed_on(today))

    def test_a_licence_can_not_end_before_it_starts(self):
        agent = self.agent()
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            agent.write(
                {"licence_date_start": "2026-04-02", "licence_date_end": "2026-04-01"}
            )

    def test_decisions_against_an_agent_need_a_reason(self):
        applicant, agent = self.applicant(), self.agent()
        for method in (applicant.action_reject, agent.action_deactivate):
            self.assert_refused(UserError, "Give a reason", method, "  ")
        applicant.action_reject(" Papers of somebody else ")
        self.assertEqual(applicant.state_reason, "Papers of somebody else")

    def test_a_rejected_applicant_may_apply_again(self):
        applicant = self.applicant()
        applicant.action_verify_kyc()
        applicant.action_reject("Licence could not be found")
        applicant.action_reconsider()
        applicant.action_approve()
        self.assertRecordValues(applicant, [{"state": "active", "state_reason": False}])

    def test_the_portal_opens_with_admission_and_closes_with_deactivation(self):
        agent = self.agent(login="mlm_test_login")
        self.assertTrue(agent.user_id.has_group(PORTAL_AGENT))
        agent.action_deactivate("Left us")
        self.assertFalse(agent.user_id.has_group(PORTAL_AGENT))
        agent.action_reactivate()
        self.assertTrue(agent.user_id.has_group(PORTAL_AGENT))

    def test_a_login_given_after_admission_opens_the_portal(self):
        agent = self.agent(login="mlm_test_first_login")
        first = agent.user_id
        second = new_test_user(self.env, "mlm_test_second_login", "base.group_portal")
        agent.with_user(self.officer).user_id = second
        self.assertTrue(second.has_group(PORTAL_AGENT))
        self.assertFalse(first.has_group(PORTAL_AGENT))

    def test_a_login_of_an_applicant_does_not_open_the_portal(self):
        user = new_test_user(self.env, "mlm_test_early_login", "base.group_portal")
        self.applicant(user_id=user.id)
        self.assertFalse(user.has_group(PORTAL_AGENT))

    def test_one_person_is_one_agent_and_one_login_serves_one_agent(self):
        agent = self.agent(login="mlm_test_only_login")
        for vals in (
            {"partner_id": agent.partner_id.id},
            {"partner_id": self.officer.partner_id.id, "user_id": agent.user_id.id},
        ):
            with (
                self.assertRaises(UniqueViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env["mlm.agent"].create(vals)

    def test_agents_are_not_copied_but_for_another_contact(self):
        agent = self.agent()
        self.assert_refused(UserError, "One person", agent.copy)
        other = self.env["res.partner"].create({"name": "His brother"})
        copy = agent.copy({"partner_id": other.id})
        self.assertEqual((copy.state, copy.sponsor_id), ("pending", agent.sponsor_id))
        self.assertFalse(copy.licence_number or copy.bank_account_id)

    def test_agents_once_admitted_stay_on_record(self):
        applicant, agent = self.applicant(), self.agent()
        self.assert_refused(UserError, "stay on record", agent.unlink)
        applicant.unlink()
        self.assertFalse(applicant.exists())

    def test_the_contact_of_an_agent_with_money_can_not_be_exchanged(self):
        agent = self.agent_with(earned=100)
        other = self.env["res.partner"].create({"name": "Heir"})
        self.assert_refused(
            ValidationError,
            "wallet",
            agent.with_user(self.officer).write,
            {"partner_id": other.id, "bank_account_id": False},
        )
        self.assert_wallet(agent, balance=100)

    def test_an_agent_without_money_may_get_another_contact(self):
        agent = self.agent()
        other = self.env["res.partner"].create({"name": "The firm he founded"})
        agent.write({"partner_id": other.id, "bank_account_id": False})
        self.assertEqual(agent.name, "The firm he founded")

    def test_a_sequence_without_gaps_numbers_agents_as_well(self):
        self.env.ref("agent_mlm.mlm_agent_sequence").implementation = "no_gap"
        codes = self.env["ir.sequence"]._draw("mlm.agent", 3)
        self.assertEqual(len(set(codes)), 3)

    def test_a_company_may_number_its_agents_itself(self):
        shared = self.env.ref("agent_mlm.mlm_agent_sequence")
        shared.copy({"company_id": self.company.id, "prefix": "OWN/", "padding": 3})
        self.assertEqual(
            self.env["ir.sequence"]._draw("mlm.agent", 2), ["OWN/001", "OWN/002"]
        )
