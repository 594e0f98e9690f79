from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MlmCommon

THRESHOLD = 1_500
WHICH = st.integers(0, 99)
WHO = st.integers(0, 1)
PERCENT = st.integers(1, 101)
# one rule presses them all: given a rule each, Hypothesis leaves most of them out of
# a play, and no money ever arrives. What moves money on is here more than once.
BUTTONS = st.sampled_from(
    [
        *["approve_withdrawals"] * 4,
        *["ask"] * 3,
        *["sell"] * 2,
        *["approve_commissions"] * 2,
        "hold",
        "release",
        "cancel_commissions",
        *["process"] * 4,
        *["refund"] * 2,
        *["bounce"] * 2,
        *["reject", "fail"] * 2,
        "cancel_withdrawals",
        "change_bank",
        "leave",
        *["come_back"] * 2,
    ]
)


class WalletMachine(RuleBasedStateMachine):
    """Plays the office at random; after each step the books must be in order.

    It presses any button on any record, and keeps sums of its own. That the office
    refuses is part of the play; what it refuses may change nothing.
    """

    case = None  # the test whose builders and transaction it plays with

    def __init__(self):
        super().__init__()
        self.env = self.case.env
        self.savepoint = self.env.cr.savepoint()
        self.agents = self.case.agents
        self.shares = self.case.shares
        self.payouts = self.env["mlm.withdrawal"]
        self.earned = dict.fromkeys(self.agents, paise(1_000))
        self.paid = dict.fromkeys(self.agents, 0)
        self.taken_back = dict.fromkeys(self.agents, 0)
        self.refunds = {}

    def teardown(self):
        self.savepoint.close(rollback=True)
        self.env.invalidate_all()

    def allows(self, button, *args):
        """Press a button; whether the office allows it."""
        try:
            with self.env.cr.savepoint():
                button(*args)
        except UserError:
            return False
        return True

    @rule(button=BUTTONS, who=WHO, which=WHICH, percent=PERCENT)
    def press(self, button, who, which, percent):
        getattr(self, button)(self.agents[who], which, percent)
        self.case.reached.update(self.shares.mapped("state"))
        self.case.reached.update(self.payouts.mapped("state"))

    def sell(self, agent, which, percent):
        self.shares += self.case.commission(agent, percent * 7.77)

    def approve_commissions(self, agent, which, percent):
        shares = some(self.shares, which)._with_reversals()
        if self.allows(shares.action_approve):
            for share in shares:
                self.earned[share.agent_id] += paise(share.amount)

    def hold(self, agent, which, percent):
        shares = some(self.mostly(self.shares, "pending", percent), which)
        self.allows(shares.action_hold, "Inquiry")

    def release(self, agent, which, percent):
        self.allows(some(self.shares, which).action_release)

    def cancel_commissions(self, agent, which, percent):
        self.allows(some(self.shares, which).action_cancel, "Sale undone")

    def ask(self, agent, which, percent):
        amount = round(agent.wallet_available * percent / 100, 2)
        self.allows(agent.with_user(self.case.clerk).request_withdrawal, amount)
        self.payouts = self.agents.withdrawal_ids.sorted("id")

    def approve_withdrawals(self, agent, which, percent):
        payouts = some(self.mostly(self.payouts, "pending", percent), which)
        payouts = payouts.with_user(self.case.accountant)
        self.allows(payouts.action_approve)

    def process(self, agent, which, percent):
        payouts = some(self.mostly(self.payouts, "approved", percent), which)
        if self.allows(self.case.process, payouts):
            for payout in payouts:
                self.paid[payout.agent_id] += paise(payout.amount)

    def refund(self, agent, which, percent):
        share = some(self.shares, which)[:1]
        share = share.origin_id or share
        base = share.amount_base
        so_far = self.refunds.get(share, 0.0)
        self.refunds[share] = min(round(so_far + base * percent / 250, 2), base)
        parts = share._claw_back({share: self.refunds[share]}, {})
        self.shares += parts
        for part in parts.filtered("move_line_id"):
            self.taken_back[part.agent_id] -= paise(part.amount)

    def bounce(self, agent, which, percent):
        payouts = some(self.mostly(self.payouts, "processed", percent), which)
        if self.allows(payouts.action_reverse, "Account closed"):
            for payout in payouts:
                self.paid[payout.agent_id] -= paise(payout.amount)

    def reject(self, agent, which, percent):
        self.allows(some(self.payouts, which).action_reject, "No")

    def fail(self, agent, which, percent):
        payouts = some(self.mostly(self.payouts, "approved", percent), which)
        self.allows(payouts.action_fail, "Account closed")

    def mostly(self, records, state, percent):
        """Return the records that can take the move, now and then all of them."""
        if percent % 4 == 0:
            return records
        return records.filtered(lambda record: record.state == state)

    def cancel_withdrawals(self, agent, which, percent):
        self.allows(some(self.payouts, which).action_cancel)

    def change_bank(self, agent, which, percent):
        agent.bank_account_id.acc_number = str(9_100_000_000 + which)

    def leave(self, agent, which, percent):
        self.allows(agent.action_deactivate, "On leave")

    def come_back(self, agent, which, percent):
        agent.action_verify_bank()
        self.allows(agent.action_reactivate)

    @invariant()
    def the_wallet_is_the_ledger_and_both_are_what_was_earned_and_paid(self):
        self.env.invalidate_all()
        ledger = self.read_ledger()
        for agent in self.agents:
            tax = tax_on(self.earned[agent])
            expected = self.earned[agent] - self.paid[agent]
            expected -= tax + self.taken_back[agent]
            assert paise(agent.wallet_balance) == expected
            assert ledger.get(agent.partner_id.id, 0) == expected
            assert paise(agent.total_earned) == self.earned[agent]
            assert paise(agent.total_withdrawn) == self.paid[agent]
            assert paise(agent.total_withheld) == tax
            assert paise(agent.total_clawed_back) == self.taken_back[agent]

    @invariant()
    def what_is_reserved_is_what_open_withdrawals_ask_for(self):
        for agent in self.agents:
            open_payouts = self.payouts.filtered(
                lambda payout, agent=agent: (
                    payout.agent_id == agent and payout.state in ("pending", "approved")
                )
            )
            assert paise(agent.wallet_reserved) == paise(
                sum(open_payouts.mapped("amount"))
            )
            if not self.taken_back[agent] and not agent.total_withheld:
                assert paise(agent.wallet_available) >= 0

    @invariant()
    def of_no_commission_more_is_taken_back_than_its_part_of_the_refund(self):
        for share, refunded in self.refunds.items():
            if share.state != "cancelled":
                left = share.amount + sum(share.reversal_ids.mapped("amount"))
                due = share.amount * (1 - refunded / share.amount_base)
                assert abs(left - due) < 0.01

    @invariant()
    def approved_commissions_and_processed_withdrawals_stand_in_the_books(self):
        booked = self.shares.filtered("move_line_id")
        assert {share.state for share in booked} <= {"approved", "paid"}
        assert {share.state for share in self.shares - booked} <= {
            "pending",
            "held",
            "cancelled",
        }
        for line, shares in booked.grouped("move_line_id").items():
            assert -paise(line.balance) == paise(sum(shares.mapped("amount")))
        for payout in self.payouts.filtered("move_line_id"):
            assert payout.state in ("processed", "reversed")
            assert paise(payout.move_line_id.debit) == paise(payout.amount)

    @invariant()
    def paid_commissions_are_never_more_than_what_was_paid_out(self):
        for agent in self.agents:
            paid = self.shares.filtered(
                lambda share, agent=agent: (
                    share.agent_id == agent and share.state == "paid"
                )
            ).filtered(lambda share: share.move_line_id.credit)
            settled = self.paid[agent] + self.taken_back[agent]
            settled += tax_on(self.earned[agent])
            assert paise(sum(paid.mapped("amount"))) <= settled

    @invariant()
    def every_entry_is_posted_and_balanced(self):
        moves = (self.shares.move_line_id | self.payouts.move_line_id).move_id
        assert {move.state for move in moves} <= {"posted"}
        for move in moves:
            assert paise(sum(move.line_ids.mapped("balance"))) == 0

    @invariant()
    def a_sale_pays_an_agent_once_on_a_level(self):
        keys = [
            (s.res_model, s.res_id, s.agent_id, s.level, s.reversal_number)
            for s in self.shares
        ]
        assert len(keys) == len(set(keys))

    def read_ledger(self):
        """Return {partner id: paise owed}, asked of the database itself."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT partner_id, ROUND(100 * SUM(credit - debit))
                 FROM account_move_line
                WHERE account_id = %s AND parent_state = 'posted'
             GROUP BY partner_id""",
            (self.case.payable.id,),
        )
        return dict(self.env.cr.fetchall())


