from odoo import fields, models


class InsuranceAreaClass(models.Model):
    """States whose animals are rated alike, such as the states prone to floods."""

    _name = "insurance.area.class"
    _description = "Area Class"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    state_ids = fields.Many2many("res.country.state", string="States")

    def _get_of_state(self, state):
        """Return the area class that a state of India belongs to, or nothing."""
        return self.search([("state_ids", "in", state.ids)], limit=1)
