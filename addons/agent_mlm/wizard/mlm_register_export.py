import base64
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import date_utils

from ..models.mlm_agent import ACCOUNTANT
from ..models.mlm_register import Period

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MlmRegisterExport(models.TransientModel):
    """Makes a register of a period as a workbook, and compares it with the ledger."""

    _name = "mlm.register.export"
    _description = "Registers"

    register = fields.Selection(
        [
            ("mlm.register.commission", "Commission register"),
            ("mlm.register.payout", "Payout register"),
            ("mlm.register.tax", "TDS register (Form 140)"),
            ("mlm.register.ageing", "Wallet ageing"),
            ("mlm.register.level", "Payouts by level"),
        ],
        required=True,
        default="mlm.register.commission",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.companies.ids)],
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    span = fields.Selection(
        [
            ("this_month", "This month"),
            ("last_month", "Last month"),
            ("this_quarter", "This quarter"),
            ("last_quarter", "Last quarter"),
            ("this_year", "This financial year"),
            ("last_year", "Last financial year"),
            ("other", "Other"),
        ],
        string="Period",
        required=True,
        default="last_month",
    )
    date_start = fields.Date(
        string="From",
        required=True,
        compute="_compute_dates",
        precompute=True,
        store=True,
        readonly=False,
    )
    date_end = fields.Date(
        string="To",
        required=True,
        compute="_compute_dates",
        precompute=True,
        store=True,
        readonly=False,
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)
    control_ids = fields.One2many(
        "mlm.register.control", "export_id", string="Compared with the ledger"
    )
    is_different = fields.Boolean(compute="_compute_is_different")

    @api.depends("span", "company_id")
    def _compute_dates(self):
        today = fields.Date.context_today(self)
        for export in self:
            export.date_start, export.date_end = (
                find_span(export.span, today)
                if export.span != "other"
                else (export.date_start or today, export.date_end or today)
            )

    @api.depends("control_ids.difference")
    def _compute_is_different(self):
        for export in self:
            export.is_different = any(export.control_ids.mapped("difference"))

    def action_make(self):
        """Make the register, ready to be downloaded, with its controls.

        :raise UserError: if the period ends before it starts
        """
        self.ensure_one()
        self._check_reader()
        register = self.env[self.register].with_company(self.company_id)
        register = register.with_context(allowed_company_ids=self.company_id.ids)
        content, controls = register._make(
            Period(self.company_id, self.date_start, self.date_end)
        )
        self.write(
            {
                "file": base64.b64encode(content),
                "file_name": self._name_file(),
                "control_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": control.label,
                                "amount_register": control.register,
                                "amount_ledger": control.ledger,
                            }
                        )
                        for control in controls
                    ),
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Registers"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_reader(self):
        """Let only accountants of the company read its registers."""
        self.check_access("write")
        self.env["guarded.state.mixin"]._check_role(ACCOUNTANT)
        if self.company_id not in self.env.companies:
            raise UserError(
                self.env._(
                    "Switch to %(company)s first: its books are not open here.",
                    company=self.company_id.sudo().name,
                )
            )
        if self.date_end < self.date_start:
            raise UserError(self.env._("The period ends before it starts."))

    def _name_file(self):
        title = dict(self._fields["register"]._description_selection(self.env))[
            self.register
        ]
        return f"{title} {self.date_start} {self.date_end}.xlsx"


class MlmRegisterControl(models.TransientModel):
    """A total of a register beside the ledger's."""

    _name = "mlm.register.control"
    _description = "Total Compared with the Ledger"

    export_id = fields.Many2one(
        "mlm.register.export", required=True, ondelete="cascade"
    )
    name = fields.Char(string="Total of", readonly=True)
    currency_id = fields.Many2one(related="export_id.currency_id")
    amount_register = fields.Monetary(string="In this register", readonly=True)
    amount_ledger = fields.Monetary(string="In the ledger", readonly=True)
    difference = fields.Monetary(compute="_compute_difference")

    @api.depends("amount_register", "amount_ledger")
    def _compute_difference(self):
        for control in self:
            control.difference = control.currency_id.round(
                control.amount_register - control.amount_ledger
            )


def find_span(span, today):
    """Return the first and the last day of a period named after ``today``.

    Quarters and years are those of the Indian financial year, which starts in April.

    :param str span: this or last, and month, quarter or year: ``"last_quarter"``
    """
    which, _underscore, unit = span.partition("_")
    start, end = _find_span_around(unit, today)
    if which == "last":
        start, end = _find_span_around(unit, start - timedelta(days=1))
    return start, end


def _find_span_around(unit, day):
    if unit == "year":
        return date_utils.get_fiscal_year(day, day=31, month=3)
    return date_utils.start_of(day, unit), date_utils.end_of(day, unit)
