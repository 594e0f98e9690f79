from odoo import api, fields, models


class MlmPayoutReturnImportColumn(models.TransientModel):
    """A heading of the bank's file, to be chosen from."""

    _name = "mlm.payout.return.import.column"
    _description = "Payout Return Column"

    wizard_id = fields.Many2one(
        "mlm.payout.return.import", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True, readonly=True)
    example = fields.Char(readonly=True)

    @api.depends("name", "example")
    def _compute_display_name(self):
        for column in self:
            column.display_name = (
                self.env._(
                    "%(column)s (such as %(example)s)",
                    column=column.name,
                    example=column.example,
                )
                if column.example
                else column.name
            )
