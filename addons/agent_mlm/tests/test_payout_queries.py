import base64

from odoo.tests import tagged

from .payout_common import PayoutCommon

MANY = 50


@tagged("post_install", "-at_install")
class TestPayoutQueries(PayoutCommon):
    """Fifty payments cost as many queries as one, plus a little."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.generic._keep_return_mapping(
            {"reference": "Ref", "amount": "Amt", "status": "St", "utr": "UTR"}
        )
        agents = cls.env["mlm.agent"].union(*(cls.agent() for _n in range(MANY + 1)))
        cls.env["mlm.commission"].union(
            *(cls.commission(agent, 100) for agent in agents)
        ).action_approve()
        cls.rows = cls.env["mlm.withdrawal"].create(
            [{"agent_id": agent.id, "amount": 50} for agent in agents]
        )
        cls.rows.with_user(cls.accountant).action_approve()

    def count(self, call, *arguments):
        """Return the queries of a call, with nothing known before."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        before = self.env.cr.sql_log_count
        call(*arguments)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assert_flat(self, call, one, many, slack):
        few, more = self.count(call, one), self.count(call, many)
        self.assertLessEqual(more, few + slack, f"{more} queries, {few} for one")

    def batches(self):
        return self.batch(self.rows[:1]), self.batch(self.rows[1:])

    def confirmed(self):
        one, many = self.batches()
        (one + many).with_user(self.second).action_confirm()
        return one, many

    def test_the_dry_run(self):
        self.assert_flat(
            lambda rows: rows.with_user(self.accountant).action_make_payout_batch(),
            self.rows[:1],
            self.rows[1:],
            slack=4,
        )

    def test_making_a_batch(self):
        self.assert_flat(self.batch, self.rows[:1], self.rows[1:], slack=4)

    def test_confirming(self):
        one, many = self.batches()
        self.assert_flat(
            lambda batch: batch.with_user(self.second).action_confirm(),
            one,
            many,
            slack=4,
        )

    def test_writing_the_file(self):
        self.assert_flat(self.send, *self.confirmed(), slack=4)

    def test_the_list_of_rows(self):
        one, many = self.batches()
        names = ["name", "agent_id", "bank_account_number", "amount", "batch_problems"]
        self.assert_flat(
            lambda batch: batch.withdrawal_ids.with_user(self.accountant).read(names),
            one,
            many,
            slack=2,
        )

    def test_the_list_of_batches(self):
        batches = self.env["mlm.payout.batch"].union(
            *(self.batch(row) for row in self.rows)
        )
        names = ["name", "withdrawal_count", "amount_total", "state", "return_count"]
        self.assert_flat(
            lambda chosen: chosen.with_user(self.accountant).read(names),
            batches[:1],
            batches[1:],
            slack=2,
        )

    def answer(self, batch, status, **utr):
        rows = [
            f"{row.bank_reference},{row.amount},{status},{'U' if utr else ''}{row.id}"
            for row in batch.withdrawal_ids
        ]
        content = "\n".join(["Ref,Amt,St,UTR", *rows]).encode()
        wizard = (
            self.env["mlm.payout.return.import"]
            .with_user(self.accountant)
            .create(
                {
                    "file": base64.b64encode(content),
                    "template_id": self.generic.id,
                    "journal_id": self.bank_journal.id,
                }
            )
        )
        action = wizard.action_read()
        return self.env["mlm.payout.return"].browse(action["res_id"])

    def sent_batches(self):
        return tuple(self.send(batch) for batch in self.batches())

    def test_reading_an_answer(self):
        self.assert_flat(
            lambda batch: self.answer(batch, "paid"), *self.sent_batches(), slack=6
        )

    def test_applying_paid_rows(self):
        one, many = (self.answer(b, "paid", utr=1) for b in self.sent_batches())
        self.assert_flat(self.apply, one, many, slack=14)
        self.assertEqual(set(self.rows.mapped("state")), {"processed"})

    def test_applying_failed_rows(self):
        self.rows.agent_id.partner_id.email = "agent@example.com"
        one, many = (self.answer(b, "failed") for b in self.sent_batches())
        self.assert_flat(self.apply, one, many, slack=14)
        self.assertEqual(set(self.rows.mapped("state")), {"failed"})

    def apply(self, answer):
        self.run_steps(answer.with_user(self.accountant).action_apply())
