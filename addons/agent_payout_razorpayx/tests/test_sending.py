from odoo.tests import tagged

from .common import RazorpayxCommon


@tagged("post_install", "-at_install")
class TestSending(RazorpayxCommon):
    """Contact, fund account, payout: each once, each remembered."""

    def test_sending_a_batch_calls_nobody_before_it_is_committed(self):
        payout = self.sent(700)
        self.assert_payout(payout, "ready", "approved")
        self.assertFalse(self.fake.calls)
        self.assertEqual(payout.withdrawal_id.batch_id.state, "sent")

    def test_a_payout_takes_three_calls_with_a_job_each(self):
        payout = self.sent(700.35)
        self.run_jobs()
        self.assert_payout(payout, "processing", "approved")
        self.assertEqual(
            [call[:2] for call in self.fake.calls],
            [
                ("POST", "/v1/contacts"),
                ("POST", "/v1/fund_accounts"),
                ("POST", "/v1/payouts"),
            ],
        )
        self.assertEqual(self.bank.paid, [(self.number_of(payout), 70_035)])

    def number_of(self, payout):
        return payout.withdrawal_id.sudo().bank_account_number

    def test_the_body_says_what_the_documentation_wants(self):
        payout = self.sent(700.35)
        self.run_jobs()
        (entity,) = self.bank.payouts.values()
        self.assertEqual(entity["amount"], 70_035)
        self.assertEqual(entity["reference_id"], payout.name)
        self.assertEqual(entity["mode"], "IMPS")
        self.assertRegex(entity["narration"], r"^Commission [A-Za-z0-9 ]+$")
        self.assertLessEqual(len(entity["narration"]), 30)

    def test_from_two_lakh_rupees_on_it_is_rtgs(self):
        agent = self.agent_with(earned=500_000)
        for amount in (199_999.99, 200_000):
            withdrawal = self.ask_approved(agent, amount)
            self.batch_of(withdrawal).with_user(self.accountant).action_send()
        self.run_jobs()
        modes = {
            entity["amount"]: entity["mode"] for entity in self.bank.payouts.values()
        }
        self.assertEqual(modes, {19_999_999: "IMPS", 20_000_000: "RTGS"})

    def test_the_second_payout_of_an_agent_uses_what_is_known_of_him(self):
        agent = self.agent_with(earned=1_000)
        for amount in (100, 200):
            withdrawal = self.ask_approved(agent, amount)
            self.batch_of(withdrawal).with_user(self.accountant).action_send()
            self.run_jobs()
        self.assertEqual(self.fake.count("POST", "/v1/contacts"), 1)
        self.assertEqual(self.fake.count("POST", "/v1/fund_accounts"), 1)
        self.assertEqual(len(self.bank.paid), 2)

    def test_another_bank_account_gets_another_fund_account(self):
        agent = self.agent_with(earned=1_000)
        first = self.ask_approved(agent, 100)
        self.batch_of(first).with_user(self.accountant).action_send()
        self.run_jobs()
        agent.bank_account_id.acc_number = "880011223344"
        agent.action_verify_bank()
        second = self.ask_approved(agent, 200)
        self.batch_of(second).with_user(self.accountant).action_send()
        self.run_jobs()
        self.assertEqual(len(self.bank.contacts), 1)
        self.assertEqual(len(self.bank.fund_accounts), 2)
        self.assertEqual(self.bank.paid[1], ("880011223344", 20_000))

    def test_keys_are_between_4_and_36_characters_and_of_one_payout_each(self):
        payouts = self.sent(*[10] * 5)
        keys = payouts.mapped("idempotency_key")
        self.assertEqual(len(set(keys)), 5)
        self.assertTrue(all(4 <= len(key) <= 36 for key in keys))

    def test_too_little_balance_is_queued_and_leaves_when_money_comes(self):
        self.bank.balance = 0
        payout = self.sent(700)
        self.run_jobs()
        self.assert_payout(payout, "queued", "approved")
        self.fake.events.clear()
        self.bank.top_up(70_000)
        self.deliver(*self.fake.events)
        self.assert_payout(payout, "processing", "approved")

    def test_too_little_balance_fails_where_the_account_does_not_wait(self):
        self.account.is_queued_when_short = False
        self.bank.balance = 0
        payout = self.sent(700)
        self.run_jobs()
        self.assert_payout(payout, "failed", "failed")
        self.assertIn("enough balance", payout.withdrawal_id.state_reason)
        self.assert_wallet(payout.agent_id, balance=1_000)

    def test_a_payout_that_waits_for_an_approver_is_paid_when_he_approves(self):
        self.bank.approves = True
        payout = self.sent(700)
        self.run_jobs()
        self.assert_payout(payout, "pending", "approved")
        self.bank.move(payout.name, "processing")
        self.bank.move(payout.name, "processed")
        self.deliver(*self.fake.events)
        self.assert_payout(payout, "processed", "processed")

    def test_a_refused_payout_returns_the_money_with_the_reason(self):
        payout = self.sent(700)
        self.perform(self.pending_jobs())  # the batch's job
        self.perform(self.pending_jobs())
        self.perform(self.pending_jobs())
        for fund_account in self.bank.fund_accounts.values():
            fund_account["active"] = False
        self.run_jobs()
        self.assert_payout(payout, "failed", "failed")
        self.assertIn("Fund account is inactive", payout.withdrawal_id.state_reason)
        self.assert_wallet(payout.agent_id, balance=1_000)
        self.assertFalse(self.bank.paid)

    def test_a_payee_razorpayx_does_not_take_returns_the_money(self):
        payout = self.sent(700)
        payout.beneficiary_id.sudo().ifsc = "WRONG"
        self.run_jobs()
        self.assert_payout(payout, "failed", "failed")
        self.assertIn("ifsc", payout.withdrawal_id.state_reason)
        self.assertFalse(self.fake.count("POST", "/v1/payouts"))

    def test_names_are_made_fit_for_razorpayx(self):
        beneficiaries = self.env["razorpayx.beneficiary"]
        names = {
            "Ram  Kumar": "Ram Kumar",
            "D’Souza & Sons": "D’Souza Sons",
            "Ram Kumar -": "Ram Kumar",
            "A" * 60: "A" * 50,
            "राम": "",
        }
        for name, cleaned in names.items():
            self.assertEqual(beneficiaries._clean_name(name), cleaned)
