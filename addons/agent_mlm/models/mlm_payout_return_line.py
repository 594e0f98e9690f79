import base64
import csv
import io
from collections import Counter
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.bank_text import clean
from ..tools.return_file import Answer


class MlmPayoutReturnLine(models.Model):
    """One row of a bank's answer: what it says of which withdrawal, and our verdict."""

    _name = "mlm.payout.return.line"
    _description = "Payout Return Row"
    _order = "return_id desc, row_number"
    _rec_name = "row_number"

    return_id = fields.Many2one(
        "mlm.payout.return",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="return_id.company_id", store=True)
    currency_id = fields.Many2one(related="return_id.currency_id")
    # what the bank says
    row_number = fields.Integer(string="Row", readonly=True)
    reference = fields.Char(readonly=True)
    account = fields.Char(string="Account number", readonly=True)
    amount = fields.Monetary(readonly=True)
    has_amount = fields.Boolean(readonly=True)
    status = fields.Char(string="Bank's status", readonly=True)
    reason = fields.Char(string="Bank's reason", readonly=True)
    utr = fields.Char(string="UTR", readonly=True, index="btree_not_null")
    # what we make of it
    withdrawal_id = fields.Many2one(
        "mlm.withdrawal", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    agent_id = fields.Many2one(related="withdrawal_id.agent_id")
    verdict = fields.Selection(
        [
            ("pay", "To book as paid"),
            ("fail", "To give back"),
            ("same", "On record already"),
            ("waiting", "Not yet"),
            ("error", "Error"),
            ("done", "Applied"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    problem = fields.Text(readonly=True)
    is_chosen = fields.Boolean(
        string="Apply", default=True, help="Whether “Apply” takes this row along."
    )
    applied_at = fields.Datetime(string="Applied at", readonly=True)

    def write(self, vals):
        if vals.keys() - {"is_chosen"}:
            raise UserError(
                self.env._("What the bank answered is on record and is not edited.")
            )
        return super().write(vals)

    def _record(self, **vals):
        """Write what the office made of rows, past the door above."""
        # pylint: disable-next=super-method-mismatch
        return super().write(vals)

    def action_choose(self):
        """Let “Apply” take these rows along."""
        self.check_access("write")
        self.is_chosen = True

    def action_leave(self):
        """Let “Apply” leave these rows for another time."""
        self.check_access("write")
        self.is_chosen = False

    def _count_utrs(self):
        """Return {UTR: how often it is in the file}, of the UTRs of these rows."""
        domain = [
            ("return_id", "in", self.return_id.ids),
            ("utr", "in", list(filter(None, self.mapped("utr")))),
        ]
        return Counter(dict(self._read_group(domain, ["utr"], ["__count"])))

    def _get_answer(self):
        """Return what the bank said, as it was read."""
        return Answer(
            row_number=self.row_number,
            reference=self.reference or "",
            account=self.account or "",
            amount=Decimal(f"{self.amount:.2f}") if self.has_amount else None,
            status=self.status or "",
            reason=self.reason or "",
            utr=self.utr or "",
        )

    @api.model
    def _prepare_answer_vals(self, answer):
        return {
            "row_number": answer.row_number,
            "reference": answer.reference,
            "account": answer.account,
            "amount": float(answer.amount or 0),
            "has_amount": answer.amount is not None,
            "status": answer.status,
            "reason": answer.reason,
            "utr": answer.utr or False,
        }

    def _write_csv(self):
        """Return these rows as a CSV file in base64, harmless in a spreadsheet."""
        names = ("reference", "account", "amount", "status", "reason", "utr", "problem")
        stream = io.StringIO(newline="")
        writer = csv.writer(stream)
        writer.writerow(["row", *names])
        for line in self:
            cells = [clean(str(line[name] or "")) for name in names]
            writer.writerow([line.row_number, *cells])
        return base64.b64encode(stream.getvalue().encode("utf-8-sig"))
