from math import inf

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .mlm_agent import ACCOUNTANT

# what decides how much tax is withheld
TAX_FIELDS = {
    "tds_deduction",
    "mlm_certificate_number",
    "mlm_certificate_rate",
    "mlm_certificate_date_start",
    "mlm_certificate_date_end",
    "mlm_certificate_limit",
}


class L10nInPanEntity(models.Model):
    """The certificate by which the tax office lets a payee have less withheld.

    Odoo holds the mode and the file; rate, days and limit decide what is withheld
    (Income-tax Act 2025, s.395; s.197 of the Act of 1961).
    """

    _inherit = "l10n_in.pan.entity"

    mlm_currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.ref("base.INR")
    )
    mlm_certificate_number = fields.Char(string="Certificate number", tracking=True)
    mlm_certificate_rate = fields.Float(
        string="Certificate rate (%)", digits=(7, 4), tracking=True
    )
    mlm_certificate_date_start = fields.Date(string="Certificate from", tracking=True)
    mlm_certificate_date_end = fields.Date(string="Certificate until", tracking=True)
    mlm_certificate_limit = fields.Monetary(
        string="Certificate limit",
        currency_field="mlm_currency_id",
        tracking=True,
        help="Up to this sum of commissions in its days; 0: without limit.",
    )

    _mlm_certificate_dates = models.Constraint(
        "CHECK (mlm_certificate_date_end >= mlm_certificate_date_start)",
        "The certificate ends before it starts.",
    )
    _mlm_certificate_in_range = models.Constraint(
        "CHECK (mlm_certificate_rate >= 0 AND mlm_certificate_rate < 100"
        " AND mlm_certificate_limit >= 0)",
        "A rate is from 0 to less than 100 per cent, and a limit not below zero.",
    )

    @api.constrains(*TAX_FIELDS)
    def _check_certificate(self):
        for entity in self.filtered(lambda entity: entity.tds_deduction == "lower"):
            if not entity.mlm_certificate_number or not entity.mlm_certificate_date_end:
                raise ValidationError(
                    self.env._(
                        "%(pan)s: enter number, rate and last day of the certificate "
                        "for lower deduction.",
                        pan=entity.name,
                    )
                )
            if entity.mlm_certificate_rate <= 0:
                raise ValidationError(
                    self.env._(
                        "%(pan)s: a certificate at 0 %% is for no deduction; choose "
                        "that.",
                        pan=entity.name,
                    )
                )
        for entity in self.filtered("mlm_certificate_limit"):
            if not entity.mlm_certificate_number:
                raise ValidationError(
                    self.env._(
                        "%(pan)s: enter the number of the certificate, by which its "
                        "limit is counted.",
                        pan=entity.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("tds_deduction", "normal") != "normal":
                self._check_may_decide_tax()
        return super().create(vals_list)

    def write(self, vals):
        if TAX_FIELDS & vals.keys():
            self._check_may_decide_tax()
        if "name" in vals:
            renamed = self.filtered(lambda entity: entity.name != vals["name"])
            renamed.sudo().partner_ids._verify_identity_again(self.env)
        return super().write(vals)

    def _check_may_decide_tax(self):
        """Let accountants only change what tax is withheld; core lets everybody."""
        self.env["mlm.agent"]._check_role(ACCOUNTANT)

    def _get_certified_room(self, day, used):
        """Return how many rupees the certificate covers on ``day``, infinite or 0.

        :param float used: rupees it has covered before
        """
        if self.tds_deduction not in ("lower", "no"):
            return 0.0
        start, end = self.mlm_certificate_date_start, self.mlm_certificate_date_end
        if not (start or day) <= day <= (end or day):
            return 0.0
        limit = self.mlm_certificate_limit
        return max(limit - used, 0.0) if limit else inf

    def _get_certified_rate(self):
        return self.mlm_certificate_rate if self.tds_deduction == "lower" else 0.0
