from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.mlm_register import Period
from .books_common import BooksCommon

MANY = 50


@tagged("post_install", "-at_install")
class TestBooksQueries(BooksCommon):
    """Statements, registers and checks of fifty cost the queries of one, plus a few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agents = cls.env["mlm.agent"].union(*(cls.agent() for _n in range(MANY)))
        cls.day = fields.Date.today()
        cls.shares = cls.env["mlm.commission"].union(
            *(cls.commission(agent, 25_000) for agent in cls.agents)
        )

    def count(self, call):
        """Return the queries of a call, with nothing known before."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assert_flat(self, one, many, slack):
        cost_of_one, cost_of_many = self.count(one), self.count(many)
        self.assertLessEqual(
            cost_of_many,
            cost_of_one + slack,
            f"{cost_of_many} queries, {cost_of_one} for one",
        )

    def do_business(self, shares):
        shares.action_approve()
        withdrawals = self.env["mlm.withdrawal"].create(
            [{"agent_id": agent.id, "amount": 50} for agent in shares.agent_id]
        )
        withdrawals.with_user(self.accountant).action_approve()
        self.process(withdrawals)

    def test_statements(self):
        self.do_business(self.shares)
        start, end = self.day, self.day + timedelta(days=40)
        self.assert_flat(
            lambda: self.agents[:1]._make_statements(start, end),
            lambda: self.agents[1:]._make_statements(start, end),
            slack=0,
        )

    def test_registers(self):
        kinds = self.env["mlm.register.export"]._fields["register"].selection
        period = Period(self.company, self.day, self.day + timedelta(days=40))
        names = [name for name, _label in kinds if name.startswith("mlm.")]
        self.do_business(self.shares[:1])
        cost = {n: self.count(lambda n=n: self.env[n]._make(period)) for n in names}
        self.do_business(self.shares[1:])
        for name in names:
            many = self.count(lambda name=name: self.env[name]._make(period))
            self.assertLessEqual(many, cost[name] + 2, name)

    def test_the_ledger_check(self):
        checks = self.env["mlm.ledger.check"]
        self.do_business(self.shares[:1])
        one = self.count(lambda: checks._compare(self.company))
        self.do_business(self.shares[1:])
        many = self.count(lambda: checks._compare(self.company))
        self.assertLessEqual(many, one + 1)
        self.assertLessEqual(many, 25)

    def test_the_dry_run_of_an_approval(self):
        self.company.mlm_commission_hold_days = 5
        names = ["ready_count", "skipped_count", "amount_tax", "line_ids"]

        def show(shares):
            action = shares.action_open_approval()
            self.env[action["res_model"]].browse(action["res_id"]).read(names)

        self.assert_flat(
            lambda: show(self.shares[:1]), lambda: show(self.shares[1:]), slack=4
        )
