from odoo import fields, models


class MlmRegisterExport(models.TransientModel):
    _inherit = "mlm.register.export"

    register = fields.Selection(
        selection_add=[("insurance.register.premium", "Premium register with GST")],
        ondelete={"insurance.register.premium": "cascade"},
    )
