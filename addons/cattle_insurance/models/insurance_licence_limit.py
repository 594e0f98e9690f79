from odoo import api, fields, models


class InsuranceLicenceLimit(models.Model):
    """How much cover for one animal a kind of licence may sell, from a day on.

    Source: IRDAI's guidelines on point of sales persons for non-life insurers, which
    let a POSP sell cattle cover of up to Rs 1.5 lakh for an animal.
    """

    _name = "insurance.licence.limit"
    _description = "Selling Limit of a Licence"
    _order = "licence_type, date_start desc"

    licence_type = fields.Selection(
        selection=lambda self: (
            self.env["mlm.agent"]
            ._fields["licence_type"]
            ._description_selection(self.env)
        ),
        required=True,
    )
    date_start = fields.Date(
        string="In force from",
        required=True,
        copy=False,
        default=fields.Date.context_today,
    )
    sum_insured_limit = fields.Monetary(
        string="Largest sum insured", required=True, help="For one animal."
    )
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.ref("base.INR"), required=True
    )

    _start_uniq = models.UniqueIndex(
        "(licence_type, date_start)", "This licence has a limit from that day already."
    )
    _limit_positive = models.Constraint(
        "CHECK (sum_insured_limit > 0)", "The largest sum insured is more than zero."
    )

    @api.depends("licence_type", "sum_insured_limit")
    def _compute_display_name(self):
        labels = dict(self._fields["licence_type"]._description_selection(self.env))
        for limit in self:
            limit.display_name = labels.get(limit.licence_type)

    @api.model
    def _get_limits_on(self, day):
        """Return {licence type: rupees} in force on ``day``."""
        limits = self.sudo().search([("date_start", "<=", day)], order="date_start")
        # later rows win
        return {limit.licence_type: limit.sum_insured_limit for limit in limits}
