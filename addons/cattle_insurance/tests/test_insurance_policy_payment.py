from odoo import fields
from odoo.tests import tagged

from .policy_common import TODAY, PolicyCommon


@tagged("post_install", "-at_install")
class TestInsurancePolicyPayment(PolicyCommon):
    def assert_move(self, move, rows):
        """The invoice has these (account, debit, credit) lines, in any order."""
        self.assertEqual(move.state, "posted")
        lines = [(line.account_id, line.debit, line.credit) for line in move.line_ids]
        self.assertCountEqual(lines, rows)

    def gst_accounts(self, *names):
        return [
            self.env["account.chart.template"].with_company(self.company).ref(name)
            for name in names
        ]

    def test_the_premium_is_invoiced_with_gst(self):
        sgst, cgst = self.gst_accounts("p11232", "p11233")
        self.assert_move(
            self.submit().invoice_id,
            [
                (self.receivable, 2_655, 0),
                (self.premium_income, 0, 2_250),
                (sgst, 0, 202.5),
                (cgst, 0, 202.5),
            ],
        )

    def test_the_payment_moves_the_proposal_on(self):
        policy = self.submit()
        self.assertRecordValues(
            policy, [{"state": "pending", "payment_state": "pending"}]
        )
        self.pay(policy)
        self.assertRecordValues(
            policy,
            [{"state": "pending_approval", "payment_state": "paid", "paid_on": TODAY}],
        )

    def test_a_part_of_the_premium_does_not_move_it(self):
        policy = self.submit()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=policy.invoice_id.ids
        )
        wizard.create({"amount": 2_654.99}).action_create_payments()
        self.assertRecordValues(
            policy, [{"state": "pending", "payment_state": "pending"}]
        )
        wizard.create({"amount": 0.01}).action_create_payments()
        self.assertEqual(policy.state, "pending_approval")

    def test_the_day_of_payment_is_the_day_the_money_came(self):
        day = fields.Date.to_date("2026-06-10")
        self.assertEqual(self.pay(self.submit(), day).paid_on, day)

    def test_many_premiums_are_paid_at_once(self):
        policies = self.submit() + self.submit() + self.submit()
        self.pay(policies)
        self.assert_states(policies, *["pending_approval"] * 3)

    def test_paying_another_invoice_changes_no_policy(self):
        policy = self.submit()
        other = self.submit()
        self.pay(other)
        self.assertEqual(policy.state, "pending")

    def test_a_rejected_premium_is_credited_in_full(self):
        sgst, cgst = self.gst_accounts("p11232", "p11233")
        policy = self.paid()
        policy.action_reject("The photos show another animal")
        self.assert_move(
            policy.credit_note_id,
            [
                (self.receivable, 0, 2_655),
                (self.premium_income, 2_250, 0),
                (sgst, 202.5, 0),
                (cgst, 202.5, 0),
            ],
        )
        self.assertEqual(policy.credit_note_id.reversed_entry_id, policy.invoice_id)

    def test_a_refund_counts_once_the_money_has_left(self):
        policy = self.paid()
        policy.action_reject("The photos show another animal")
        self.assertEqual(policy.payment_state, "paid")
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=policy.credit_note_id.ids
        ).create({}).action_create_payments()
        self.assertEqual(policy.payment_state, "refunded")

    def test_the_premium_of_a_cancelled_proposal_is_not_due_any_more(self):
        policy = self.submit()
        policy.action_cancel("Changed his mind")
        self.assertEqual(policy.invoice_id.amount_residual, 0)
        self.assertEqual(policy.invoice_id.payment_state, "reversed")
        self.assertEqual(policy.state, "cancelled")

    def test_a_failed_try_shows_until_the_next_one(self):
        policy = self.submit()
        provider = self.env["payment.provider"].create({"name": "Gateway"})
        method = self.env.ref("payment.payment_method_unknown")
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "amount": policy.amount_total,
                "currency_id": policy.currency_id.id,
                "partner_id": policy.partner_id.id,
                "reference": policy.name,
                "invoice_ids": policy.invoice_id.ids,
            }
        )
        transaction._set_error("Card refused")
        self.assertEqual(policy.payment_state, "failed")
        self.assertEqual(transaction.policy_ids, policy)
        found = transaction.search([("policy_ids", "in", policy.ids)])
        self.assertEqual(found, transaction)
        self.pay(policy)
        self.assertEqual(policy.payment_state, "paid")
