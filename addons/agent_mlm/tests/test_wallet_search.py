from odoo.tests import tagged

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestWalletSearch(MlmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.poor = cls.agent()
        cls.rich = cls.agent_with(1_000)
        cls.agents = cls.poor + cls.rich

    def found(self, *condition):
        domain = [condition, ("id", "in", self.agents.ids)]
        return self.env["mlm.agent"].search(domain)

    def test_agents_are_found_by_their_balance_to_the_paisa(self):
        self.assertEqual(self.found("wallet_balance", ">", 0), self.rich)
        self.assertEqual(self.found("wallet_balance", ">=", 1_000), self.rich)
        self.assertFalse(self.found("wallet_balance", ">", 1_000))
        self.assertFalse(self.found("wallet_balance", ">=", 1_000.01))
        self.assertEqual(self.found("wallet_balance", "<", 1_000), self.poor)
        self.assertEqual(self.found("wallet_balance", "=", 0), self.poor)
        self.assertEqual(self.found("wallet_balance", "!=", 0), self.rich)

    def test_what_is_reserved_is_not_available(self):
        self.ask(self.rich, 400)
        self.assertEqual(self.found("wallet_reserved", "=", 400), self.rich)
        self.assertEqual(self.found("wallet_available", "=", 600), self.rich)

    def test_earnings_stay_when_they_are_withdrawn(self):
        self.withdraw(self.rich, 1_000)
        self.assertEqual(self.found("total_earned", "=", 1_000), self.rich)
        self.assertEqual(self.found("total_withdrawn", ">", 999.99), self.rich)
        self.assertEqual(self.found("wallet_balance", "=", 0), self.agents)
