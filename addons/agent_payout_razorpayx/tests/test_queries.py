from odoo.tests import tagged

from .common import RazorpayxCommon


@tagged("post_install", "-at_install")
class TestQueries(RazorpayxCommon):
    """Fifty cost what one costs, where a person waits for it."""

    def confirmed(self, count):
        withdrawals = self.env["mlm.withdrawal"]
        for agent in [self.agent_with(earned=100) for _index in range(count)]:
            withdrawals += self.ask_approved(agent, 50)
        batch = self.batch_of(withdrawals).with_user(self.accountant)
        self.env.invalidate_all()
        return batch

    def count(self, method, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        method(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def as_listed(self, records):
        """Return the records as the accountant's browser asks for them."""
        return records.with_user(self.accountant).browse(records.ids)

    def test_sending_a_batch_of_50_takes_as_many_queries_as_one_of_1(self):
        self.count(self.confirmed(1).action_send)  # fills the caches
        one = self.count(self.confirmed(1).action_send)
        fifty = self.count(self.confirmed(50).action_send)
        self.assertLessEqual(fifty, one + 5)

    def test_a_list_of_50_payouts_takes_as_many_queries_as_one_of_1(self):
        payouts = self.as_listed(self.sent(*[10] * 50))
        names = ["name", "agent_id", "batch_id", "amount", "utr", "state"]
        self.count(payouts[:1].read, names)
        one = self.count(payouts[:1].read, names)
        self.assertLessEqual(self.count(payouts.read, names), one + 2)

    def test_a_list_of_50_withdrawals_reads_razorpayx_at_once(self):
        withdrawals = self.as_listed(self.sent(*[10] * 50).withdrawal_id)
        names = ["razorpayx_state", "razorpayx_hold_reason", "is_razorpayx_decided"]
        self.count(withdrawals[:1].read, names)
        one = self.count(withdrawals[:1].read, names)
        self.assertLessEqual(self.count(withdrawals.read, names), one + 2)

    def test_the_step_of_a_payout_does_not_grow_with_the_others(self):
        few = self.processing(10)
        self.bank.move(few.name, "processed")
        first = self.count(self.deliver, *self.fake.events)
        self.fake.events.clear()
        many = self.processing(*[10] * 20)
        self.bank.move(many[7].name, "processed")
        self.assertLessEqual(self.count(self.deliver, *self.fake.events), first + 5)
