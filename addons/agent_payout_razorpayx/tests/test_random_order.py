from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import RazorpayxCommon

# how a payout may go at RazorpayX, as documented
LIVES = (
    ("processed",),
    ("processed", "reversed"),
    ("reversed",),
    ("failed",),
    ("processing", "processed"),
    ("processing", "processed", "reversed"),
    ("processing", "failed"),
    ("queued", "processing", "processed", "reversed"),
    ("queued", "cancelled"),
    ("queued", "failed"),
    ("rejected",),
)
PENDING = ("processing", "queued", "rejected")
FAULTS = st.sampled_from((None, "timeout_after", "reset_after", "error_500_after"))


@tagged("post_install", "-at_install")
class TestRandomOrder(RazorpayxCommon):
    """Any life, any order of its events, any repeats, any polls: right in the end."""

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
    )
    @given(
        life=st.sampled_from(LIVES),
        faults=st.lists(FAULTS, max_size=4),
        data=st.data(),
    )
    def test_it_never_pays_or_books_twice_and_ends_where_razorpayx_ends(
        self, life, faults, data
    ):
        with self.env.cr.savepoint() as savepoint:
            self.play(life, faults, data)
            savepoint.rollback()

    def play(self, life, faults, data):
        self.bank.approves = life[0] in PENDING
        self.bank.paid.clear()
        self.fake.events.clear()
        payout = self.sent(700)
        self.fake.fail_next(*faults)
        for _hour in range(6):
            self.pass_time()
            self.run_jobs()
        for status in life:
            self.bank.move(payout.name, status, "As it happens")
        for kind in self.draw_deliveries(data):
            self.deliver_or_ask(kind, payout)
            self.check(payout)
        payout.sudo()._advance()  # in the end a poll gets through
        self.check(payout)
        self.assertEqual(payout.state, life[-1])
        self.assertFalse(payout.hold_reason)

    def draw_deliveries(self, data):
        """Return events in any order, some twice, some lost, with polls between."""
        everything = [*range(len(self.fake.events))] * 2 + ["poll"] * 2
        order = data.draw(st.permutations(everything), label="order")
        return order[: data.draw(st.integers(0, len(order)), label="until")]

    def deliver_or_ask(self, kind, payout):
        if kind == "poll":
            payout.sudo()._advance()
        else:
            self.deliver(self.fake.events[kind])

    def check(self, payout):
        """What must hold at any moment."""
        entries = self.bank_entries(payout)
        paid = entries.filtered(lambda line: line.mlm_event == "payout")
        returned = entries - paid
        self.assertLessEqual(len(self.bank.payouts_of(payout.name)), 1)
        self.assertLessEqual(len(paid), 1)
        self.assertLessEqual(len(returned), len(paid))
        withdrawal = payout.withdrawal_id.state
        expected = {
            "approved": 1_000,
            "processed": 300,
            "failed": 1_000,
            "reversed": 1_000,
        }
        self.assert_wallet(
            payout.agent_id,
            balance=expected[withdrawal],
            reserved=700 if withdrawal == "approved" else 0,
        )
