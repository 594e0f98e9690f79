from odoo import models

from ..models.cattle_animal_import import REGISTER_COLUMNS
from ..tools.register_file import find_column

FIELDS_BY_COLUMN = {column: name for name, column in REGISTER_COLUMNS.items()}


class BaseImport(models.TransientModel):
    _inherit = "base_import.import"

    def _parse_float_from_data(self, data, index, name, options):
        """Override of ``base_import``: let the register read its own numbers.

        Core refuses a whole column for one "Rs 45000/-" or "18 months".
        """
        if self.res_model == "cattle.animal" and name in REGISTER_COLUMNS:
            return None
        return super()._parse_float_from_data(data, index, name, options)

    def _get_mapping_suggestion(
        self, header, fields_tree, header_types, mapping_fields
    ):
        """Override of ``base_import``: know the headings of herd registers."""
        column = find_column(header)
        if (
            self.res_model == "cattle.animal"
            and column
            and header.lower() not in mapping_fields  # what the user chose before
        ):
            return {"field_path": [FIELDS_BY_COLUMN[column]], "distance": 0}
        return super()._get_mapping_suggestion(
            header, fields_tree, header_types, mapping_fields
        )
