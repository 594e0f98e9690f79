from odoo import fields, models
from odoo.fields import Domain

from .insurance_policy import STAFF


class InsurancePolicy(models.Model):
    """The animal and its owner, shown beside the proposal that is to be decided."""

    _inherit = "insurance.policy"

    # the animal
    cover_photo_id = fields.Many2one(
        related="animal_id.cover_photo_id", string="Cover photo", groups=STAFF
    )
    photo_match_count = fields.Integer(
        related="animal_id.photo_match_count", groups=STAFF
    )
    animal_code = fields.Char(related="animal_id.code", groups=STAFF)
    animal_class = fields.Selection(related="animal_id.animal_class", groups=STAFF)
    sex = fields.Selection(related="animal_id.sex", groups=STAFF)
    age_years = fields.Float(related="animal_id.age_years", groups=STAFF)
    milk_yield_litres = fields.Float(
        related="animal_id.milk_yield_litres", groups=STAFF
    )
    health_status = fields.Selection(related="animal_id.health_status", groups=STAFF)
    is_pregnant = fields.Boolean(related="animal_id.is_pregnant", groups=STAFF)
    coat_colour = fields.Char(related="animal_id.coat_colour", groups=STAFF)
    marks = fields.Text(related="animal_id.marks", groups=STAFF)
    vaccination_ids = fields.One2many(related="animal_id.vaccination_ids", groups=STAFF)
    # its worth on paper
    market_value = fields.Monetary(related="animal_id.market_value", groups=STAFF)
    suggested_value = fields.Monetary(related="animal_id.suggested_value", groups=STAFF)
    vet_name = fields.Char(related="animal_id.vet_name", groups=STAFF)
    vet_certificate_number = fields.Char(
        related="animal_id.vet_certificate_number", groups=STAFF
    )
    vet_certificate_date = fields.Date(
        related="animal_id.vet_certificate_date", groups=STAFF
    )
    hypothecation_bank_id = fields.Many2one(
        related="animal_id.hypothecation_bank_id", string="Loan from", groups=STAFF
    )
    # its owner
    owner_phone = fields.Char(related="partner_id.phone", groups=STAFF)
    owner_email = fields.Char(related="partner_id.email", groups=STAFF)
    owner_address = fields.Char(
        related="partner_id.contact_address", string="Address", groups=STAFF
    )
    owner_district = fields.Char(related="partner_id.district", groups=STAFF)
    owner_animal_count = fields.Integer(
        related="partner_id.animal_count", string="Animals of the owner", groups=STAFF
    )
    licence_date_end = fields.Date(
        related="agent_id.licence_date_end", string="Licence until", groups=STAFF
    )

    def action_open_animal(self):
        """Open the animal's own record."""
        self.ensure_one()
        self.check_access("read")
        return self.animal_id._get_records_action()

    def action_open_photo_matches(self):
        """Open the photos of the animal that look like those of others."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cattle_insurance.cattle_animal_photo_match_action"
        )
        animal = self.animal_id
        domain = Domain("animal_id", "=", animal.id)
        domain |= Domain("other_animal_id", "=", animal.id)
        return {**action, "domain": list(domain)}
