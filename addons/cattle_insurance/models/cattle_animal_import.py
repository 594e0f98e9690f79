from odoo import api, models

from ..tools.register_row import RegisterRow

# a column of the standard import -> the column of a herd register it stands for
REGISTER_COLUMNS = {
    "tag_number": "tag",
    "species": "species",
    "breed_id": "breed",
    "animal_class": "animal_class",
    "sex": "sex",
    "age_years": "age",
    "milk_yield_litres": "milk",
    "owner_id": "owner",
    "owner_phone": "mobile",
    "village": "village",
    "market_value": "value",
}
# the first line of data in a spreadsheet, below the headings
FIRST_ROW = 2
# what those columns become once they are understood
RESOLVED_FIELDS = (
    "tag_number",
    "species",
    "breed_id/.id",
    "animal_class",
    "sex",
    "date_birth",
    "is_birth_estimated",
    "milk_yield_litres",
    "owner_id/.id",
    "village",
    "market_value",
)


class CattleAnimal(models.Model):
    """The list view's own import understands herd registers as the wizard does."""

    _inherit = "cattle.animal"

    @api.model
    def get_import_templates(self):
        """Offer the empty register in the standard import screen."""
        return [
            {
                "label": self.env._("Herd register, to be filled in"),
                "template": "/cattle_insurance/static/xlsx/herd_register_template.xlsx",
            }
        ]

    @api.model
    def load(self, fields, data):
        """Override of ``base``: read breeds, owners, ages and amounts as written.

        Rows that name records by id are taken as an export that comes back.
        """
        self.check_access("create")
        if not self._reads_as_register(fields):
            return super().load(fields, data)
        limit = self.env.context.get("_import_limit")
        rows = self._prepare_register_rows(fields, data[:limit])
        register = self.env["cattle.herd.register"]
        register._resolve(rows, self.env.company)
        if problems := self._prepare_load_messages(rows):
            return {"ids": False, "messages": problems, "nextrow": 0}
        savepoint = self.env.cr.savepoint()  # new owners go when their animals fail
        register._create_owners(rows, self.env.company)
        new_fields, new_data = self._prepare_resolved_data(fields, data, rows)
        result = super().load(new_fields, new_data)
        savepoint.close(rollback=not result["ids"])
        return result

    @api.model
    def _reads_as_register(self, fields):
        """Tell whether a file has breeds or owners by name, one row an animal."""
        heads = {name.split("/")[0] for name in fields if "/" in name}
        has_lines = any(self._fields[head].type == "one2many" for head in heads)
        return not has_lines and bool({"breed_id", "owner_id"} & set(fields))

    @api.model
    def _prepare_register_rows(self, fields, data):
        columns = {
            index: REGISTER_COLUMNS[name]
            for index, name in enumerate(fields)
            if name in REGISTER_COLUMNS
        }
        if {"id", ".id"} & set(fields):  # its own tag is not a second one
            columns = {i: column for i, column in columns.items() if column != "tag"}
        if "date_birth" in fields:  # a known date goes before an age
            columns = {i: column for i, column in columns.items() if column != "age"}
        return [
            RegisterRow(number, {column: line[i] for i, column in columns.items()})
            for number, line in enumerate(data, FIRST_ROW)
        ]

    @api.model
    def _prepare_load_messages(self, rows):
        """Tell each problem once, with the rows that have it.

        No field is named: the import screen would show the rows and hide the words.
        """
        numbers = {}
        for row in rows:
            for _column, sentence in row.problems:
                numbers.setdefault(sentence, []).append(row.number)
        return [
            {
                "type": "error",
                "message": self._add_rows(sentence, found),
                "rows": {"from": found[0] - FIRST_ROW, "to": found[-1] - FIRST_ROW},
                "record": found[0],
            }
            for sentence, found in numbers.items()
        ]

    @api.model
    def _add_rows(self, sentence, numbers):
        if len(numbers) == 1:
            return sentence  # the screen says which row
        return self.env._(
            "%(sentence)s Rows: %(rows)s",
            sentence=sentence,
            rows=", ".join(map(str, numbers)),
        )

    @api.model
    def _prepare_resolved_data(self, fields, data, rows):
        """Put what was understood in the place of what was written."""
        kept = [
            (index, name)
            for index, name in enumerate(fields)
            if name not in REGISTER_COLUMNS
            or (name == "tag_number" and "tag" not in rows[0].cells)
        ]
        resolved = [
            name
            for name in RESOLVED_FIELDS
            if any(name.removesuffix("/.id") in row.vals for row in rows)
        ]
        lines = [
            [line[index] for index, _name in kept]
            + [self._format_resolved(row, name) for name in resolved]
            for line, row in zip(data, rows, strict=False)
        ]
        # rows past the limit are not read now, but they are counted
        lines += [[""] * (len(kept) + len(resolved))] * (len(data) - len(rows))
        return [name for _index, name in kept] + resolved, lines

    @api.model
    def _format_resolved(self, row, name):
        value = row.vals.get(name.removesuffix("/.id"), "")
        return "" if value is None else str(value)
