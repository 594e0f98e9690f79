from odoo import Command, api, fields, models
from odoo.tools import date_utils, format_date


def get_financial_year(day):
    """Return the first and last day of the Indian financial year of ``day``.

    It ends with March (Income-tax Act 2025, s.3: a tax year begins on 1 April).
    """
    return date_utils.get_fiscal_year(day, day=31, month=3)


def name_financial_year(day):
    """Return the name of the Indian financial year of ``day``, such as 2026-27."""
    first, last = get_financial_year(day)
    return f"{first.year}-{last:%y}"


class MlmWithholdingRule(models.Model):
    """Which tax is withheld from commissions, from a day on (tax deducted at source).

    Insurance commission: section 194D of the Income-tax Act 1961 up to 31 March 2026,
    section 393(1) Sl. 1(i) of the Income-tax Act 2025 from 1 April 2026. Rates, label
    and threshold are data: every Finance Act may change them.
    """

    _name = "mlm.withholding.rule"
    _description = "Tax Rule"
    _order = "date_start desc"

    name = fields.Char(
        string="Provision", required=True, help="As it is cited on certificates."
    )
    payment_code = fields.Char(
        string="Payment code",
        required=True,
        help="What the quarterly return calls this kind of payment.",
    )
    date_start = fields.Date(string="In force from", required=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.ref("base.INR"),
    )
    amount_threshold = fields.Monetary(
        string="Threshold",
        help="Nothing is withheld until a payee has earned more than this in a "
        "financial year; then on all he earned in it.",
    )
    rate = fields.Float(string="Rate (%)", digits=(7, 4), required=True)
    rate_higher = fields.Float(
        string="Rate without PAN (%)",
        digits=(7, 4),
        required=True,
        help="Also for payees whose PAN is marked for the higher deduction.",
    )
    class_ids = fields.One2many(
        "mlm.withholding.class", "rule_id", string="Other rates by kind of payee"
    )
    section_id = fields.Many2one(
        "l10n_in.section.alert",
        string="Line of the TDS report",
        domain=[("tax_source_type", "=", "tds")],
        help="Where Odoo's TDS report counts what is withheld.",
    )

    _start_uniq = models.UniqueIndex(
        "(date_start)", "There is a rule from this day on already."
    )
    _rates_in_range = models.Constraint(
        "CHECK (rate >= 0 AND rate < 100 AND rate_higher >= 0 AND rate_higher < 100)",
        "A rate is from 0 to less than 100 per cent.",
    )
    _threshold_positive = models.Constraint(
        "CHECK (amount_threshold >= 0)", "The threshold can not be below zero."
    )

    @api.depends("name", "date_start")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = self.env._(
                "%(name)s (from %(day)s)",
                name=rule.name or "",
                day=format_date(self.env, rule.date_start),
            )

    def copy_data(self, default=None):
        """Let a copy start a day later: one rule a day, and its classes go with it."""
        vals_list = super().copy_data(default=default)
        last = self.search([], limit=1).date_start
        if not (default or {}).get("date_start"):
            for days, vals in enumerate(vals_list, 1):
                vals["date_start"] = fields.Date.add(last, days=days)
        for rule, vals in zip(self, vals_list, strict=True):
            vals["class_ids"] = [
                Command.create({"payee_class": own.payee_class, "rate": own.rate})
                for own in rule.class_ids
            ]
        return vals_list

    @api.model
    def _get_rule_on(self, day):
        """Return the rule in force on ``day``, or none."""
        return self.search(
            [("date_start", "<=", day)], order="date_start desc", limit=1
        )

    def _get_rate(self, entity):
        """Return the per cent withheld from the holder of a PAN.

        :param entity: the ``l10n_in.pan.entity``, empty without a PAN
        """
        self.ensure_one()
        if not entity or entity.tds_deduction == "higher":
            return self.rate_higher
        own = self.class_ids.filtered(
            lambda payee_class: payee_class.payee_class == entity.type
        )
        return own.rate if own else self.rate

    def _get_report_tags(self):
        """Return the tags by which `l10n_in`'s TDS report finds the tax lines."""
        expressions = self.section_id.tax_report_line_id.expression_ids
        if not expressions:
            return self.env["account.account.tag"]
        return expressions._get_matching_tags()
