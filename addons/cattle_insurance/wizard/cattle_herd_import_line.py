from odoo import fields, models

from ..tools.register_row import RegisterRow

# the cells of a row, as they are named in a register
CELLS = (
    "tag",
    "species",
    "breed",
    "animal_class",
    "sex",
    "age",
    "milk",
    "owner",
    "mobile",
    "village",
    "value",
)


class CattleHerdImportLine(models.TransientModel):
    """A row of the uploaded register: what is written, and what is wrong with it."""

    _name = "cattle.herd.import.line"
    _description = "Herd Register Row"
    _order = "row_number, id"
    _rec_name = "row_number"
    _transient_max_hours = 12

    import_id = fields.Many2one(
        "cattle.herd.import", required=True, index=True, ondelete="cascade"
    )
    row_number = fields.Integer(string="Row", readonly=True, aggregator=None)
    # text as it stands in the file; people correct it here
    tag = fields.Char()
    species = fields.Char()
    breed = fields.Char()
    animal_class = fields.Char(string="Class")
    sex = fields.Char()
    age = fields.Char()
    milk = fields.Char()
    owner = fields.Char()
    mobile = fields.Char()
    village = fields.Char()
    value = fields.Char()
    # how it was understood
    problems = fields.Text(readonly=True)
    notes = fields.Text(string="Read As", readonly=True)
    is_good = fields.Boolean(string="Good", readonly=True)
    animal_id = fields.Many2one("cattle.animal", readonly=True)

    def _read_rows(self):
        """Return the rows for the register's reader, in the order of the lines."""
        return [
            RegisterRow(line.row_number, {name: line[name] or "" for name in CELLS})
            for line in self
        ]

    def _show_findings(self, rows):
        for line, row in zip(self, rows, strict=True):
            line.problems = "\n".join(sentence for _column, sentence in row.problems)
            line.notes = "\n".join(row.notes)
            line.is_good = row.is_good
