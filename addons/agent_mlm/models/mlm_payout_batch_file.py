import base64
import hashlib
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import payout_file
from .mlm_agent import ACCOUNTANT

PART_ROWS = 2_000  # about a second of work


class MlmPayoutBatch(models.Model):
    """The channel "Bank file": written once, frozen, the same bytes for ever.

    The rows are rendered part by part, then the file is written and the batch is
    sent, all in one transaction: there is never a sent batch without its file nor a
    file of a batch that is not sent. File and hash are columns of the batch itself,
    where the database compares them (docs/adr/payout_file_in_its_row.md).
    """

    _inherit = "mlm.payout.batch"

    template_id = fields.Many2one(
        "mlm.payout.template",
        check_company=True,
        default=lambda self: self._default_template_id(),
        ondelete="restrict",
        tracking=True,
        help="How the bank wants its file.",
    )
    layout = fields.Json(
        readonly=True,
        copy=False,
        help="The template as it was when the batch was confirmed.",
    )
    part_ids = fields.One2many("mlm.payout.batch.part", "batch_id", copy=False)
    # Everybody reads it through `read_file`, which leaves a note
    file = fields.Binary(
        attachment=False, readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    file_name = fields.Char(readonly=True, copy=False)
    file_sha256 = fields.Char(
        string="SHA-256",
        readonly=True,
        copy=False,
        help="The fingerprint of the file: the same file has the same one.",
    )

    _file_needs_template = models.Constraint(
        "CHECK (channel != 'file' OR template_id IS NOT NULL)",
        "Choose the template of the bank's file.",
    )
    _sent_file_is_frozen = models.Constraint(
        "CHECK (channel != 'file' OR state NOT IN ('sent', 'done')"
        " OR (file IS NOT NULL AND file_sha256 IS NOT NULL))",
        "A batch that was sent as a file keeps the file and its SHA-256.",
    )
    # Odoo keeps binary columns in base64
    _file_is_what_was_hashed = models.Constraint(
        "CHECK (file IS NULL OR file_sha256 = encode(sha256(decode("
        "encode(file, 'escape'), 'base64')), 'hex'))",
        "The file of a payout batch is not the one that was exported.",
    )

    @api.model
    def _default_template_id(self):
        domain = [("company_id", "in", (False, self.env.company.id))]
        return self.env["mlm.payout.template"].search(domain, limit=1)

    def action_confirm(self):
        """Keep the layout of the file as the second person confirmed it."""
        result = super().action_confirm()
        for batch in self.filtered(lambda batch: batch.channel == "file"):
            layout = batch.template_id._compile(batch.journal_id)
            batch._record(layout=layout.dump())
        return result

    def step_send(self):
        """Do one step of writing the file; the last one freezes it and sends.

        :return: the progress, see `stepped.work.mixin`
        :raise UserError: if a withdrawal may not be paid any more
        """
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self.ensure_one()
        total = self.withdrawal_count
        if self.channel == "file" and self.state == "confirmed":
            done = len(self.sudo().part_ids) * PART_ROWS
            if not done:
                self._check_rows()
            if done < total:
                self._render_part(done)
                return self._report_rendered(min(done + PART_ROWS, total), total)
            if sum(len(part.rows) for part in self.sudo().part_ids) != total:
                # a row has left since its part was rendered: all over again
                self.sudo().part_ids.unlink()
                return self._report_rendered(0, total)
            self._check_rows()
            self.env.invalidate_all()  # what was read for the check fills the memory
            self._freeze_file()
        elif self.state not in ("sent", "done"):
            self._check_may_move("sent")
        return self._report_step(
            total,
            total,
            self.env._("The file is written and frozen."),
            {"type": "ir.actions.act_window_close"},
        )

    def read_file(self):
        """Return the frozen file, and note in the chatter who took it.

        :return: (name, bytes); the bytes are those that were sent, or nothing is
            returned at all
        :raise UserError: if the batch has no file
        """
        self._check_role(ACCOUNTANT)
        self.check_access("read")
        self.ensure_one()
        batch = self.sudo().with_context(bin_size=False)
        if not batch.file:
            raise UserError(
                self.env._("%(batch)s has no file: it is not sent.", batch=self.name)
            )
        batch.with_context(mail_post_autofollow=False).message_post(
            body=self.env._(
                "%(user)s downloaded the file %(file)s.",
                user=self.env.user.name,
                file=self.file_name,
            ),
            author_id=self.env.user.partner_id.id,
        )
        return self.file_name, base64.b64decode(batch.file)

    def action_download_file(self):
        """Download the frozen file."""
        self._check_role(ACCOUNTANT)
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/agent_mlm/payout_batch/{self.id}/file",
            "target": "download",
        }

    def _is_checked_in_steps(self):
        return self.channel == "file"

    def _send_file(self):
        """Write the file while the accountant watches."""
        self.sudo().part_ids.unlink()
        return self._run_in_steps(
            "step_send", self.env._("Write the file of %(batch)s", batch=self.name)
        )

    def _note_row_change(self):
        """What was rendered with other rows is not used any more."""
        self.sudo().part_ids.unlink()
        return super()._note_row_change()

    def _report_rendered(self, done, total):
        message = self.env._("%(done)s of %(total)s rows", done=done, total=total)
        # the file itself is still to be written
        return self._report_step(done, total + PART_ROWS, message)

    def _render_part(self, offset):
        """Render the next rows and keep their cells until the file is written."""
        rows = self.withdrawal_ids.sorted("id")[offset : offset + PART_ROWS]
        layout = self._get_layout()
        cells = []
        for withdrawal, values in self._get_row_values(layout, rows.sudo()):
            rendered, problems = payout_file.render(layout, values)
            if problems:
                raise UserError(
                    self.env._(
                        "%(withdrawal)s: %(problem)s",
                        withdrawal=withdrawal.name,
                        problem=self._explain_cells(problems)[0],
                    )
                )
            cells.append(rendered)
        # an UPDATE of the batch: a row that leaves in this moment does not know of this
        # part, so one of the two has to fail and start over
        self._collide()
        self.env["mlm.payout.batch.part"].sudo().create(
            {"batch_id": self.id, "number": offset // PART_ROWS, "rows": cells}
        )

    def _freeze_file(self):
        layout = self._get_layout()
        parts = self.sudo().part_ids
        rows = [cells for part in parts for cells in part.rows]
        content = payout_file.write(layout, rows, self.date)
        # the field is closed to users, who come through `read_file`
        self.sudo()._mark_sent(
            file=base64.b64encode(content),
            file_name=f"{self.name.replace('/', '-')}.{layout.file_format}",
            file_sha256=hashlib.sha256(content).hexdigest(),
        )
        parts.unlink()

    def _get_layout(self):
        """Return the layout that was confirmed, or the template's before that."""
        if self.layout:
            return payout_file.Layout.load(self.layout)
        return self.template_id._compile(self.journal_id)

    def _get_row_values(self, layout, rows):
        """Yield each withdrawal with what its cells may be filled from."""
        for row in rows:
            amount = Decimal(str(row.currency_id.round(row.amount)))
            partner = row.agent_id.partner_id
            yield (
                row,
                {
                    "account_number": row.bank_account_number,
                    "ifsc": row.bank_ifsc,
                    "name": row.bank_holder,
                    "amount": amount,
                    "mode": layout.find_mode(amount, row.bank_ifsc or ""),
                    "date": self.date,
                    "reference": row.name,
                    "narration": f"{layout.narration} {row.name}",
                    "mobile": partner.phone,
                    "email": partner.email,
                    "debit_account": layout.debit_account,
                    "bank_name": row.bank_name,
                    "branch_code": (row.bank_ifsc or "")[5:],
                    "agent_code": row.agent_id.code,
                    "batch_number": self.name,
                },
            )

    def _list_channel_problems(self, rows):
        """Add what the bank's file can not say, or the bank does not take."""
        found = super()._list_channel_problems(rows)
        if self.channel != "file" or not self.template_id:
            return found
        layout = self._get_layout()
        for withdrawal, values in self._get_row_values(layout, rows):
            sentences = self._list_limit_problems(layout, values)
            sentences += self._explain_cells(payout_file.render(layout, values)[1])
            found[withdrawal] = [*found.get(withdrawal, ()), *sentences]
        return found

    def _list_limit_problems(self, layout, values):
        problems = []
        if layout.amount_max and values["amount"] > Decimal(str(layout.amount_max)):
            problems.append(
                self.env._(
                    "The bank pays %(maximum)s at most at once.",
                    maximum=self._format(layout.amount_max),
                )
            )
        if layout.uses("mode") and not values["mode"]:
            problems.append(
                self.env._("No mode of payment of the template is for this amount.")
            )
        return problems

    def _explain_cells(self, problems):
        texts = {
            "missing": self.env._("The column “%(column)s” would be empty."),
            "too_long": self.env._("It is too long for the column “%(column)s”."),
        }
        return [texts[reason] % {"column": header} for header, reason in problems]

    def _list_batch_problems(self, rows=None):
        """Add what would make the bank refuse the file as a whole."""
        problems = super()._list_batch_problems(rows)
        if self.channel != "file" or not self.template_id:
            return problems
        layout = self._get_layout()
        count = len(self._get_rows(rows))
        if layout.uses("debit_account") and not layout.debit_account:
            problems.append(
                self.env._(
                    "The file needs our own account number: enter the bank account of "
                    "the journal %(journal)s.",
                    journal=self.journal_id.name,
                )
            )
        if layout.rows_max and count > layout.rows_max:
            problems.append(
                self.env._(
                    "The bank takes %(limit)s rows in a file, and these are %(count)s: "
                    "make two batches.",
                    limit=layout.rows_max,
                    count=count,
                )
            )
        return problems
