import base64

from odoo.tests import freeze_time, tagged

from odoo.addons.agent_mlm.tests.payout_common import PayoutCommon

from .policy_common import PolicyCommon

# account code: (debit, credit) of the closing balance on 30 June 2026, worked out by
# hand below; 28,645.72 on either side
CLOSING_BALANCE = {
    "100203": (7_965.00, 0.0),  # three premiums received
    "211250": (20_680.72, 0.0),  # 19,900.00 + 1,147.50 - 366.78
    "100204": (0.0, 21_545.89),  # refund 2,545.89, payouts 19,200.00, returned 200.00
    "20025": (0.0, 4_592.47),  # 3 x 2,250.00 - 2,157.53
    "112320": (0.0, 413.32),  # SGST 9 %: 607.50 - 194.18
    "112330": (0.0, 413.32),  # CGST 9 %
    "11225": (0.0, 1_269.22),  # wallets 947.75 + 229.62 + 91.85
    "112440": (0.0, 411.50),  # tax on 20,575.00 at 2 %
}
TOTAL = 28_645.72


@tagged("post_install", "-at_install")
class TestMonthEnd(PayoutCommon, PolicyCommon):
    """One month of the office, closed: what every account shows at its end.

    In May Chetan earned 19,900.00, just below the year's threshold. In June he sells
    three policies of 2,250.00 without GST; Bina sponsors him, Asha sponsors her. One
    policy is cancelled on the 15th with 350 of 365 days left, so that 2,157.53 of the
    premium go back. On the 25th Chetan and Bina are paid 19,000.00 and 200.00; Bina's
    bank returns hers on the 28th.
    """

    def test_the_trial_balance_is_what_was_worked_out_by_hand(self):
        before = self.read_balances()
        asha, bina, chetan = self.branch(3)
        with freeze_time("2026-05-15 10:00:00"):
            self.earn(chetan, 19_900)
        policies = self.sell_three(chetan)
        self.approve_commissions(policies)
        self.cancel_one(policies[0])
        payouts = self.pay_out({chetan: 19_000, bina: 200})
        with freeze_time("2026-06-28 10:00:00"):
            payouts[1].with_user(self.accountant).action_reverse("Account closed")

        self.assert_balances(before)
        self.assert_wallet(asha, balance=91.85)  # 3 x 45.00 - 43.15
        self.assert_wallet(bina, balance=229.62)  # 3 x 112.50 - 107.88
        self.assert_wallet(chetan, balance=947.75)
        self.check_chetans_statement(chetan)
        self.check_ledger()

    def sell_three(self, seller):
        with freeze_time("2026-06-01 10:00:00"):
            policies = self.env["insurance.policy"]
            for _number in range(3):
                policies += self.in_force(agent_id=seller.id)
        return policies

    def approve_commissions(self, policies):
        with freeze_time("2026-06-10 10:00:00"):
            commissions = policies.commission_ids.with_user(self.accountant)
            commissions.action_approve()

    def cancel_one(self, policy):
        with freeze_time("2026-06-15 10:00:00"):
            policy.with_user(self.underwriter).action_cancel("The cow was sold")
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=policy.credit_note_id.ids
            ).create({"journal_id": self.bank.id}).action_create_payments()

    def pay_out(self, amounts):
        """Pay withdrawals by one batch and the bank's answer to it."""
        with freeze_time("2026-06-25 10:00:00"):
            withdrawals = self.env["mlm.withdrawal"].union(
                *(self.ask_approved(agent, amount) for agent, amount in amounts.items())
            )
            self.send(self.batch(withdrawals))
            self.generic._keep_return_mapping(
                {
                    "reference": "Reference",
                    "amount": "Amount",
                    "status": "Status",
                    "reason": "Remarks",
                    "utr": "UTR",
                }
            )
            rows = ["Reference,Amount,Status,Remarks,UTR"] + [
                f"{payout.bank_reference},{payout.amount},Success,,UTR{number}"
                for number, payout in enumerate(withdrawals.sorted("id"), 1)
            ]
            answer = self.env["mlm.payout.return.import"].with_user(self.accountant)
            action = answer.create(
                {
                    "file": base64.b64encode("\n".join(rows).encode()),
                    "file_name": "answer.csv",
                    "template_id": self.generic.id,
                    "date": "2026-06-25",
                }
            ).action_read()
            result = self.env[action["res_model"]].browse(action["res_id"])
            self.run_steps(result.with_user(self.accountant).action_apply())
        return withdrawals

    def read_balances(self):
        """Return {account code: rupees}, debits above zero, up to the end of June."""
        groups = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", "2026-06-30"),
            ],
            ["account_id"],
            ["balance:sum"],
        )
        return {account.code: balance for account, balance in groups}

    def assert_balances(self, before):
        """What the month has moved is the trial balance, and both sides are equal."""
        moved = {
            code: round(balance - before.get(code, 0.0), 2)
            for code, balance in self.read_balances().items()
        }
        sides = {
            code: (max(balance, 0.0), max(-balance, 0.0))
            for code, balance in moved.items()
            if balance
        }
        self.assertEqual(sides, CLOSING_BALANCE)
        for side in zip(*CLOSING_BALANCE.values(), strict=True):
            self.assertAlmostEqual(sum(side), TOTAL, 2)

    def check_chetans_statement(self, chetan):
        """Every rupee of his wallet is a line: what it is, and how much."""
        [statement] = chetan._make_statements("2026-06-01", "2026-06-30")
        self.assertEqual(statement.opening, 19_900)
        self.assertEqual(statement.closing, 947.75)
        self.assertEqual(statement.total("commission"), 675)
        self.assertEqual(statement.total("withholding"), -411.50)
        self.assertEqual(statement.total("clawback"), -215.75)
        self.assertEqual(statement.total("payout"), -19_000)

    def check_ledger(self):
        """The office's own comparison of wallets, commissions and books is clean."""
        check = self.env["mlm.ledger.check"]._check_company(self.company)
        self.assertFalse(check.line_ids)
