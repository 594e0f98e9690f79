from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RazorpayxCommon


@tagged("post_install", "-at_install")
class TestBatch(RazorpayxCommon):
    """What is checked before anything is given to RazorpayX."""

    def refuse(self, words, withdrawal=None, **vals):
        """A batch of this withdrawal is refused with these words."""
        withdrawal = withdrawal or self.ask_approved(self.agent_with(earned=1_000), 700)
        self.assert_refused(UserError, words, self.batch_of, withdrawal, **vals)

    def test_without_an_account_nothing_is_confirmed(self):
        self.account.active = False
        self.refuse("no RazorpayX account with keys")

    def test_without_a_key_secret_nothing_is_confirmed(self):
        self.account.sudo().key_secret = False
        self.refuse("no RazorpayX account with keys")

    def test_another_bank_than_that_of_razorpayx_is_refused(self):
        other = self.bank_journal.copy({"code": "OTHER"})
        self.refuse("RazorpayX pays from", journal_id=other.id)

    def test_a_name_without_latin_letters_is_refused(self):
        agent = self.agent_with(earned=1_000)
        agent.partner_id.name = "राम कुमार"
        agent.bank_account_id.acc_holder_name = "राम कुमार"
        agent.action_verify_bank()
        self.refuse("Latin letters", self.ask_approved(agent, 700))

    def test_a_batch_of_tomorrow_is_not_sent_today(self):
        tomorrow = fields.Date.today() + timedelta(days=1)
        withdrawal = self.ask_approved(self.agent_with(earned=1_000), 700)
        batch = self.batch_of(withdrawal, date=tomorrow)
        self.assert_refused(
            UserError, "on that day", batch.with_user(self.accountant).action_send
        )
        self.assertFalse(withdrawal.razorpayx_payout_ids)

    def test_a_withdrawal_is_given_to_razorpayx_once_by_the_database(self):
        payout = self.sent(700)
        with (
            self.assertRaises(psycopg2.errors.UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            payout.sudo()._prepare_for(self.account, payout.withdrawal_id.sudo())

    def test_a_batch_is_sent_once(self):
        payout = self.sent(700)
        batch = payout.batch_id.with_user(self.accountant)
        self.assert_refused(UserError, "can not become", batch.action_send)

    def test_a_batch_counts_what_is_under_way_and_what_waits_for_a_person(self):
        one, two, _three = self.processing(100, 200, 300)
        batch = one.batch_id.with_user(self.accountant)
        self.bank.move(one.name, "processed")
        self.deliver(*self.fake.events)
        two.sudo()._record(hold_reason="Look at it")
        batch.invalidate_recordset()
        self.assertEqual(batch.razorpayx_open_count, 2)
        self.assertEqual(batch.razorpayx_held_count, 1)
        action = batch.action_open_razorpayx_payouts()
        self.assertEqual(self.env["razorpayx.payout"].search_count(action["domain"]), 3)

    def test_the_form_chooses_the_bank_of_razorpayx(self):
        other = self.bank_journal.copy({"code": "OTHER"})
        batch = self.env["mlm.payout.batch"].new({"journal_id": other.id})
        batch.channel = "razorpayx"
        batch._onchange_channel()
        self.assertEqual(batch.journal_id._origin, self.bank_journal)

    def test_batches_for_a_file_need_no_razorpayx(self):
        self.account.active = False
        self.bank_journal.bank_account_id = self.env["res.partner.bank"].create(
            {"acc_number": "556677889900", "partner_id": self.company.partner_id.id}
        )
        withdrawal = self.ask_approved(self.agent_with(earned=1_000), 700)
        batch = self.batch_of(withdrawal, channel="file")
        self.assertEqual(batch.state, "confirmed")
