from odoo.tests import tagged

from .fake_sale import FakeSaleCommon

MANY = 50


@tagged("post_install", "-at_install")
class TestQueries(FakeSaleCommon):
    """Fifty records cost as many queries as one, plus a little."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agents = cls.env["mlm.agent"]
        for _index in range(MANY):
            # a sponsor each: what is read of the one says nothing about the other
            cls.agents += cls.agent(cls.agent())
        cls.earned = cls.env["mlm.commission"].union(
            *(cls.commission(agent, 100) for agent in cls.agents)
        )

    def count(self, call, records):
        """Return the queries of ``call(records)``, with nothing known before."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        before = self.env.cr.sql_log_count
        call(records)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assert_flat(self, call, records, slack):
        """The first record alone costs as much as all others together, plus slack."""
        one, others = self.count(call, records[:1]), self.count(call, records[1:])
        self.assertLessEqual(others, one + slack, f"{others} queries, {one} for one")

    def test_wallets_of_a_list(self):
        self.earned.action_approve()
        names = [
            "display_name",
            "level",
            "wallet_balance",
            "wallet_available",
            "total_earned",
            "total_withdrawn",
        ]
        self.assert_flat(lambda agents: agents.read(names), self.agents, slack=0)

    def test_team_counts_of_a_list(self):
        names = ["team_count", "recruit_count"]
        self.assert_flat(lambda agents: agents.read(names), self.agents, slack=0)

    def test_kyc_of_a_list(self):
        names = ["pan", "bank_account_number", "bank_ifsc", "bank_shared_agent_ids"]
        self.assert_flat(lambda agents: agents.read(names), self.agents, slack=0)

    def test_commissions_of_a_list(self):
        names = ["display_name", "explanation", "amount", "state"]
        self.assert_flat(lambda shares: shares.read(names), self.earned, slack=0)

    def test_accruing_commissions(self):
        sales = self.env["mlm.fake.sale"].union(
            *(self.sale(agent, 1_000) for agent in self.agents)
        )
        self.assert_flat(lambda sales: sales._accrue_commissions(), sales, slack=4)
        self.assertEqual(len(sales.commission_ids), 2 * MANY)

    def test_approving_commissions(self):
        self.assert_flat(lambda shares: shares.action_approve(), self.earned, slack=10)

    def test_asking_for_withdrawals(self):
        self.earned.action_approve()
        create = self.env["mlm.withdrawal"].with_user(self.clerk).create
        self.assert_flat(
            lambda agents: create([{"agent_id": a.id, "amount": 50} for a in agents]),
            self.agents,
            slack=4,
        )

    def withdrawals(self):
        self.earned.action_approve()
        return self.env["mlm.withdrawal"].create(
            [{"agent_id": agent.id, "amount": 50} for agent in self.agents]
        )

    def test_approving_withdrawals(self):
        withdrawals = self.withdrawals().with_user(self.accountant)
        self.assert_flat(lambda asked: asked.action_approve(), withdrawals, slack=4)

    def test_rejecting_withdrawals(self):
        withdrawals = self.withdrawals().with_user(self.accountant)
        self.assert_flat(lambda asked: asked.action_reject("x"), withdrawals, slack=4)

    def test_processing_withdrawals(self):
        withdrawals = self.withdrawals().with_user(self.accountant)
        withdrawals.action_approve()
        self.assert_flat(self.process, withdrawals, slack=10)
