import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.payout_file import Layout

BANK_CODE_PATTERN = r"^[A-Z]{4}$"


class MlmPayoutTemplate(models.Model):
    """How a bank wants its upload file, and how its answer is read: all of it data.

    A batch keeps the layout it was confirmed with, so that a template can be edited
    at any time.
    """

    _name = "mlm.payout.template"
    _description = "Payout Template"
    _inherit = ["mail.thread"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: all companies use this template."
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    note = fields.Text(
        string="Hints", help="What to know before uploading a file of this kind."
    )
    # the file
    file_format = fields.Selection(
        [("csv", "CSV"), ("xlsx", "Excel (xlsx)")],
        string="Kind of file",
        required=True,
        default="csv",
        tracking=True,
    )
    has_header = fields.Boolean(string="Header row", default=True, tracking=True)
    delimiter = fields.Selection(
        [
            ("comma", "Comma"),
            ("semicolon", "Semicolon"),
            ("tab", "Tab"),
            ("pipe", "Vertical bar"),
        ],
        required=True,
        default="comma",
        tracking=True,
    )
    charset = fields.Selection(
        [
            ("ascii", "ASCII"),
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8 with mark"),
            ("cp1252", "Windows 1252"),
        ],
        string="Character set",
        required=True,
        default="ascii",
        tracking=True,
        help="What it lacks is left out of names: é becomes e. A name in Devanagari "
        "needs UTF-8.",
    )
    column_ids = fields.One2many(
        "mlm.payout.template.column", "template_id", string="Columns", copy=True
    )
    # how it is paid
    bank_code = fields.Char(
        string="Bank's IFSC letters",
        size=4,
        tracking=True,
        help="The first four letters of the bank's IFSC: payees with the same are at "
        "the same bank. Empty: those of the account of the chosen bank journal.",
    )
    narration = fields.Char(
        default="Commission",
        tracking=True,
        help="The words before the reference in a column filled from “Narration”.",
    )
    mode_ids = fields.One2many(
        "mlm.payout.template.mode", "template_id", string="Modes of payment", copy=True
    )
    amount_max = fields.Monetary(
        string="Largest payment",
        tracking=True,
        help="The bank takes no larger single payment. Zero: any.",
    )
    rows_max = fields.Integer(
        string="Most rows",
        tracking=True,
        help="The bank takes no file with more rows. Zero: any number.",
    )

    _limits_positive = models.Constraint(
        "CHECK (amount_max >= 0 AND rows_max >= 0)", "Limits can not be below zero."
    )

    def _compute_currency_id(self):
        for template in self:
            template.currency_id = (template.company_id or self.env.company).currency_id

    @api.constrains("bank_code")
    def _check_bank_code(self):
        for template in self.filtered("bank_code"):
            if not re.match(BANK_CODE_PATTERN, template.bank_code):
                raise ValidationError(
                    self.env._(
                        "“%(code)s”: the first part of an IFSC is four capital "
                        "letters, such as SBIN.",
                        code=template.bank_code,
                    )
                )

    @api.constrains("column_ids")
    def _check_columns(self):
        for template in self:
            sources = set(template.column_ids.mapped("source"))
            if not {"account_number", "amount"} <= sources:
                raise ValidationError(
                    self.env._(
                        "%(template)s: a bank can not pay without the columns "
                        "“Account number” and “Amount”.",
                        template=template.name,
                    )
                )

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%(name)s (copy)", name=template.name)}
            for template, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _compile(self, journal):
        """Return the `Layout` of a file that is paid from the bank of ``journal``."""
        self.ensure_one()
        account = journal.sudo().bank_account_id
        return Layout(
            columns=tuple(column._compile() for column in self.column_ids),
            modes=tuple(mode._compile() for mode in self.mode_ids),
            file_format=self.file_format,
            has_header=self.has_header,
            delimiter=self.delimiter,
            charset=self.charset,
            bank_code=self.bank_code or (account.ifsc or "")[:4],
            narration=self.narration or "",
            debit_account=account.sanitized_acc_number or "",
            amount_max=self.amount_max,
            rows_max=self.rows_max,
        )
