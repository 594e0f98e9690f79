from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MlmCommon

DAY = "2026-05-04"


@tagged("post_install", "-at_install")
class TestCallArgument(MlmCommon):
    """Whatever a caller hands in over RPC, he is answered in words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payee = cls.agent_with(earned=1_000)
        cls.due = cls.ask_approved(cls.payee, 500).with_user(cls.accountant)

    def test_an_amount_is_a_number(self):
        for amount in ("100", True, [1], {"a": 1}, 10**400):
            with self.subTest(amount=str(amount)[:10]):
                self.assert_refused(
                    UserError, "not an amount", self.ask, self.payee, amount
                )
        self.assert_refused(UserError, "more than zero", self.ask, self.payee, None)

    def test_whole_rupees_are_a_number_too(self):
        self.assertEqual(self.ask(self.payee, 100).amount, 100.0)

    def test_an_agent_is_an_id(self):
        create = self.env["mlm.withdrawal"].with_user(self.clerk).create
        for agent in ("x", str(self.payee.id), True, [self.payee.id], 2**31):
            with self.subTest(agent=agent):
                vals = {"agent_id": agent, "amount": 1}
                self.assert_refused(UserError, "Choose the agent", create, vals)

    def test_a_day_is_a_day(self):
        for day in ("gestern", "2026-02-30", 5, True, [DAY], {"a": 1}):
            with self.subTest(day=day):
                self.refuse_payout("not a day", self.bank_journal.id, day)
        for nothing in (None, False, ""):
            self.refuse_payout("which day", self.bank_journal.id, nothing)

    def test_a_journal_is_an_id(self):
        for journal in ("x", None, False, True, [1], -1, 2**31):
            with self.subTest(journal=journal):
                self.refuse_payout("Choose a bank journal", journal, DAY)

    def test_utrs_are_texts_by_number(self):
        for utrs in ([1], ["U1"], "U1", True, {self.due.name: 5}):
            with self.subTest(utrs=utrs):
                self.refuse_payout("as a text", self.bank_journal.id, DAY, utrs)

    def test_a_utr_of_none_of_these_is_refused(self):
        other = self.ask_approved(self.payee, 100)
        for number in ("WD/no", other.name):
            self.refuse_payout(number, self.bank_journal.id, DAY, {number: "U1"})

    def test_a_utr_is_kept_without_blanks_and_a_blank_one_not_at_all(self):
        blank = self.ask_approved(self.payee, 100)
        both = self.due + blank
        both.action_process(
            self.bank_journal.id, DAY, {self.due.name: " U1 ", blank.name: "  "}
        )
        self.assertEqual((self.due.utr, blank.utr), ("U1", False))

    def test_the_day_of_a_return_is_a_day(self):
        self.process(self.due)
        for day in ("gestern", 5, True, [DAY]):
            with self.subTest(day=day):
                self.assert_refused(
                    UserError, "not a day", self.due.action_reverse, "Returned", day
                )
        self.due.action_reverse("Returned", False)
        self.assertEqual(self.due.reversal_line_id.date, fields.Date.today())

    def test_a_reason_is_a_text(self):
        for reason in (5, True, ["x"], None, "  "):
            with self.subTest(reason=reason):
                self.assert_refused(
                    UserError, "Give a reason", self.due.action_reject, reason
                )

    def test_a_wallet_is_compared_with_a_number(self):
        agents = self.env["mlm.agent"].with_user(self.clerk)
        for operator, value in (("=", "abc"), (">", "abc"), ("<", "5"), ("=", True)):
            with self.subTest(operator=operator, value=value):
                self.assert_refused(
                    UserError,
                    "not an amount",
                    agents.search,
                    [("wallet_balance", operator, value)],
                )

    def test_nobody_has_more_than_everything(self):
        agents = self.env["mlm.agent"].with_user(self.clerk)
        for value in (float("inf"), float("nan"), 1e308):
            with self.subTest(value=value):
                self.assertFalse(agents.search([("wallet_balance", ">", value)]))

    def refuse_payout(self, words, *arguments):
        self.assert_refused(UserError, words, self.due.action_process, *arguments)
        self.assertEqual(self.due.state, "approved")
