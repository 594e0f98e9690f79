import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .payout_common import PayoutCommon


@tagged("post_install", "-at_install")
class TestPayoutBatch(PayoutCommon):
    """From draft to done: who may, in what order, with which withdrawals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payees = cls.payee() + cls.payee()
        cls.one = cls.ask_approved(cls.payees[0], 100)
        cls.two = cls.ask_approved(cls.payees[1], 250.50)

    def test_a_batch_counts_and_adds_up_its_withdrawals(self):
        batch = self.batch(self.one + self.two)
        self.assertRecordValues(
            batch,
            [{"withdrawal_count": 2, "amount_total": 350.50, "state": "draft"}],
        )
        self.assertRegex(batch.name, r"^PAY/\d{4}/\d{5}$")

    def test_a_batch_is_confirmed_sent_and_done(self):
        batch = self.batch(self.one + self.two)
        batch.with_user(self.second).action_confirm()
        self.assertEqual(
            (batch.state, batch.confirmed_by_id), ("confirmed", self.second)
        )
        self.send(batch)
        self.assertEqual((batch.state, batch.sent_by_id), ("sent", self.accountant))
        self.process(self.one)
        self.assertEqual(batch.state, "sent")
        self.two.with_user(self.accountant).action_fail("Account closed")
        self.assertEqual(batch.state, "done")

    def test_an_empty_batch_is_not_confirmed(self):
        batch = self.batch(self.env["mlm.withdrawal"])
        self.assert_refused(UserError, "no withdrawals", batch.action_confirm)

    def test_a_batch_is_sent_once(self):
        batch = self.send(self.batch(self.one))
        self.assert_refused(UserError, "can not become", batch.action_send)

    def test_a_draft_is_not_sent(self):
        batch = self.batch(self.one)
        self.assert_refused(UserError, "can not become", batch.action_send)
        self.assert_refused(UserError, "can not become", batch.step_send)

    def test_a_cancelled_batch_releases_its_withdrawals(self):
        batch = self.batch(self.one)
        batch.action_cancel()
        self.assertFalse(self.one.batch_id)
        self.assertEqual(self.one.state, "approved")
        self.assertEqual(self.batch(self.one).withdrawal_count, 1)

    def test_a_sent_batch_is_not_cancelled(self):
        batch = self.send(self.batch(self.one))
        self.assert_refused(UserError, "can not become", batch.action_cancel)
        self.assertEqual(self.one.batch_id, batch)

    def test_a_withdrawal_is_in_one_live_batch(self):
        first = self.batch(self.one)
        self.assert_refused(UserError, first.name, self.batch, self.one + self.two)
        self.assertEqual(self.one.batch_id, first)

    def test_only_approved_withdrawals_join(self):
        pending = self.ask(self.payees[0], 5)
        self.assert_refused(UserError, pending.name, self.batch, pending)

    def test_the_database_refuses_a_pending_withdrawal_in_a_batch(self):
        pending, batch = self.ask(self.payees[0], 5), self.batch(self.one)
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.CheckViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE mlm_withdrawal SET batch_id = %s WHERE id = %s",
                (batch.id, pending.id),
            )

    def test_nothing_joins_or_leaves_a_sent_batch(self):
        batch = self.send(self.batch(self.one))
        add = [Command.link(self.two.id)]
        remove = [Command.unlink(self.one.id)]
        for commands in (add, remove):
            with self.subTest(commands=commands):
                self.assert_refused(
                    UserError, batch.name, batch.write, {"withdrawal_ids": commands}
                )

    def test_a_confirmed_batch_keeps_what_was_confirmed(self):
        batch = self.batch(self.one)
        batch.with_user(self.second).action_confirm()
        refused = {
            "date": "2030-01-01",
            "template_id": self.env.ref("agent_mlm.mlm_payout_template_sbi").id,
            "withdrawal_ids": [Command.link(self.two.id)],
        }
        for name, value in refused.items():
            with self.subTest(field=name):
                self.assert_refused(
                    UserError, "confirmed already", batch.write, {name: value}
                )

    def test_what_was_decided_is_sealed(self):
        batch = self.batch(self.one)
        for name in ("confirmed_by_id", "file_sha256", "maker_ids", "layout"):
            with self.subTest(field=name):
                self.assert_refused(UserError, "on record", batch.write, {name: False})

    def test_withdrawals_on_their_way_are_not_decided_by_hand(self):
        batch = self.batch(self.one)
        self.assert_refused(UserError, batch.name, self.process, self.one)
        self.assert_refused(UserError, batch.name, self.one.action_fail, "x")
        self.assert_refused(UserError, batch.name, self.one.action_reject, "x")
        self.send(batch)
        self.assert_refused(UserError, "told to pay", self.one.action_reject, "x")

    def test_a_used_batch_is_not_deleted(self):
        batch = self.batch(self.one)
        self.assert_refused(UserError, "stay on record", batch.unlink)
        self.batch(self.env["mlm.withdrawal"]).unlink()

    def test_a_copy_has_no_withdrawals_and_is_a_draft(self):
        batch = self.send(self.batch(self.one))
        copy = batch.copy()
        self.assertEqual((copy.state, copy.withdrawal_count), ("draft", 0))
        self.assertFalse(copy.file_sha256)

    def test_others_than_accountants_do_nothing_with_batches(self):
        batch = self.batch(self.one)
        for user in (
            self.officer,
            self.payees[0].user_id or self.env.ref("base.public_user"),
        ):
            for name in (
                "action_confirm",
                "action_send",
                "action_cancel",
                "step_send",
                "read_file",
            ):
                with self.subTest(user=user.login, method=name):
                    self.assert_refused(
                        AccessError, "", getattr(batch.with_user(user), name)
                    )


@tagged("post_install", "-at_install")
class TestPayoutSecondPerson(PayoutCommon):
    """Above the company's amount nobody confirms what he took part in making."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.mlm_payout_alone_maximum = 100
        agent = cls.payee()
        cls.small = cls.ask_approved(agent, 100)
        cls.large = cls.ask_approved(agent, 100.01)

    def confirm(self, batch, user):
        batch.with_user(user).action_confirm()

    def test_one_person_may_do_a_small_batch_alone(self):
        batch = self.batch(self.small)
        self.confirm(batch, self.accountant)
        self.assertEqual(batch.state, "confirmed")

    def test_a_large_batch_needs_a_second_person(self):
        batch = self.batch(self.large)
        self.assert_refused(
            UserError, "did not take part", self.confirm, batch, self.accountant
        )
        self.confirm(batch, self.second)
        self.assertEqual(batch.confirmed_by_id, self.second)

    def test_whoever_added_a_withdrawal_took_part(self):
        batch = self.batch(self.small)
        batch.with_user(self.second).withdrawal_ids = [Command.link(self.large.id)]
        self.assert_refused(
            UserError, "did not take part", self.confirm, batch, self.second
        )
        self.confirm(batch, self.manager)

    def test_zero_means_always(self):
        self.company.mlm_payout_alone_maximum = 0
        batch = self.batch(self.small)
        self.assert_refused(
            UserError, "did not take part", self.confirm, batch, self.accountant
        )

    def test_the_amount_is_not_below_zero(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.CheckViolation),
            self.env.cr.savepoint(),
        ):
            self.company.mlm_payout_alone_maximum = -1
            self.env.flush_all()
