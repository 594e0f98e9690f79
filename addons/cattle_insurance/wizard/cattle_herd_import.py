import base64
import csv
import io

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.agent_mlm.tools.table_file import TableFileError

from ..tools.register_file import read_register
from .cattle_herd_import_line import CELLS


class CattleHerdImport(models.TransientModel):
    """Takes a co-operative's herd register into the register of animals.

    The file is shown row by row with all that is wrong, rows can be corrected on
    the spot, and either all good rows are imported or none.
    """

    _name = "cattle.herd.import"
    _description = "Herd Register Import"
    _rec_name = "filename"
    _transient_max_hours = 12

    state = fields.Selection(
        [("upload", "Upload"), ("preview", "Check"), ("done", "Imported")],
        string="Step",
        default="upload",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    file = fields.Binary(string="Herd Register", attachment=False)
    filename = fields.Char()
    register_date = fields.Date(
        string="Ages As On", required=True, default=fields.Date.context_today
    )
    ignored_columns = fields.Char(readonly=True)
    line_ids = fields.One2many("cattle.herd.import.line", "import_id")
    bad_line_ids = fields.One2many(
        "cattle.herd.import.line", "import_id", domain=[("is_good", "=", False)]
    )
    good_line_ids = fields.One2many(
        "cattle.herd.import.line", "import_id", domain=[("is_good", "=", True)]
    )
    row_count = fields.Integer(string="Rows", compute="_compute_counts")
    good_count = fields.Integer(string="Good Rows", compute="_compute_counts")
    bad_count = fields.Integer(string="Rows with Problems", compute="_compute_counts")
    imported_count = fields.Integer(
        string="Imported Animals", compute="_compute_counts"
    )
    problem_file = fields.Binary(compute="_compute_problem_file")

    @api.depends("line_ids.is_good", "line_ids.animal_id")
    def _compute_counts(self):
        for wizard in self:
            lines = wizard.line_ids
            wizard.row_count = len(lines)
            wizard.good_count = len(lines.filtered("is_good"))
            wizard.bad_count = wizard.row_count - wizard.good_count
            wizard.imported_count = len(lines.filtered("animal_id"))

    @api.depends("line_ids.problems")
    def _compute_problem_file(self):
        for wizard in self:
            stream = io.StringIO()
            writer = csv.writer(stream)
            writer.writerow(["row", *CELLS, "problems"])
            for line in wizard.line_ids.filtered(lambda line: not line.is_good):
                cells = [_defuse(line[name] or "") for name in CELLS]
                problems = (line.problems or "").replace("\n", " ")
                writer.writerow([line.row_number, *cells, problems])
            content = stream.getvalue().encode("utf-8-sig")  # Excel needs the mark
            wizard.problem_file = base64.b64encode(content)

    # ------------------------------------------------------------------
    # buttons

    def action_preview(self):
        """Read the file and show every row with every problem it has.

        :raise UserError: if the file is no herd register, with what to do
        """
        self._check_may_import()
        rows, ignored = self._read_file()
        self.line_ids.unlink()
        self.env["cattle.herd.import.line"].create(
            [
                {
                    "import_id": self.id,
                    "row_number": number,
                    **{name: cells.get(name, "") for name in CELLS},
                }
                for number, cells in rows
            ]
        )
        self.ignored_columns = ", ".join(ignored)
        self.state = "preview"
        self._check_lines()
        return self._reopen()

    def action_check_again(self):
        """Check the rows once more after they were corrected."""
        self._check_may_import()
        self._check_lines()
        return self._reopen()

    def action_import_good(self):
        """Import all good rows and keep the others to be corrected."""
        self._check_may_import()
        rows = self._check_lines()
        return self._import([row for row in rows if row.is_good])

    def action_import_all(self):
        """Import every row, or none if a single one is not good."""
        self._check_may_import()
        rows = self._check_lines()
        bad = [row for row in rows if not row.is_good]
        if bad:
            raise UserError(
                self.env._(
                    "Nothing was imported: %(bad)d of %(all)d rows have problems. "
                    "Correct them, or import the good rows only.",
                    bad=len(bad),
                    all=len(rows),
                )
            )
        return self._import(rows)

    def action_start_over(self):
        """Go back to choosing a file."""
        self._check_may_import()
        self.line_ids.unlink()
        self.write({"state": "upload", "file": False, "filename": False})
        return self._reopen()

    def action_download_problems(self):
        """Download the rows with problems, to be corrected in a spreadsheet."""
        self._check_may_import()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/problem_file/"
            "rows_with_problems.csv?download=true",
            "target": "download",
        }

    def action_view_animals(self):
        """Open the animals that were imported."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cattle_insurance.cattle_animal_action"
        )
        action["domain"] = [("id", "in", self.line_ids.animal_id.ids)]
        action["context"] = {}
        return action

    # ------------------------------------------------------------------

    def _check_may_import(self):
        self.ensure_one()
        self.check_access("write")
        self.env["cattle.animal"].check_access("create")

    def _read_file(self):
        try:
            content = self.with_context(bin_size=False).file
            return read_register(base64.b64decode(content or b""))
        except TableFileError as error:
            raise UserError(self._explain_file(error)) from error

    def _explain_file(self, error):
        details = error.details
        if error.reason == "no_header":
            return self.env._(
                "No heading was found for: %(missing)s. The first rows of the file "
                "need the names of the columns; the template shows them.",
                missing=", ".join(details["missing"]),
            )
        reasons = {
            "empty": self.env._("Choose the file of the herd register first."),
            "too_heavy": self.env._("The file is too big. Split it into parts."),
            "too_many_rows": self.env._("The file has too many rows. Split it."),
            "no_rows": self.env._("There are headings in the file, but no animals."),
            "wrong_type": self.env._(
                "The file is neither CSV nor XLSX. Save the sheet as .xlsx or .csv."
            ),
            "broken": self.env._("The CSV file is damaged. Save the sheet again."),
        }
        return reasons[error.reason]

    def _check_lines(self):
        """Check the rows that are not imported yet, all of them together."""
        lines = self.line_ids.filtered(lambda line: not line.animal_id)
        rows = lines._read_rows()
        register = self.env["cattle.herd.register"].with_company(self.company_id)
        register._resolve(rows, self.company_id, self.register_date)
        lines._show_findings(rows)
        return rows

    def _import(self, rows):
        if not rows:
            raise UserError(
                self.env._("There is no good row to import: correct the rows first.")
            )
        register = self.env["cattle.herd.register"].with_company(self.company_id)
        animals = register._create_animals(rows, self.company_id)
        lines = self.line_ids.filtered(lambda line: not line.animal_id)
        by_number = {line.row_number: line for line in lines}
        for row, animal in zip(rows, animals, strict=True):
            by_number[row.number].animal_id = animal
        self.state = "done"
        return self._reopen() if self.bad_count else self.action_view_animals()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import a herd register"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "main",
        }


def _defuse(text):
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t" and len(text) > 1 else text
