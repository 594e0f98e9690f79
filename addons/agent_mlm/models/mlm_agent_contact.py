from odoo import fields, models


class MlmAgent(models.Model):
    """Where to find the agent: his contact's face and address, on his own form."""

    _inherit = "mlm.agent"

    avatar_128 = fields.Image(related="partner_id.avatar_128")
    street = fields.Char(related="partner_id.street", readonly=False)
    city = fields.Char(related="partner_id.city", readonly=False)
    region_id = fields.Many2one(
        "res.country.state",
        string="State",
        related="partner_id.state_id",
        readonly=False,
        domain="[('country_id.code', '=', 'IN')]",
    )
    zip = fields.Char(string="PIN code", related="partner_id.zip", readonly=False)
