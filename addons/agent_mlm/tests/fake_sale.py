from odoo import fields, models
from odoo.orm.model_classes import add_to_registry

from .common import MlmCommon


class FakeSale(models.Model):
    """The least a sale has to be to pay commission; lives as long as its tests."""

    _module = None  # of no add-on: nothing loads it but the test below
    _name = "mlm.fake.sale"
    _description = "Sale of a Test"
    _inherit = ["mlm.commission.mixin"]

    name = fields.Char()
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    agent_id = fields.Many2one("mlm.agent")
    plan_id = fields.Many2one("mlm.commission.plan")
    amount = fields.Float(digits=(16, 2))
    date = fields.Date(default=fields.Date.context_today)
    refunded = fields.Float(digits=(16, 2))

    def _get_commission_base(self):
        return self.amount

    def _get_commission_agent(self):
        return self.agent_id

    def _get_commission_date(self):
        return self.date

    def _get_commission_refunded(self):
        return self.refunded

    def _get_commission_plan(self):
        return self.plan_id or super()._get_commission_plan()


class FakeSaleCommon(MlmCommon):
    """Puts the fake sale into the registry, and takes it out again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_to_registry(cls.registry, FakeSale)
        cls.addClassCleanup(cls.registry.__delitem__, FakeSale._name)
        cls.registry._setup_models__(cls.env.cr, [FakeSale._name])
        cls.registry.init_models(cls.env.cr, [FakeSale._name], {})

    @classmethod
    def sale(cls, agent, amount, **vals):
        """Return a sale of ``amount`` rupees without GST that has not accrued yet."""
        vals = {"name": "SALE/1", "agent_id": agent.id, "amount": amount, **vals}
        return cls.env[FakeSale._name].create(vals)

    @classmethod
    def accrue(cls, agent, amount, **vals):
        """Return the commissions of a new sale."""
        return cls.sale(agent, amount, **vals)._accrue_commissions()
