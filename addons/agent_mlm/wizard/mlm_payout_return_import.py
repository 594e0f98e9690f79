import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.mlm_agent import ACCOUNTANT
from ..models.mlm_payout_template_return import ANSWER_FIELDS
from ..tools.return_file import find_header, read_answers
from ..tools.table_file import TableFileError, read_table


class MlmPayoutReturnImport(models.TransientModel):
    """Takes the bank's answer in: which file, and once a template which column.

    What is read is kept as a `mlm.payout.return`, where it is looked at and applied.
    """

    _name = "mlm.payout.return.import"
    _description = "Payout Return Import"
    _rec_name = "file_name"

    state = fields.Selection(
        [("upload", "Upload"), ("map", "Columns")],
        string="Step",
        default="upload",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    file = fields.Binary(string="The bank's file", attachment=False)
    file_name = fields.Char()
    template_id = fields.Many2one(
        "mlm.payout.template",
        required=True,
        domain="[('company_id', 'in', (False, company_id))]",
        default=lambda self: self._default_template_id(),
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        domain="[('type', '=', 'bank'), ('company_id', '=', company_id)]",
        default=lambda self: self.env["mlm.payout.batch"]._default_journal_id(),
    )
    date = fields.Date(
        string="Paid on", required=True, default=fields.Date.context_today
    )
    earlier_id = fields.Many2one(
        "mlm.payout.return", string="Read before", compute="_compute_earlier_id"
    )
    # which column says what
    column_ids = fields.One2many("mlm.payout.return.import.column", "wizard_id")
    reference_id = fields.Many2one(
        "mlm.payout.return.import.column",
        string="Our reference",
        help="Without one, payments are found by account number and amount.",
    )
    account_id = fields.Many2one(
        "mlm.payout.return.import.column", string="Account number"
    )
    amount_id = fields.Many2one("mlm.payout.return.import.column")
    status_id = fields.Many2one("mlm.payout.return.import.column")
    reason_id = fields.Many2one("mlm.payout.return.import.column")
    utr_id = fields.Many2one("mlm.payout.return.import.column", string="UTR")

    @api.model
    def _default_template_id(self):
        """Return the template of the last batch that waits for its answer."""
        batch = self.env["mlm.payout.batch"].search(
            [
                ("state", "=", "sent"),
                ("template_id", "!=", False),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )
        return batch.template_id

    @api.depends("file")
    def _compute_earlier_id(self):
        for wizard in self:
            content = wizard._get_content()
            wizard.earlier_id = content and self.env["mlm.payout.return"].search(
                [
                    ("file_sha256", "=", hashlib.sha256(content).hexdigest()),
                    ("company_id", "=", wizard.company_id.id),
                ],
                limit=1,
            )

    def action_read(self):
        """Read the file, or ask first which column says what.

        :return: the action that shows the rows with our verdicts, or the columns
        :raise UserError: if the file can not be read, with what to do
        """
        self._check_accountant()
        table = self._read_table()
        mapping = self.template_id._get_return_mapping()
        header = mapping and find_header(table, mapping.values())
        if not mapping or header is None:
            return self._ask_for_columns(table)
        return self._keep_answers(table, header, mapping)

    def action_read_mapped(self):
        """Keep on the template which column says what, and read the file.

        :raise UserError: naming the columns that are still to be chosen
        """
        self._check_accountant()
        mapping = {
            name: self[f"{name}_id"].name
            for name in ANSWER_FIELDS
            if self[f"{name}_id"]
        }
        self._check_mapping(mapping)
        self.template_id._keep_return_mapping(mapping)
        table = self._read_table()
        return self._keep_answers(table, find_header(table, mapping.values()), mapping)

    def action_map_again(self):
        """Choose the columns once more, whatever the template says."""
        self._check_accountant()
        return self._ask_for_columns(self._read_table())

    def _check_accountant(self):
        self.ensure_one()
        self.check_access("write")
        self.env["mlm.payout.batch"]._check_role(ACCOUNTANT)

    def _check_mapping(self, mapping):
        missing = [
            self._fields[f"{name}_id"]._description_string(self.env)
            for name in ("amount", "status", "utr")
            if name not in mapping
        ]
        if not mapping.keys() & {"reference", "account"}:
            missing.insert(0, self.env._("Our reference or Account number"))
        if missing:
            raise UserError(
                self.env._(
                    "Choose the column of: %(fields)s.", fields=", ".join(missing)
                )
            )
        if len(set(mapping.values())) < len(mapping):
            raise UserError(self.env._("One column can not say two things."))

    def _get_content(self):
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    def _read_table(self):
        try:
            return read_table(self._get_content())
        except TableFileError as error:
            raise UserError(self._explain_file(error)) from error

    def _explain_file(self, error):
        return {
            "empty": self.env._("Choose the file of the bank first."),
            "too_heavy": self.env._("The file is too big. Split it into parts."),
            "too_many_rows": self.env._("The file has too many rows. Split it."),
            "wrong_type": self.env._(
                "The file is neither CSV nor XLSX. Save the sheet as .xlsx or .csv."
            ),
            "broken": self.env._("The CSV file is damaged. Ask the bank for another."),
        }[error.reason]

    def _ask_for_columns(self, table):
        """Show the headings of the file, each with its first cell as an example."""
        header = find_header(table)
        if header is None:
            raise UserError(self.env._("The file has no rows."))
        self.column_ids.unlink()
        example = table[header + 1] if len(table) > header + 1 else []
        self.column_ids = [
            fields.Command.create(
                {
                    "name": heading.strip(),
                    "example": example[place] if place < len(example) else False,
                }
            )
            for place, heading in enumerate(table[header])
            if heading.strip()
        ]
        self.state = "map"
        known = {column.name: column for column in self.column_ids}
        for name in ANSWER_FIELDS:
            self[f"{name}_id"] = known.get(self.template_id[f"return_{name}"])
        return self._reopen()

    def _keep_answers(self, table, header, mapping):
        """Keep what the bank says, and show it with our verdicts."""
        answers = read_answers(table, header, mapping)
        if not answers:
            raise UserError(self.env._("There are headings in the file, but no rows."))
        payout_return = self.env["mlm.payout.return"]._record_file(
            self._get_content(),
            answers,
            file_name=self.file_name,
            company_id=self.company_id.id,
            template_id=self.template_id.id,
            journal_id=self.journal_id.id,
            date=self.date,
        )
        return payout_return.get_formview_action()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Read the bank's answer"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
