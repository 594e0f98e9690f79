from odoo.service.model import call_kw
from odoo.tests import new_test_user

from .common import MlmCommon


class AccessCommon(MlmCommon):
    """A team of two portal agents, each with a commission and a withdrawal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.agent_with(earned=1_000, login="mlm_test_head")
        cls.member = cls.agent_with(
            earned=1_000, sponsor=cls.head, login="mlm_test_member"
        )
        cls.other = cls.agent_with(earned=1_000, login="mlm_test_other")
        cls.farmer = new_test_user(cls.env, "mlm_test_farmer", "base.group_portal")
        cls.stranger = new_test_user(cls.env, "mlm_test_stranger", "base.group_user")

    def records_of(self, agent):
        """Return one record of each kind that is about this agent."""
        return {
            "mlm.agent": agent,
            "mlm.commission": self.commission(agent, 10),
            "mlm.withdrawal": self.ask(agent, 10),
            "mlm.agent.document": self.env["mlm.agent.document"].create(
                {"agent_id": agent.id, "kind": "pan", "file": b"JVBERi0xLjc="}
            ),
            "mlm.commission.plan": self.plan,
            "mlm.commission.plan.line": self.plan.line_ids[0],
        }

    def can(self, user, operation):
        """Return the names of our models whose records the user may so treat."""
        return {
            name
            for name in self.records_of(self.other)
            if self.env[name].with_user(user).has_access(operation)
        }

    def call(self, user, record, name, *args, **kwargs):
        """Call a method the way a request from outside does."""
        model = self.env[record._name].with_user(user)
        return call_kw(model, name, [record.ids, *args], kwargs)
