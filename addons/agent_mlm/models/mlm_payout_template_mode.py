from odoo import fields, models

from ..tools.payout_file import Mode


class MlmPayoutTemplateMode(models.Model):
    """A way of paying (transfer within the bank, NEFT, RTGS) and when it is taken.

    The first line that fits a payment decides.
    """

    _name = "mlm.payout.template.mode"
    _description = "Payout Template Mode"
    _order = "sequence, id"

    template_id = fields.Many2one(
        "mlm.payout.template", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="template_id.currency_id")
    sequence = fields.Integer(default=10)
    code = fields.Char(
        string="Bank's word", required=True, help="What the file says, such as NEFT."
    )
    is_same_bank = fields.Boolean(
        string="Same bank only", help="Only for payees with an account at this bank."
    )
    amount_from = fields.Monetary(string="From")
    amount_below = fields.Monetary(string="Below", help="Zero: no upper limit.")

    _amounts_in_order = models.Constraint(
        "CHECK (amount_from >= 0 AND amount_below >= 0"
        " AND (amount_below = 0 OR amount_below > amount_from))",
        "A mode of payment ends above the amount it begins with.",
    )

    def _compile(self):
        return Mode(
            code=self.code,
            is_same_bank=self.is_same_bank,
            amount_from=self.amount_from,
            amount_below=self.amount_below,
        )
