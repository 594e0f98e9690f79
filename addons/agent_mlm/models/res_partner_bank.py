import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import ACCOUNT_NUMBER_PATTERN, IFSC_PATTERN

# what a change of makes the account another one
PAYEE_FIELDS = {"acc_number", "ifsc", "acc_holder_name"}


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    ifsc = fields.Char(
        string="IFSC",
        tracking=True,
        help="The 11 characters that name the bank's branch, such as SBIN0001234.",
    )
    details_changed_at = fields.Datetime(
        readonly=True, copy=False, default=fields.Datetime.now
    )

    @api.constrains("ifsc")
    def _check_ifsc(self):
        for account in self.filtered("ifsc"):
            if not re.match(IFSC_PATTERN, account.ifsc):
                raise ValidationError(
                    self.env._(
                        "“%(ifsc)s” is not an IFSC: 4 letters, a zero, then 6 letters "
                        "or digits, such as SBIN0001234.",
                        ifsc=account.ifsc,
                    )
                )

    @api.constrains("acc_number", "ifsc")
    def _check_indian_account_number(self):
        for account in self.filtered("ifsc"):
            if not re.match(ACCOUNT_NUMBER_PATTERN, account.sanitized_acc_number):
                raise ValidationError(
                    self.env._(
                        "“%(number)s” is not an Indian account number: 9 to 18 digits.",
                        number=account.acc_number,
                    )
                )

    @api.constrains("partner_id")
    def _check_agent_holder(self):
        agents = self.env["mlm.agent"].sudo()
        agents.search(
            [("bank_account_id", "in", self.ids)]
        )._check_bank_account_holder()

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_ifsc(vals) for vals in vals_list])

    def write(self, vals):
        if PAYEE_FIELDS & vals.keys():
            # another payee: to be verified again, and cooled down (domain: payouts);
            # whoever may edit an account may lose its trust, but not give it
            self.sudo().filtered("allow_out_payment").allow_out_payment = False
            vals = {**vals, "details_changed_at": fields.Datetime.now()}
        return super().write(self._clean_ifsc(vals))

    @api.model
    def _clean_ifsc(self, vals):
        if vals.get("ifsc"):
            return {**vals, "ifsc": "".join(vals["ifsc"].split()).upper()}
        return vals
