from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestInsurancePolicyClawback(PolicyCommon):
    """A premium given back takes its commissions back, whoever gave it."""

    def earned(self, **vals):
        """Return a policy in force whose commissions stand in the wallets."""
        policy = self.in_force(agent_id=self.branch(3)[-1].id, **vals)
        policy.commission_ids.action_approve()
        return policy

    def taken_back(self, policy):
        """Return the rupees taken back, from the seller upwards."""
        parts = policy.commission_ids.filtered("origin_id").sorted("level")
        return parts.mapped("amount")

    def credit_by_hand(self, policy, amount):
        """Post a credit note of ``amount`` rupees without GST, as an accountant."""
        invoice = policy.invoice_id
        line = {"name": "Goodwill", "quantity": 1, "price_unit": amount}
        note = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": policy.partner_id.id,
                "journal_id": invoice.journal_id.id,
                "reversed_entry_id": invoice.id,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        note.action_post()
        return note

    def test_cancelling_takes_back_the_part_of_the_premium_refunded(self):
        policy = self.earned()
        with freeze_time("2026-11-07"):  # 219 of 365 days are left
            policy.action_cancel("The animal was sold")
        refund = policy.credit_note_id.amount_untaxed
        self.assertEqual(
            self.taken_back(policy),
            [
                -self.currency_round(commission.amount * refund / policy.premium)
                for commission in policy.commission_ids.filtered(
                    lambda share: not share.origin_id
                ).sorted("level")
            ],
        )
        note = policy.commission_ids.refund_move_id
        self.assertEqual(note, policy.credit_note_id)
        self.assertIn(note.name, policy.commission_ids[0].explanation)

    def currency_round(self, amount):
        return self.company.currency_id.round(amount)

    def test_what_is_not_in_the_books_yet_is_credited_with_the_rest(self):
        policy = self.in_force(agent_id=self.agent().id)
        self.credit_by_hand(policy, 250)
        policy.commission_ids.action_approve()
        self.assert_wallet(policy.agent_id, balance=200)

    def test_a_credit_note_by_hand_takes_back_too(self):
        policy = self.earned()
        self.credit_by_hand(policy, 1_125)
        self.assertEqual(self.taken_back(policy), [-112.5, -56.25, -22.5])

    def test_two_credit_notes_of_the_whole_premium_take_all_back(self):
        policy = self.earned()
        self.credit_by_hand(policy, 1_000.33)
        self.credit_by_hand(policy, 1_249.67)
        self.assertEqual(round(sum(policy.commission_ids.mapped("amount")), 2), 0)
        self.assert_wallet(policy.agent_id, balance=0)

    def test_a_rejected_proposal_has_paid_nobody(self):
        policy = self.paid(agent_id=self.agent().id)
        policy.action_reject("Too old")
        self.assertFalse(policy.commission_ids)

    def test_a_direct_sale_has_nothing_to_take_back(self):
        policy = self.in_force()
        self.credit_by_hand(policy, 100)
        self.assertFalse(policy.commission_ids)

    def test_premiums_and_their_credit_notes_are_not_reset_to_draft(self):
        policy = self.earned()
        note = self.credit_by_hand(policy, 100)
        for move in (policy.invoice_id, note):
            with self.assertRaisesRegex(UserError, "stays in the books"):
                move.button_draft()

    def test_a_premium_is_given_back_once_whoever_gave_a_part_before(self):
        cancelled = self.earned()
        self.credit_by_hand(cancelled, 1_000)
        cancelled.action_cancel("The animal was sold")
        rejected = self.paid(agent_id=self.agent().id)
        self.credit_by_hand(rejected, 1_000)
        rejected.invoice_id.invalidate_recordset()
        rejected.action_reject("Too old")
        for policy in (cancelled, rejected):
            notes = policy.invoice_id.reversal_move_ids
            self.assertLessEqual(sum(notes.mapped("amount_untaxed")), policy.premium)
        self.assertEqual(sum(cancelled.commission_ids.mapped("amount")), 0.0)

    def test_a_credit_note_that_is_undone_gives_the_commissions_back(self):
        policy = self.earned()
        note = self.credit_by_hand(policy, 1_125)
        self.assert_wallet(policy.agent_id, balance=112.5)
        note._reverse_moves([{"invoice_date": note.invoice_date}], cancel=True)
        self.assert_wallet(policy.agent_id, balance=225)
        parts = policy.commission_ids.filtered("origin_id")
        self.assertTrue(any("Given back" in part.explanation for part in parts))

    def test_premiums_are_not_set_to_draft_by_their_state(self):
        policy = self.earned()
        invoice = policy.invoice_id.with_user(self.accountant)
        with self.assertRaisesRegex(UserError, "stays in the books"):
            invoice.write({"state": "draft"})
