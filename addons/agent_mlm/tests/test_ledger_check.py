from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .books_common import BooksCommon


@tagged("post_install", "-at_install")
class TestLedgerCheck(BooksCommon):
    """Whatever comes apart between papers and ledger is found, and told once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checks = cls.env["mlm.ledger.check"]
        cls.seller = cls.agent()
        cls.shares = cls.earn_on("2026-04-10", cls.seller, 15_000, 10_000)
        with cls.on("2026-05-10"):
            cls.paid, cls.returned = (
                cls.withdraw(cls.seller, 1_000),
                cls.withdraw(cls.seller, 700),
            )
            cls.returned.action_reverse("Account closed")
        cls.claw_back_on("2026-05-12", cls.shares[0], 0.1)
        cls.env.flush_all()

    def check(self):
        self.env.invalidate_all()
        return self.checks._check_company(self.company)

    def break_by(self, query, *values):
        self.env.cr.execute(query, values)

    def found(self):
        """Return {what differs: (papers, ledger)} of the agent."""
        lines = self.check().line_ids
        self.assertEqual(lines.agent_id, self.seller)
        return {line.kind: (line.amount_papers, line.amount_ledger) for line in lines}

    def test_what_the_program_did_agrees(self):
        check = self.check()
        self.assertFalse(check.line_ids)
        self.assertEqual(check.difference_count, 0)
        self.assertEqual(check.amount_ledger, self.seller.wallet_balance)
        self.assertGreater(check.agent_count, 0)

    def test_a_commission_changed_past_the_program_is_found(self):
        self.break_by(
            "UPDATE mlm_commission SET amount = amount + 0.01 WHERE id = %s",
            self.shares[1].id,
        )
        self.assertEqual(
            self.found(),
            {
                "commission": (23_500.01, 23_500.0),
                "wallet": (22_000.01, 22_000.0),
            },
        )

    def test_a_wallet_line_changed_past_the_program_is_found(self):
        self.break_by(
            "UPDATE account_move_line SET debit = debit + 5, balance = balance + 5"
            " WHERE id = %s",
            self.paid.move_line_id.id,
        )
        self.assertEqual(
            self.found(),
            {"payout": (-1_700, -1_705), "wallet": (22_000, 21_995)},
        )

    def test_a_return_without_its_line_is_found(self):
        self.break_by(
            "UPDATE account_move_line SET parent_state = 'draft' WHERE id = %s",
            self.returned.reversal_line_id.id,
        )
        self.assertEqual(set(self.found()), {"payout_reversal", "wallet"})

    def test_tax_that_is_in_the_wallet_but_not_on_the_tax_account_is_found(self):
        tax = self.env["mlm.withholding"].search([("agent_id", "=", self.seller.id)])
        self.break_by(
            "UPDATE account_move_line SET credit = credit - 1, balance = balance + 1"
            " WHERE id = %s",
            tax.tax_line_id.id,
        )
        self.assertEqual(self.found(), {"tax": (500, 499)})

    def test_tax_that_no_paper_stands_for_is_found(self):
        self.break_by(
            "UPDATE mlm_withholding SET amount = amount - 1 WHERE agent_id = %s",
            self.seller.id,
        )
        self.assertEqual(set(self.found()), {"withholding", "tax", "wallet"})

    def test_a_line_without_an_event_is_found(self):
        self.break_by(
            "UPDATE account_move_line SET mlm_event = NULL WHERE id = %s",
            self.paid.move_line_id.id,
        )
        self.assertEqual(self.found(), {"payout": (-1_700, -700), "stray": (0, -1_000)})

    def test_a_contact_who_is_no_agent_on_the_account_is_found(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.correct(stranger, 30)
        line = self.check().line_ids
        self.assertRecordValues(
            line.filtered(lambda line: line.kind == "stray"),
            [{"partner_id": stranger.id, "agent_id": False, "difference": 30}],
        )

    def test_a_correction_by_an_accountant_is_no_difference(self):
        self.correct(self.seller.partner_id, 30)
        self.assertFalse(self.check().line_ids)

    def correct(self, partner, amount):
        self.env["account.move"].create(
            {
                "journal_id": self.company.mlm_commission_journal_id.id,
                "line_ids": [
                    (0, 0, {"account_id": self.expense.id, "debit": amount}),
                    (
                        0,
                        0,
                        {
                            "account_id": self.payable.id,
                            "partner_id": partner.id,
                            "credit": amount,
                            "name": "Agreed by letter",
                        },
                    ),
                ],
            }
        ).action_post()

    def test_two_errors_that_cancel_out_in_the_sum_are_both_found(self):
        other = self.agent()
        share = self.earn_on("2026-04-10", other, 100)
        for one, amount in ((share, 7), (self.shares[1], -7)):
            self.break_by(
                "UPDATE mlm_commission SET amount = amount + %s WHERE id = %s",
                amount,
                one.id,
            )
        differing = self.check().line_ids.filtered(lambda line: line.kind == "wallet")
        self.assertEqual(set(differing.mapped("difference")), {7, -7})

    def open_activities(self):
        return self.env["mail.activity"].search(
            [("res_model", "=", "mlm.ledger.check")]
        )

    def make_difference(self):
        self.break_by(
            "UPDATE mlm_commission SET amount = amount + 1 WHERE id = %s",
            self.shares[1].id,
        )

    def test_a_difference_calls_the_responsible_person_once(self):
        self.company.mlm_ledger_check_user_id = self.clerk
        self.make_difference()
        self.check()
        self.check()
        activity = self.open_activities()
        self.assertEqual(activity.user_id, self.clerk)
        self.assertIn("Commissions and clawbacks", activity.note)
        self.assertIn(self.seller.partner_id.name, activity.note)

    def test_who_has_looked_is_called_again_if_it_is_still_there(self):
        self.make_difference()
        self.check()
        self.open_activities().action_done()
        self.check()
        self.assertEqual(len(self.open_activities()), 1)

    def test_without_a_setting_an_accountant_is_called(self):
        self.company.mlm_ledger_check_user_id = False
        self.make_difference()
        self.check()
        user = self.open_activities().user_id
        self.assertTrue(user.has_group("agent_mlm.agent_mlm_group_accountant"))

    def test_nobody_is_called_when_all_agrees(self):
        self.check()
        self.assertFalse(self.open_activities())

    def test_the_nightly_job_keeps_a_result_for_each_company(self):
        before = self.checks.search_count([("company_id", "=", self.company.id)])
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 1
        ):
            self.checks._cron_check()
        after = self.checks.search_count([("company_id", "=", self.company.id)])
        self.assertEqual(after, before + 1)

    def test_the_button_shows_the_result_to_accountants_only(self):
        for ticked in ([], self.check().ids):
            action = call_kw(
                self.checks.with_user(self.accountant), "action_check", [ticked], {}
            )
            self.assertEqual(action["res_model"], "mlm.ledger.check")
        for user in (self.officer, self.agent(login="mlm_test_curious").user_id):
            with self.assertRaises(AccessError):
                self.checks.with_user(user).action_check()

    def test_a_result_can_not_be_changed(self):
        check = self.check().with_user(self.accountant)
        for method, args in (("write", [{"agent_count": 0}]), ("unlink", [])):
            with self.assertRaises(AccessError):
                getattr(check, method)(*args)

    def test_the_entries_of_a_difference_open_for_accountants(self):
        self.make_difference()
        line = self.check().line_ids[0].with_user(self.accountant)
        domain = line.action_open_entries()["domain"]
        lines = self.env["account.move.line"].search(domain)
        self.assertEqual(lines.partner_id, self.seller.partner_id)
