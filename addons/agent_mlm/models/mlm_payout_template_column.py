from odoo import fields, models

from ..tools.payout_file import Column


class MlmPayoutTemplateColumn(models.Model):
    """One column of a bank's upload file: where its cells come from, and their form."""

    _name = "mlm.payout.template.column"
    _description = "Payout Template Column"
    _order = "sequence, id"
    _rec_name = "header"

    template_id = fields.Many2one(
        "mlm.payout.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    header = fields.Char(required=True, help="What the header row says.")
    source = fields.Selection(
        [
            ("account_number", "Account number"),
            ("ifsc", "IFSC"),
            ("name", "Account holder"),
            ("amount", "Amount"),
            ("mode", "Mode of payment"),
            ("date", "Day of payment"),
            ("reference", "Reference: number of the withdrawal"),
            ("narration", "Narration: words and reference"),
            ("mobile", "Mobile, 10 digits"),
            ("email", "E-mail"),
            ("debit_account", "Our account"),
            ("bank_name", "Bank of the payee"),
            ("branch_code", "Branch: last 6 of the IFSC"),
            ("agent_code", "Agent code"),
            ("batch_number", "Number of the batch"),
            ("text", "Always the same text"),
            ("empty", "Nothing"),
        ],
        required=True,
        help="Where the cells of this column come from.",
    )
    text = fields.Char(help="For “Always the same text”.")
    date_format = fields.Selection(
        [
            ("dmy_dash", "31-12-2026"),
            ("dmy_slash", "31/12/2026"),
            ("dmy", "31122026"),
            ("ymd_dash", "2026-12-31"),
            ("ymd", "20261231"),
        ],
        default="dmy_dash",
        required=True,
    )
    max_length = fields.Integer(
        string="Length",
        help="Names and narrations are cut to so many characters; numbers, IFSC, "
        "amounts and references that are longer block the payment. Zero: any.",
    )
    characters = fields.Selection(
        [
            ("any", "Any"),
            ("alphanumeric", "Letters, digits, spaces"),
            ("digits", "Digits"),
        ],
        default="any",
        required=True,
    )
    extra = fields.Char(
        string="And these", help="Signs that are allowed besides, such as .-/"
    )
    is_required = fields.Boolean(
        string="Required", help="A payment without it is blocked."
    )

    _max_length_positive = models.Constraint(
        "CHECK (max_length >= 0)", "A length can not be below zero."
    )
    _text_given = models.Constraint(
        "CHECK (source != 'text' OR text IS NOT NULL)",
        "Enter the text of a column that always says the same.",
    )

    def _compile(self):
        return Column(
            header=self.header,
            source=self.source,
            text=self.text or "",
            date_format=self.date_format,
            max_length=self.max_length,
            characters=self.characters,
            extra=self.extra or "",
            is_required=self.is_required,
        )
