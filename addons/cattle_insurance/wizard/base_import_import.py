from odoo import models

from ..models.cattle_animal_import import REGISTER_COLUMNS


class BaseImport(models.TransientModel):
    _inherit = "base_import.import"

    def _parse_float_from_data(self, data, index, name, options):
        """Override of ``base_import``: let the register read its own numbers.

        Core refuses a whole column for one "Rs 45000/-" or "18 months".
        """
        if self.res_model == "cattle.animal" and name in REGISTER_COLUMNS:
            return None
        return super()._parse_float_from_data(data, index, name, options)
