import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from .mlm_agent import ACCOUNTANT

COUNTED = ("pay", "fail", "same", "waiting", "error", "done")


class MlmPayoutReturn(models.Model):
    """A bank's answer to payout files: what it says, and what was made of it.

    Every row is judged before anything happens. Applied, a paid row is booked and a
    failed row gives the money back; a row that is on record already does nothing,
    so that the same file can be read any number of times.
    """

    _name = "mlm.payout.return"
    _description = "Payout Return"
    _inherit = [
        "guarded.state.mixin",
        "stepped.work.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _is_sealed = True

    _moves = {
        "draft": ("done", "closed"),
        "done": (),
        "closed": (),
    }

    name = fields.Char(
        string="Number", required=True, readonly=True, copy=False, default="New"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    template_id = fields.Many2one(
        "mlm.payout.template",
        required=True,
        readonly=True,
        check_company=True,
        ondelete="restrict",
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        readonly=True,
        check_company=True,
    )
    date = fields.Date(string="Paid on", required=True, readonly=True)
    # the file
    file = fields.Binary(attachment=False, readonly=True, copy=False, required=True)
    file_name = fields.Char(readonly=True, copy=False)
    file_sha256 = fields.Char(
        string="SHA-256", readonly=True, copy=False, required=True, index=True
    )
    imported_by_id = fields.Many2one(
        "res.users", string="Read by", readonly=True, copy=False
    )
    imported_at = fields.Datetime(string="Read at", readonly=True, copy=False)
    # what it says
    line_ids = fields.One2many("mlm.payout.return.line", "return_id", string="Rows")
    state = fields.Selection(
        [("draft", "To apply"), ("done", "Done"), ("closed", "Closed with rows left")],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
        index=True,
    )
    row_count = fields.Integer(string="Rows (count)", compute="_compute_counts")
    pay_count = fields.Integer(string="To book as paid", compute="_compute_counts")
    fail_count = fields.Integer(string="To give back", compute="_compute_counts")
    same_count = fields.Integer(string="On record already", compute="_compute_counts")
    waiting_count = fields.Integer(string="Not yet", compute="_compute_counts")
    error_count = fields.Integer(string="With errors", compute="_compute_counts")
    done_count = fields.Integer(string="Applied rows", compute="_compute_counts")
    chosen_count = fields.Integer(string="Chosen", compute="_compute_counts")
    pay_amount = fields.Monetary(
        string="Amount to book as paid", compute="_compute_counts"
    )
    fail_amount = fields.Monetary(
        string="Amount to give back", compute="_compute_counts"
    )
    move_ids = fields.One2many(
        "account.move", "mlm_payout_return_id", string="Entries", readonly=True
    )
    move_count = fields.Integer(string="Entries (count)", compute="_compute_move_count")
    error_file = fields.Binary(compute="_compute_error_file")

    _name_uniq = models.UniqueIndex("(company_id, name)", "This number is taken.")

    @api.depends("line_ids.verdict", "line_ids.is_chosen")
    def _compute_counts(self):
        groups = self.env["mlm.payout.return.line"]._read_group(
            [("return_id", "in", self.ids)],
            ["return_id", "verdict", "is_chosen"],
            ["__count", "amount:sum"],
        )
        for payout_return in self:
            own = [row[1:] for row in groups if row[0] == payout_return._origin]
            counts = dict.fromkeys(COUNTED, 0)
            amounts = dict.fromkeys(COUNTED, 0.0)
            for verdict, _is_chosen, count, amount in own:
                counts[verdict] += count
                amounts[verdict] += amount
            for verdict, count in counts.items():
                payout_return[f"{verdict}_count"] = count
            payout_return.row_count = sum(counts.values())
            payout_return.pay_amount = amounts["pay"]
            payout_return.fail_amount = amounts["fail"]
            payout_return.chosen_count = sum(
                count
                for verdict, is_chosen, count, _amount in own
                if is_chosen and verdict in ("pay", "fail")
            )

    @api.depends("move_ids")
    def _compute_move_count(self):
        for payout_return in self:
            payout_return.move_count = len(payout_return.move_ids)

    @api.depends("line_ids.verdict")
    def _compute_error_file(self):
        for payout_return in self:
            lines = payout_return.line_ids.filtered(
                lambda line: line.verdict == "error"
            )
            payout_return.error_file = lines._write_csv()

    def copy_data(self, default=None):
        raise UserError(self.env._("The bank answers once: read its file again."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("What the bank answered stays on record. Close it instead.")
        )

    @api.model
    def _record_file(self, content, answers, **vals):
        """Keep a bank's file with its answers, each of them judged.

        :param bytes content: the file
        :param answers: list of `Answer`
        :return: the return
        """
        numbers = self.env["ir.sequence"]._draw("mlm.payout.return", 1)
        payout_return = self.sudo().create(
            {
                **vals,
                "name": numbers[0],
                "file": base64.b64encode(content),
                "file_sha256": hashlib.sha256(content).hexdigest(),
                "imported_by_id": self.env.uid,
                "imported_at": fields.Datetime.now(),
            }
        )
        lines = self.env["mlm.payout.return.line"].sudo()
        verdicts = payout_return._judge(answers)
        lines.create(
            [
                {
                    "return_id": payout_return.id,
                    **lines._prepare_answer_vals(answer),
                    **verdicts[answer.row_number],
                }
                for answer in answers
            ]
        )
        payout_return._finish()
        return payout_return.with_env(self.env)

    def action_close(self):
        """Put a return away: rows that are not applied yet will not be."""
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self._move("closed")

    def action_check_again(self):
        """Judge the rows that are not applied yet once more."""
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        for payout_return in self:
            lines = payout_return.line_ids.filtered(lambda line: line.verdict != "done")
            payout_return._judge_lines(lines)

    def action_download_errors(self):
        """Download the rows with errors, each with what is wrong."""
        self._check_role(ACCOUNTANT)
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/error_file/"
            "rows_with_errors.csv?download=true",
            "target": "download",
        }

    def action_open_moves(self):
        """Open the bank entries that booked the paid rows."""
        self._check_role(ACCOUNTANT)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bank entries"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("mlm_payout_return_id", "in", self.ids)],
        }

    def action_open_lines(self):
        """Open the rows in a list of their own, to search and to choose."""
        self._check_role(ACCOUNTANT)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "agent_mlm.mlm_payout_return_line_action"
        )
        return {**action, "domain": [("return_id", "in", self.ids)]}

    def _finish(self):
        """Close a return in which nothing is left that could be applied."""
        domain = [
            ("return_id", "=", self.id),
            ("verdict", "in", ("pay", "fail", "waiting", "error")),
        ]
        if not self.line_ids.search_count(domain, limit=1):
            self._move("done")
