from odoo import fields, models


class CattleAnimalVaccination(models.Model):
    """One vaccination of one animal, with its certificate."""

    _name = "cattle.animal.vaccination"
    _description = "Vaccination"
    _order = "date_given desc, id desc"
    _rec_name = "vaccine"

    animal_id = fields.Many2one(
        "cattle.animal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="animal_id.company_id", store=True, index=True)
    vaccine = fields.Selection(
        [
            ("fmd", "Foot and mouth disease"),
            ("hs", "Haemorrhagic septicaemia"),
            ("bq", "Black quarter"),
            ("brucellosis", "Brucellosis"),
            ("lsd", "Lumpy skin disease"),
            ("anthrax", "Anthrax"),
            ("theileriosis", "Theileriosis"),
            ("rabies", "Rabies"),
            ("other", "Other"),
        ],
        required=True,
        default="fmd",
    )
    date_given = fields.Date(
        string="Given On", required=True, default=fields.Date.context_today
    )
    date_valid_to = fields.Date(string="Valid To")
    certificate_number = fields.Char(string="Certificate")
    note = fields.Char()

    _date_order = models.Constraint(
        "CHECK (date_valid_to >= date_given)",
        "A vaccination can not end before it was given: check the two dates.",
    )
