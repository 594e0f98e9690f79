import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import MOBILE_PATTERN, PIN_CODE_PATTERN

INDIA_CALLING_CODE = "+91"


class ResPartner(models.Model):
    """A farmer as owner of animals."""

    _inherit = "res.partner"

    is_cattle_owner = fields.Boolean(
        help="A farmer whose animals are in the register: his phone is checked as an "
        "Indian mobile number and his address as a village address."
    )
    village = fields.Char()
    district = fields.Char()
    aadhaar_last4 = fields.Char(
        string="Aadhaar, Last 4",
        size=4,
        copy=False,
        groups="cattle_insurance.cattle_insurance_group_underwriter,"
        "cattle_insurance.cattle_insurance_group_claims_officer",
        help="The whole number is never stored.",
    )
    animal_ids = fields.One2many(
        "cattle.animal",
        "owner_id",
        string="Animals",
        groups="cattle_insurance.cattle_insurance_group_user,base.group_portal",
    )
    animal_count = fields.Integer(
        compute="_compute_animal_count",
        groups="cattle_insurance.cattle_insurance_group_user,base.group_portal",
    )

    # herd registers are matched by mobile number
    _owner_phone_idx = models.Index("(phone) WHERE is_cattle_owner")

    @api.depends("animal_ids")
    def _compute_animal_count(self):
        counts = dict(
            self.env["cattle.animal"]._read_group(
                [("owner_id", "in", self.ids)], ["owner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.animal_count = counts.get(partner._origin, 0)

    @api.constrains("phone", "is_cattle_owner", "is_company")
    def _check_owner_mobile(self):
        # a dairy may have a landline, a farmer is reached on his mobile
        for owner in self.filtered("is_cattle_owner").filtered(
            lambda p: not p.is_company
        ):
            if owner.phone and not self._to_e164(owner.phone):
                raise ValidationError(
                    self.env._(
                        "“%(phone)s” of %(owner)s is not an Indian mobile number: ten "
                        "digits, the first of them 6, 7, 8 or 9.",
                        phone=owner.phone,
                        owner=owner.name,
                    )
                )

    @api.constrains("zip", "country_id", "is_cattle_owner")
    def _check_owner_pin_code(self):
        for owner in self.filtered("is_cattle_owner"):
            foreign = owner.country_id and owner.country_id.code != "IN"
            if owner.zip and not foreign and not re.match(PIN_CODE_PATTERN, owner.zip):
                raise ValidationError(
                    self.env._(
                        "“%(pin)s” of %(owner)s is not a PIN code: six digits, the "
                        "first not 0.",
                        pin=owner.zip,
                        owner=owner.name,
                    )
                )

    @api.constrains("aadhaar_last4")
    def _check_aadhaar_last4(self):
        for partner in self.filtered("aadhaar_last4"):
            if not re.match(r"^[0-9]{4}$", partner.aadhaar_last4):
                raise ValidationError(
                    self.env._(
                        "Only the last 4 digits of the Aadhaar are kept: enter exactly "
                        "4 digits."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                self._clean_owner_vals(vals, vals.get("is_cattle_owner"))
                for vals in vals_list
            ]
        )

    def write(self, vals):
        becomes_owner = vals.get("is_cattle_owner")
        if becomes_owner and "phone" not in vals:
            for partner in self.filtered("phone"):
                super(ResPartner, partner).write(
                    {"phone": self._to_e164(partner.phone) or partner.phone}
                )
        is_owner = becomes_owner or any(self.mapped("is_cattle_owner"))
        return super().write(self._clean_owner_vals(vals, is_owner))

    @api.model
    def _clean_owner_vals(self, vals, is_owner):
        """Store mobiles as +919876543210 and PIN codes without spaces."""
        if not is_owner:
            return vals
        vals = dict(vals)
        if vals.get("phone"):
            vals["phone"] = self._to_e164(vals["phone"]) or vals["phone"]
        if vals.get("zip"):
            vals["zip"] = "".join(vals["zip"].split())
        return vals

    @api.model
    def _to_e164(self, text):
        """Read an Indian mobile number: "098765-43210" -> "+919876543210".

        :return: the number, or False when it is none
        """
        text = str(text or "").strip()
        if not re.match(r"^\+?[0-9 ().\-]+$", text):
            return False
        digits = re.sub(r"[^0-9]", "", text)
        mobile = re.sub(r"^(00)?91(?=[0-9]{10}$)|^0(?=[0-9]{10}$)", "", digits)
        if text.startswith("+") and not digits.startswith("91"):
            return False
        return (
            INDIA_CALLING_CODE + mobile if re.match(MOBILE_PATTERN, mobile) else False
        )

    def action_view_animals(self):
        """Open the animals of this owner."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cattle_insurance.cattle_animal_action"
        )
        action["domain"] = [("owner_id", "in", self.ids)]
        action["context"] = {"default_owner_id": self[:1].id}
        return action