def some(records, which):
    """Return one of the records, now and then three in a row."""
    first = which % (len(records) or 1)
    return records[first : first + (3 if which % 4 == 3 else 1)]


def tax_on(earned):
    """Return the paise withheld from what was earned in the year, in paise."""
    return (earned * 2 + 50) // 100 if earned > paise(THRESHOLD) else 0


def paise(rupees):
    """Return an amount as the whole number of paise it stands for."""
    return round(rupees * 100)


@tagged("post_install", "-at_install")
class TestWalletMachine(MlmCommon):
    """Random play, the same at every run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reached = set()
        cls.env["mlm.withholding.rule"].create(
            {
                "name": "A low threshold",
                "payment_code": "1005",
                "date_start": fields.Date.today(),
                "amount_threshold": THRESHOLD,
                "rate": 2,
                "rate_higher": 20,
            }
        )
        cls.agents = cls.agent() + cls.agent()
        cls.shares = cls.env["mlm.commission"]
        for amount in (600, 400):
            shares = cls.commission(cls.agents[0], amount)
            shares += cls.commission(cls.agents[1], amount)
            shares.action_approve()
            cls.shares += shares
        for agent in cls.agents:
            cls.shares += cls.commission(agent, 333.33)

    def test_no_sequence_of_buttons_brings_wallet_and_books_apart(self):
        machine = type("Machine", (WalletMachine,), {"case": self})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=20,
                stateful_step_count=25,
                deadline=None,
                derandomize=True,
                database=None,
            ),
        )
        self.assertLessEqual(
            {"pending", "held", "approved", "paid", "cancelled"}
            | {"processed", "reversed", "rejected", "failed"},
            self.reached,
            "the play was too short to prove anything",
        )
