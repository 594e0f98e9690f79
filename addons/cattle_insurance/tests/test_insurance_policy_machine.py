from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .policy_common import TODAY, PolicyCommon

WHICH = st.integers(0, 99)
# what leads on is here more than once, or most plays end before a policy is in force
BUTTONS = st.sampled_from(
    [
        *["propose"] * 3,
        *["renew"] * 2,
        *["submit"] * 3,
        *["pay"] * 4,
        *["approve"] * 4,
        "reject",
        "cancel",
        "close",
        *["wait"] * 3,
        "approve_commissions",
    ]
)
COVERED = ("approved", "expired")


class PolicyMachine(RuleBasedStateMachine):
    """Plays the underwriters at random on two animals, while the calendar goes on.

    That the office refuses is part of the play; after each step no animal may be
    covered twice, and no sale may have paid an agent twice.
    """

    case = None  # the test whose builders and transaction it plays with

    def __init__(self):
        super().__init__()
        self.env = self.case.env
        self.savepoint = self.env.cr.savepoint()
        self.policies = self.env["insurance.policy"]
        self.day = TODAY
        self.clock = freeze_time(self.day)
        self.clock.start()

    def teardown(self):
        self.case.reached.update(self.policies.mapped("state"))
        self.clock.stop()
        self.savepoint.close(rollback=True)
        self.env.invalidate_all()

    def try_to(self, button, *args):
        """Press a button that the office, or the database, may refuse."""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                button(*args)
                self.env.flush_all()
        except (UserError, ValidationError, IntegrityError):
            self.env.invalidate_all()

    def some(self, which):
        """Return one policy, or all of them when ``which`` is 0."""
        count = len(self.policies)
        return self.policies[which % count] if which and count else self.policies

    @rule(button=BUTTONS, which=WHICH)
    def press(self, button, which):
        getattr(self, button)(which)

    def propose(self, which):
        cow = self.case.cows[which % len(self.case.cows)]
        self.policies += self.case.propose(cow, agent_id=self.case.seller.id)

    def renew(self, which):
        old = self.some(which)[:1]
        if old:
            self.policies += self.case.propose(
                old.animal_id,
                agent_id=self.case.seller.id,
                previous_policy_id=old.id,
            )

    def submit(self, which):
        self.try_to(self.some(which).action_submit)

    def pay(self, which):
        due = self.some(which).filtered(lambda policy: policy.state == "pending")
        if due:
            self.try_to(self.case.pay, due)

    def approve(self, which):
        self.try_to(self.some(which).action_approve)

    def reject(self, which):
        self.try_to(self.some(which).action_reject, "No")

    def cancel(self, which):
        self.try_to(self.some(which).action_cancel, "Sold")

    def close(self, which):
        self.try_to(self.some(which).action_close, "Settled")

    def wait(self, which):
        self.day += timedelta(days=4 * which)
        self.clock.stop()
        self.clock = freeze_time(self.day)
        self.clock.start()
        self.policies._expire_batch()

    def approve_commissions(self, which):
        pending = self.policies.commission_ids.filtered(lambda c: c.state == "pending")
        self.try_to(pending.action_approve)

    @invariant()
    def no_animal_is_covered_twice_on_a_day(self):
        self.env.invalidate_all()
        for cow in self.case.cows:
            last_day = None
            covers = self.policies.filtered(
                lambda policy, cow=cow: (
                    policy.animal_id == cow and policy.state in COVERED
                )
            )
            for policy in covers.sorted("date_start"):
                assert last_day is None or policy.date_start > last_day
                last_day = policy.date_end

    @invariant()
    def no_cover_without_the_premium(self):
        for policy in self.policies.filtered(lambda policy: policy.state in COVERED):
            assert policy.paid_on
            assert policy.invoice_id.payment_state in ("paid", "in_payment")
            assert policy.previous_policy_id or policy.date_start >= policy.paid_on

    @invariant()
    def each_sale_in_force_paid_each_level_once(self):
        for policy in self.policies:
            paid = [(c.agent_id, c.level) for c in policy.commission_ids]
            assert len(paid) == len(set(paid))
            assert len(paid) == (3 if policy.policy_number else 0)

    @invariant()
    def no_more_is_given_back_than_was_paid(self):
        for policy in self.policies.filtered("credit_note_id"):
            note = policy.credit_note_id
            assert note.amount_total <= policy.invoice_id.amount_total


@tagged("post_install", "-at_install")
class TestInsurancePolicyMachine(PolicyCommon):
    def test_any_sequence_keeps_one_cover_an_animal_and_one_share_a_level(self):
        self.cows = self.cow() + self.cow()
        self.seller = self.branch(3)[-1]
        self.reached = set()
        machine = type("Machine", (PolicyMachine,), {"case": self})
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
        # a play that never gets there proves nothing
        self.assertLessEqual(
            {"draft", "pending", "pending_approval", "approved", "cancelled"},
            self.reached,
        )
