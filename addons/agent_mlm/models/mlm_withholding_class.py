from odoo import fields, models
from odoo.exceptions import UserError


class MlmWithholdingClass(models.Model):
    """A rate of its own for one kind of payee, told by the PAN's fourth letter."""

    _name = "mlm.withholding.class"
    _description = "Tax Rate of a Kind of Payee"
    _order = "payee_class"

    rule_id = fields.Many2one(
        "mlm.withholding.rule", required=True, index=True, ondelete="cascade"
    )
    payee_class = fields.Selection(
        selection=lambda self: (
            self.env["l10n_in.pan.entity"]
            ._fields["type"]
            ._description_selection(self.env)
        ),
        string="Kind of payee",
        required=True,
    )
    rate = fields.Float(string="Rate (%)", digits=(7, 4), required=True)

    _class_uniq = models.UniqueIndex(
        "(rule_id, payee_class)", "This kind of payee has a rate already."
    )
    _rate_in_range = models.Constraint(
        "CHECK (rate >= 0 AND rate < 100)",
        "A rate is from 0 to less than 100 per cent.",
    )

    def copy_data(self, default=None):
        raise UserError(
            self.env._("A rule has one rate for each kind of payee: add another kind.")
        )
