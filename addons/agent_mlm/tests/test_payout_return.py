import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models import mlm_payout_return_apply
from .payout_return_common import MAPPING, ReturnCommon


@tagged("post_install", "-at_install")
class TestPayoutReturnVerdicts(ReturnCommon):
    """Every row is judged before anything happens."""

    def assert_error(self, words, *rows):
        answer = self.answer(*rows)
        lines = self.assert_verdicts(answer, *["error"] * len(rows))
        for line in lines:
            self.assertIn(words, line.problem)
        self.assert_states(self.one + self.two, "approved", "approved")

    def test_paid_and_failed_rows_are_told_apart(self):
        answer = self.answer(
            self.row(self.one, utr="UTR1"),
            self.row(self.two, "Returned", reason="No such account"),
        )
        self.assert_verdicts(answer, "pay", "fail")
        self.assertRecordValues(
            answer,
            [{"pay_count": 1, "pay_amount": 100, "fail_count": 1, "state": "draft"}],
        )

    def test_reading_books_nothing(self):
        self.answer(self.row(self.one, utr="UTR1"))
        self.assert_states(self.one + self.two, "approved", "approved")

    def test_a_reference_comes_back_in_any_spelling(self):
        for reference in (self.one.name, self.one.name.lower(), "WDR 2026"):
            with self.subTest(reference=reference):
                answer = self.answer(f"{reference},100,Paid,,U1")
                known = reference != "WDR 2026"
                self.assert_verdicts(answer, "pay" if known else "error")

    def test_an_unknown_reference_is_an_error(self):
        self.assert_error("No payment of ours", "WDR999999,100,Success,,UTR1")

    def test_a_withdrawal_that_was_not_sent_is_unknown(self):
        unsent = self.ask_approved(self.payee(), 100)
        self.assert_error("No payment of ours", self.row(unsent, utr="U"))
        self.batch(unsent).with_user(self.second).action_confirm()
        self.assert_error("No payment of ours", self.row(unsent, utr="U"))

    def test_a_withdrawal_of_another_company_is_unknown(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        journal = self.env["account.journal"].create(
            {
                "name": "Elsewhere",
                "code": "ELSE",
                "type": "general",
                "company_id": elsewhere.id,
            }
        )
        answer = self.env["mlm.payout.return"]._record_file(
            b"x",
            [],
            company_id=elsewhere.id,
            template_id=self.generic.id,
            journal_id=journal.id,
            date="2026-05-06",
        )
        own = self.answer(self.row(self.one, utr="U1")).line_ids._get_answer()
        verdict = answer._judge([own])[own.row_number]
        self.assertIn("No payment of ours", verdict["problem"])

    def test_another_amount_is_an_error(self):
        self.assert_error(
            "100.00 were sent", self.row(self.one, utr="U", amount="100.01")
        )

    def test_an_amount_that_is_none_is_an_error(self):
        self.assert_error("not a number", self.row(self.one, utr="U", amount="abc"))

    def test_amounts_are_read_as_banks_write_them(self):
        answer = self.answer(f'{self.two.bank_reference},"Rs. 250.50",Success,,U2')
        self.assert_verdicts(answer, "pay")

    def test_a_missing_utr_is_an_error(self):
        self.assert_error("UTR is missing", self.row(self.one))

    def test_a_utr_used_twice_in_the_file_is_an_error(self):
        self.assert_error(
            "2 times", self.row(self.one, utr="U1"), self.row(self.two, utr="u1")
        )

    def test_a_utr_of_another_payment_is_an_error(self):
        other = self.ask_approved(self.payee(), 5)
        other.with_user(self.accountant).action_process(
            self.bank_journal.id, "2026-05-06", {other.name: "U1"}
        )
        self.assert_error(other.name, self.row(self.one, utr="U1"))

    def test_an_unknown_word_is_an_error_until_the_template_knows_it(self):
        answer = self.answer(self.row(self.one, "Ausgezahlt", utr="U1"))
        line = self.assert_verdicts(answer, "error")
        self.assertIn("Ausgezahlt", line.problem)
        self.generic.return_paid_words += ", ausgezahlt"
        answer.with_user(self.accountant).action_check_again()
        self.assert_verdicts(answer, "pay")

    def test_two_rows_for_one_withdrawal_are_both_errors(self):
        self.assert_error(
            "same withdrawal",
            self.row(self.one, utr="U1"),
            self.row(self.one, "Failed"),
        )

    def test_a_row_the_bank_still_works_on_waits(self):
        answer = self.answer(self.row(self.one, "In-Process"))
        self.assert_verdicts(answer, "waiting")
        self.assertEqual(answer.state, "draft")

    def test_paid_before_with_another_utr_is_an_error(self):
        self.apply(self.answer(self.row(self.one, utr="U1")))
        answer = self.answer(self.row(self.one, utr="U2"))
        self.assertIn("UTR U1", self.assert_verdicts(answer, "error").problem)

    def test_failed_after_paid_is_an_error(self):
        self.apply(self.answer(self.row(self.one, utr="U1")))
        answer = self.answer(self.row(self.one, "Failed"))
        self.assertIn("reverse", self.assert_verdicts(answer, "error").problem)

    def test_paid_after_failed_is_an_error(self):
        self.apply(self.answer(self.row(self.one, "Failed", reason="x")))
        answer = self.answer(self.row(self.one, utr="U1"))
        self.assertIn(
            "back in the wallet", self.assert_verdicts(answer, "error").problem
        )

    def test_without_references_payments_are_found_by_account_and_amount(self):
        self.generic._keep_return_mapping(
            {
                "account": "Reference",
                **{k: v for k, v in MAPPING.items() if k != "reference"},
            }
        )
        answer = self.answer(f"{self.one.bank_account_number},100,Success,,U1")
        self.assertEqual(self.assert_verdicts(answer, "pay").withdrawal_id, self.one)

    def test_an_account_paid_the_same_twice_is_not_guessed(self):
        agent = self.payee()
        rows = self.ask_approved(agent, 7) + self.ask_approved(agent, 7)
        self.send(self.batch(rows))
        self.generic._keep_return_mapping(
            {
                "account": "Reference",
                **{k: v for k, v in MAPPING.items() if k != "reference"},
            }
        )
        answer = self.answer(f"{rows[0].bank_account_number},7,Success,,U1")
        self.assertIn("any of", self.assert_verdicts(answer, "error").problem)


@tagged("post_install", "-at_install")
class TestPayoutReturnApply(ReturnCommon):
    """Applied once, however often it is tried."""

    def test_a_paid_row_is_booked_with_its_utr(self):
        answer = self.answer(self.row(self.one, utr="UTR1"))
        self.apply(answer)
        self.assertRecordValues(self.one, [{"state": "processed", "utr": "UTR1"}])
        self.assertEqual(str(self.one.move_line_id.date), "2026-05-06")
        self.assertEqual(answer.state, "done")
        self.assert_verdicts(answer, "done")

    def test_all_paid_rows_make_one_bank_entry(self):
        answer = self.answer(self.row(self.one, utr="U1"), self.row(self.two, utr="U2"))
        self.apply(answer)
        move = (self.one + self.two).move_line_id.move_id
        self.assertEqual(len(move), 1)
        self.assertEqual(answer.move_ids, move)
        self.assertEqual(self.payout.state, "done")

    def test_a_failed_row_gives_the_money_back_and_tells_the_agent(self):
        partner = self.two.agent_id.partner_id
        partner.email = "agent@example.com"
        self.apply(self.answer(self.row(self.two, "Failed", reason="Account closed")))
        self.assertRecordValues(
            self.two, [{"state": "failed", "state_reason": "Account closed"}]
        )
        self.assert_wallet(self.two.agent_id, balance=250.50)
        mail = self.env["mail.mail"].search([("recipient_ids", "in", partner.ids)])
        self.assertIn("Account closed", mail.body_html)
        self.assertIn(self.two.name, mail.subject)

    def test_the_agent_is_told_in_his_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("agent_mlm.mail_template_withdrawal_failed")
        template.with_context(lang="fr_FR").subject = "Refus {{ object.name }}"
        self.two.agent_id.partner_id.write({"email": "a@b.in", "lang": "fr_FR"})
        self.two.with_user(self.accountant).action_fail("x")
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertEqual(mail.subject, f"Refus {self.two.name}")

    def test_an_agent_without_mail_address_fails_quietly(self):
        self.two.agent_id.partner_id.email = False
        self.apply(self.answer(self.row(self.two, "Failed", reason="x")))
        self.assertEqual(self.two.state, "failed")

    def test_the_same_file_twice_changes_nothing(self):
        rows = (self.row(self.one, utr="U1"), self.row(self.two, "Failed", reason="x"))
        self.apply(self.answer(*rows))
        before = self.picture()
        again = self.answer(*rows)
        self.assert_verdicts(again, "same", "same")
        self.assertEqual(again.state, "done")
        self.assert_refused(UserError, "can not become", again.action_apply)
        self.assertEqual(self.picture(), before)

    def picture(self):
        """Return all that a payout changes."""
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            (self.one + self.two).read(
                ["state", "utr", "move_line_id", "state_reason"]
            ),
            self.env["account.move.line"].search_count([]),
            self.env["mail.mail"].search_count([]),
            (self.one + self.two).agent_id.read(["wallet_balance", "wallet_reserved"]),
        )

    def test_two_readings_of_one_file_are_applied_once(self):
        rows = (self.row(self.one, utr="U1"), self.row(self.two, "Failed", reason="x"))
        first, second = self.answer(*rows), self.answer(*rows)
        self.apply(first)
        before = self.picture()
        self.apply(second)
        self.assert_verdicts(second, "same", "same")
        self.assertEqual(self.picture(), before)

    def test_only_chosen_rows_are_applied(self):
        answer = self.answer(self.row(self.one, utr="U1"), self.row(self.two, utr="U2"))
        answer.with_user(self.accountant).line_ids[1].is_chosen = False
        self.apply(answer)
        self.assert_states(self.one + self.two, "processed", "approved")
        self.assertEqual((answer.state, answer.chosen_count), ("draft", 0))
        answer.line_ids[1].with_user(self.accountant).action_choose()
        self.apply(answer)
        self.assert_states(self.one + self.two, "processed", "processed")
        self.assertEqual(answer.state, "done")

    def test_good_rows_are_applied_and_bad_ones_kept(self):
        answer = self.answer(self.row(self.one, utr="U1"), "XYZ,5,Success,,U9")
        self.apply(answer)
        self.assert_verdicts(answer, "done", "error")
        self.assertEqual(answer.state, "draft")
        answer.with_user(self.accountant).action_close()
        self.assertEqual(answer.state, "closed")

    def test_rows_with_errors_can_be_downloaded_harmless(self):
        answer = self.answer(
            "=1+1,5,Success,@x,U9", self.row(self.one, utr="U1")
        ).with_user(self.accountant)
        content = base64.b64decode(answer.error_file).decode("utf-8-sig")
        self.assertEqual(
            content.splitlines(),
            [
                "row,reference,account,amount,status,reason,utr,problem",
                "2,1+1,,5.0,Success,x,U9,"
                "No payment of ours that was sent has this reference.",
            ],
        )

    def test_killed_between_steps_it_goes_on(self):
        self.patch(mlm_payout_return_apply, "ROWS_PER_ENTRY", 1)
        answer = self.answer(self.row(self.one, utr="U1"), self.row(self.two, utr="U2"))
        action = answer.with_user(self.accountant).action_apply()
        step = answer.with_user(self.accountant).with_context(
            **action["params"]["context"]
        )
        first = step.step_apply()
        self.assertEqual((first["done"], first["total"], first["next"]), (1, 2, False))
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            step.step_apply()
            raise ZeroDivisionError  # the worker is killed before the commit
        self.assert_states(self.one + self.two, "processed", "approved")
        last = self.apply(answer)[-1]
        self.assertTrue(last["next"])
        self.assert_states(self.one + self.two, "processed", "processed")
        self.assertEqual(len((self.one + self.two).move_line_id), 2)

    def test_a_row_booked_by_hand_in_the_meantime_is_not_booked_again(self):
        answer = self.answer(self.row(self.one, utr="U1"), self.row(self.two, utr="U2"))
        self.one.with_user(self.accountant).action_process(
            self.bank_journal.id, "2026-05-06", {self.one.name: "U1"}
        )
        self.apply(answer)
        self.assert_verdicts(answer, "same", "done")
        self.assert_wallet(self.one.agent_id, balance=0)

    def test_what_the_bank_said_is_sealed(self):
        answer = self.answer(self.row(self.one, utr="U1")).with_user(self.accountant)
        self.assert_refused(UserError, "on record", answer.write, {"file_sha256": "x"})
        self.assert_refused(
            UserError, "not edited", answer.line_ids.write, {"utr": "U2"}
        )
        self.assert_refused(UserError, "stays on record", answer.sudo().unlink)
        self.assert_refused(UserError, "answers once", answer.copy)

    def test_it_is_recorded_who_read_what(self):
        answer = self.answer(self.row(self.one, utr="U1"))
        self.assertEqual(answer.imported_by_id, self.accountant)
        self.assertEqual(len(answer.file_sha256), 64)
        self.assertRegex(answer.name, r"^RET/\d{4}/\d{5}$")
