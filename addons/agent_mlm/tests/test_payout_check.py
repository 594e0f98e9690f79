from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .payout_common import PayoutCommon


@tagged("post_install", "-at_install")
class TestPayoutCheck(PayoutCommon):
    """Every row is looked at before the bank is told to pay it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holder = cls.payee()
        cls.row = cls.ask_approved(cls.holder, 100)

    def problems(self, withdrawals, **vals):
        batch = self.env["mlm.payout.batch"].new(
            {"template_id": self.generic.id, "journal_id": self.bank_journal.id, **vals}
        )
        return batch._list_row_problems(withdrawals)

    def assert_blocked(self, words, withdrawal=None, **vals):
        withdrawal = withdrawal or self.row
        sentences = self.problems(withdrawal, **vals).get(withdrawal, [])
        self.assertEqual(len(sentences), 1, sentences)
        self.assertIn(words, sentences[0])

    def test_a_good_row_has_no_problem(self):
        self.assertEqual(self.problems(self.row), {})

    def test_no_rows_have_no_problem(self):
        self.assertEqual(self.problems(self.env["mlm.withdrawal"]), {})

    def test_a_malformed_snapshot_is_blocked(self):
        cases = {
            "9 to 18 digits": {"bank_account_number": "123"},
            "IFSC": {"bank_ifsc": "SBIN1"},
            "no name": {"bank_holder": " "},
        }
        for words, vals in cases.items():
            with self.subTest(words=words):
                withdrawal = self.ask_approved(self.holder, 1)
                withdrawal._record(**vals)
                found = " ".join(self.problems(withdrawal)[withdrawal])
                self.assertIn(words, found)

    def test_another_account_since_is_blocked(self):
        self.holder.bank_account_id.acc_number = "990000000001"
        self.holder.action_verify_bank()
        self.assert_blocked("another bank account now")

    def test_an_account_not_verified_any_more_is_blocked(self):
        self.holder.bank_account_id.allow_out_payment = False
        self.assert_blocked("not verified")

    def test_a_wallet_overdrawn_by_a_clawback_is_blocked(self):
        agent = self.agent()
        entry = self.earn(agent, 100).move_line_id.move_id
        withdrawal = self.ask_approved(agent, 100)
        entry._reverse_moves(cancel=True)
        self.assert_blocked("commissions were taken back", withdrawal)

    def test_a_row_in_another_live_batch_is_blocked(self):
        batch = self.batch(self.row)
        self.assert_blocked(batch.name)
        self.assertEqual(batch._list_row_problems(), {})

    def test_a_row_that_is_decided_already_is_blocked(self):
        self.process(self.row)
        self.assert_blocked("not waiting for the bank")

    def test_more_than_the_bank_pays_at_once_is_blocked(self):
        self.generic.amount_max = 99.99
        self.assert_blocked("99.99 at most")
        self.generic.amount_max = 100
        self.assertEqual(self.problems(self.row), {})

    def test_an_amount_without_a_mode_is_blocked(self):
        self.generic.mode_ids.filtered(lambda mode: mode.code == "NEFT").unlink()
        self.assert_blocked("No mode")

    def test_a_name_the_file_can_not_hold_is_blocked(self):
        self.row._record(bank_holder="सीता देवी")
        found = self.problems(self.row)[self.row]
        self.assertEqual(found, ["The column “Beneficiary Name” would be empty."])
        self.generic.charset = "utf-8"
        self.assertEqual(self.problems(self.row), {})

    def test_a_number_too_long_for_its_column_is_blocked(self):
        column = self.generic.column_ids.filtered(
            lambda column: column.source == "account_number"
        )
        column.max_length = 11
        self.assert_blocked("too long for the column")

    def test_our_account_must_be_known(self):
        self.bank_journal.bank_account_id = False
        batch = self.batch(self.row)
        self.assertEqual(batch._list_row_problems(), {})
        self.assert_refused(UserError, "our own account", batch.action_confirm)
        self.bank_journal.bank_account_id = self.company.partner_id.bank_ids[:1]
        batch.action_confirm()

    def test_more_rows_than_the_bank_takes_are_refused(self):
        self.generic.rows_max = 1
        batch = self.batch(self.row + self.ask_approved(self.holder, 7))
        self.assert_refused(UserError, "make two batches", batch.action_confirm)

    def test_every_problem_of_every_row_is_told(self):
        other = self.ask_approved(self.payee(), 50)
        batch = self.batch(self.row + other)
        (self.holder + other.agent_id).bank_account_id.allow_out_payment = False
        message = self.assert_refused(UserError, "not verified", batch.action_confirm)
        self.assertIn(self.row.name, message)
        self.assertIn(other.name, message)

    def test_a_row_gone_bad_after_confirmation_is_not_sent(self):
        batch = self.batch(self.row)
        batch.with_user(self.second).action_confirm()
        self.holder.bank_account_id.allow_out_payment = False
        self.assert_refused(UserError, "not verified", self.send, batch)
        self.assertEqual(batch.state, "confirmed")

    def test_a_row_gone_bad_while_the_file_is_written_is_not_sent(self):
        batch = self.batch(self.row)
        batch.with_user(self.second).action_confirm()
        action = batch.with_user(self.accountant).action_send()
        batch.with_user(self.accountant).step_send()
        self.holder.bank_account_id.allow_out_payment = False
        self.assert_refused(UserError, "not verified", self.run_steps, action)
        self.assertEqual(batch.state, "confirmed")


@tagged("post_install", "-at_install")
class TestPayoutWarnings(PayoutCommon):
    """What a person should look at, though the bank would pay it."""

    def warnings(self, withdrawals):
        return self.batch(withdrawals)._list_row_warnings()

    def test_the_same_account_and_amount_of_two_agents(self):
        one = self.payee(acc_number="880000000001")
        two = self.payee(acc_number="880000000001")
        rows = self.ask_approved(one, 70) + self.ask_approved(two, 70)
        rows += self.ask_approved(two, 71)
        found = self.warnings(rows)
        self.assertEqual(list(found), list(rows[:2]))
        self.assertIn(two.display_name, found[rows[0]][0])

    def test_the_same_amount_twice_of_one_agent(self):
        agent = self.payee()
        rows = self.ask_approved(agent, 70) + self.ask_approved(agent, 70)
        self.assertIn(rows[1].name, self.warnings(rows)[rows[0]][0])

    def test_an_agent_who_left(self):
        agent = self.payee()
        row = self.ask_approved(agent, 70)
        agent.action_deactivate("Gone")
        self.assertEqual(self.warnings(row)[row], ["The agent is not active."])

    def test_a_warning_does_not_stop_a_batch(self):
        agent = self.payee()
        rows = self.ask_approved(agent, 70) + self.ask_approved(agent, 70)
        self.assertEqual(self.send(self.batch(rows)).state, "sent")


@tagged("post_install", "-at_install")
class TestPayoutDryRun(PayoutCommon):
    """What would be skipped is shown first; the good rows can go without the rest."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.good = cls.ask_approved(cls.payee(), 100)
        cls.bad = cls.ask_approved(cls.payee(), 40)
        cls.bad.agent_id.bank_account_id.allow_out_payment = False

    def open(self, records, name="action_make_payout_batch"):
        action = getattr(records.with_user(self.accountant), name)()
        return (
            self.env[action["res_model"]]
            .with_user(self.accountant)
            .browse(action["res_id"])
        )

    def test_it_counts_what_would_go_and_what_not(self):
        wizard = self.open(self.good + self.bad)
        self.assertRecordValues(
            wizard,
            [
                {
                    "good_count": 1,
                    "good_amount": 100,
                    "blocked_count": 1,
                    "blocked_amount": 40,
                }
            ],
        )
        self.assertRecordValues(
            wizard.line_ids,
            [
                {
                    "withdrawal_id": self.bad.id,
                    "verdict": "blocked",
                    "reason": "The bank account is not verified any more.",
                }
            ],
        )

    def test_it_changes_nothing(self):
        self.open(self.good + self.bad)
        self.assertFalse((self.good + self.bad).batch_id)

    def test_the_good_rows_make_the_batch(self):
        wizard = self.open(self.good + self.bad)
        batch = self.env["mlm.payout.batch"].browse(wizard.action_make()["res_id"])
        self.assertEqual(batch.withdrawal_ids, self.good)
        self.assertFalse(self.bad.batch_id)

    def test_nothing_good_makes_no_batch(self):
        wizard = self.open(self.bad)
        self.assert_refused(UserError, "None of these", wizard.action_make)

    def test_what_is_wrong_with_the_whole_is_told_once(self):
        self.bank_journal.bank_account_id = False
        wizard = self.open(self.good + self.bad)
        self.assertIn("our own account", wizard.problems)
        self.assertEqual(wizard.line_ids.withdrawal_id, self.bad)

    def test_another_template_is_checked_at_once(self):
        strict = self.generic.copy({"amount_max": 50})
        with Form(self.open(self.good)) as form:
            self.assertEqual(form.blocked_count, 0)
            form.template_id = strict
            self.assertEqual(form.blocked_count, 1)

    def test_all_due_are_those_in_no_batch(self):
        self.env["mlm.withdrawal"].search(
            [("state", "=", "approved"), ("batch_id", "=", False)]
        ).filtered(lambda w: w not in self.good + self.bad).action_fail("not ours")
        other = self.ask_approved(self.payee(), 9)
        self.batch(other)
        wizard = self.open(self.env["mlm.payout.batch"], "action_collect_due")
        self.assertEqual(wizard.withdrawal_ids, self.good + self.bad)

    def test_nothing_due_is_said(self):
        self.env["mlm.withdrawal"].search([("state", "=", "approved")]).action_fail("x")
        batches = self.env["mlm.payout.batch"].with_user(self.accountant)
        self.assert_refused(UserError, "No withdrawal", batches.action_collect_due)

    def test_confirming_leaves_the_skipped_out_and_says_so(self):
        self.bad.agent_id.action_verify_bank()
        batch = self.batch(self.good + self.bad)
        self.bad.agent_id.bank_account_id.allow_out_payment = False
        self.open(batch, "action_check").with_user(self.second).action_confirm()
        self.assertEqual((batch.state, batch.withdrawal_ids), ("confirmed", self.good))
        self.assertIn(self.bad.name, batch.message_ids[0].body)
        self.assertEqual(self.bad.state, "approved")

    def test_a_confirmed_batch_can_lose_a_row_that_went_bad(self):
        self.bad.agent_id.action_verify_bank()
        batch = self.batch(self.good + self.bad)
        batch.with_user(self.second).action_confirm()
        self.bad.agent_id.bank_account_id.allow_out_payment = False
        self.open(batch, "action_check").action_leave_out()
        self.assertEqual(self.rows_of(self.send(batch))[1].split(",")[5], "100.00")

    def test_rows_show_their_problem_in_the_list(self):
        self.bad.agent_id.action_verify_bank()
        batch = self.batch(self.good + self.bad)
        self.bad.agent_id.bank_account_id.allow_out_payment = False
        rows = batch.with_user(self.accountant).withdrawal_ids
        self.assertEqual(rows.filtered("batch_problems"), self.bad)
