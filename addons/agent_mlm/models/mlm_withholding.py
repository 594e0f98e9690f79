from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount


class MlmWithholding(models.Model):
    """Tax withheld from one agent's commissions at one approval, and its reason.

    The wallet line and the tax line are in the books; this row says what the
    quarterly return and the payee's certificate ask for. It is never changed: a
    commission that is taken back later does not reduce it (domain: tax).
    """

    _name = "mlm.withholding"
    _description = "Tax Withheld"
    _order = "date desc, id desc"
    _rec_name = "explanation"
    _check_company_auto = True

    # from whom
    agent_id = fields.Many2one(
        "mlm.agent", required=True, readonly=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    pan = fields.Char(string="PAN", readonly=True, index=True)
    payee_class = fields.Selection(
        selection=lambda self: (
            self.env["l10n_in.pan.entity"]
            ._fields["type"]
            ._description_selection(self.env)
        ),
        string="Kind of payee",
        readonly=True,
    )
    # by which rule
    rule_id = fields.Many2one(
        "mlm.withholding.rule",
        string="Provision",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    payment_code = fields.Char(string="Payment code", readonly=True)
    certificate = fields.Selection(
        [
            ("normal", "Normal"),
            ("lower", "Lower"),
            ("higher", "Higher"),
            ("no", "No"),
        ],
        string="Deduction",
        required=True,
        readonly=True,
    )
    certificate_number = fields.Char(string="Certificate number", readonly=True)
    # how much
    date = fields.Date(required=True, readonly=True, index=True)
    financial_year = fields.Char(
        string="Financial year", required=True, readonly=True, index=True
    )
    kind = fields.Selection(
        [("current", "On this approval"), ("catch_up", "Caught up for the year")],
        required=True,
        readonly=True,
    )
    amount_base = fields.Monetary(string="Commissions", required=True, readonly=True)
    rate = fields.Float(string="Rate (%)", digits=(7, 4), readonly=True)
    amount = fields.Monetary(string="Tax", required=True, readonly=True)
    explanation = fields.Char(compute="_compute_explanation")
    # in the books
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Wallet line",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    tax_line_id = fields.Many2one(
        "account.move.line",
        string="Tax line",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _amounts_in_range = models.Constraint(
        "CHECK (amount_base > 0 AND amount >= 0 AND amount <= amount_base)",
        "Tax is a part of what was earned.",
    )
    _in_books = models.Constraint(
        "CHECK (amount = 0 OR (move_line_id IS NOT NULL AND tax_line_id IS NOT NULL))",
        "Tax that was withheld must stand in the books.",
    )

    @api.depends("kind", "rate", "amount_base", "rule_id", "financial_year")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for row in self:
            row.explanation = row._explain()

    def copy_data(self, default=None):
        raise UserError(
            self.env._("Tax is withheld when commissions are approved: no copies.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Tax withheld stays on record."))

    def _explain(self):
        """Return the sentence that explains the amount."""
        self.ensure_one()
        values = {
            "rate": self.rate,
            "base": format_amount(self.env, self.amount_base, self.currency_id),
            "rule": self.rule_id.name,
            "year": self.financial_year,
        }
        if self.kind == "catch_up":
            return self.env._(
                "%(rate)g %% of %(base)s earned before in %(year)s, %(rule)s.", **values
            )
        return self.env._("%(rate)g %% of %(base)s, %(rule)s.", **values)

    @api.model
    def _record_posted(self, vals_list, move):
        """Keep the rows of an approval together with their lines in the books.

        :param vals_list: what ``mlm.agent._list_withholdings`` found
        :param move: the posted entry, whose pairs of tax lines have the same order
        """
        lines = move.line_ids.sorted("id")
        wallet_lines = iter(
            lines.filtered(lambda line: line.mlm_event == "withholding")
        )
        account = move.company_id.mlm_withholding_account_id
        tax_lines = iter(lines.filtered(lambda line: line.account_id == account))
        for vals in vals_list:
            if vals["amount"]:
                vals["move_line_id"] = next(wallet_lines).id
                vals["tax_line_id"] = next(tax_lines).id
        return self.create(vals_list)
