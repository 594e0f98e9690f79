from odoo.tests import HttpCase, tagged

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestTour(MlmCommon, HttpCase):
    """The screens, used in a browser as the office uses them."""

    def name_branch(self, *names):
        """Return agents who sponsor each other, named from the top downwards."""
        agents = self.branch(len(names))
        for agent, name in zip(agents, names, strict=True):
            agent.name = name
        agents.action_verify_bank()  # under another name it is another payee
        return agents

    def test_the_manager_opens_a_level_of_the_agent_tree(self):
        self.name_branch("Tour Top", "Tour Middle", "Tour Low")
        self.name_branch("Tour Other")  # a single top agent would come unfolded
        self.start_tour("/odoo/agents", "agent_mlm_tree", login=self.manager.login)

    def test_the_accountant_processes_a_withdrawal(self):
        agent = self.name_branch("Tour Top")
        self.earn(agent, 1_000)
        withdrawal = (
            self.env["mlm.withdrawal"]
            .with_user(self.clerk)
            .create({"agent_id": agent.id, "amount": 700})
        )
        self.start_tour(
            "/odoo/withdrawals", "agent_mlm_payout", login=self.accountant.login
        )
        self.env.invalidate_all()
        self.assertRecordValues(
            withdrawal,
            [
                {
                    "state": "processed",
                    "utr": "SBIN526001",
                    "approved_by_id": self.accountant.id,
                }
            ],
        )
        self.assertEqual(agent.wallet_balance, 300)
