from odoo import fields, models


class CattleAnimal(models.Model):
    """The policies of an animal."""

    _inherit = "cattle.animal"

    policy_ids = fields.One2many("insurance.policy", "animal_id", string="Policies")
    is_insured = fields.Boolean(
        compute="_compute_is_insured", search="_search_is_insured"
    )

    def _compute_is_insured(self):
        insured = self._get_insured()
        for animal in self:
            animal.is_insured = animal._origin in insured

    def _search_is_insured(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("policy_ids", "any", [("state", "=", "approved")])]

    def _get_insured(self):
        """Override: the animals of these that a policy in force covers."""
        policies = (
            self.env["insurance.policy"]
            .sudo()
            .search([("animal_id", "in", self.ids), ("state", "=", "approved")])
        )
        return policies.animal_id.with_env(self.env)
