from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..const import (
    ANIMAL_CLASSES,
    FEMALE_CLASSES,
    MALE_CLASSES,
    MAX_AGE_YEARS,
    SEXES,
    SPECIES,
)

DAYS_A_YEAR = 365.25
# half of the last digit that ages are shown with
AGE_ROUNDING = 0.05

# a younger animal is a later birth date
OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class CattleAnimal(models.Model):
    """One cow, bull or buffalo: what it is, whose it is and what it is worth."""

    _name = "cattle.animal"
    _description = "Animal"
    _inherit = ["guarded.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "code"
    _check_company_auto = True

    _moves = {"alive": ("dead", "sold"), "dead": ("alive",), "sold": ("alive",)}

    code = fields.Char(readonly=True, copy=False, default="New", index="trigram")
    state = fields.Selection(
        [("alive", "Alive"), ("dead", "Dead"), ("sold", "Sold")],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="alive",
        tracking=True,
        index=True,
    )
    date_exit = fields.Date(string="Died or Sold On", readonly=True, copy=False)
    exit_note = fields.Char(string="Why It Left", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # kind
    species = fields.Selection(SPECIES, required=True, default="cattle", tracking=True)
    animal_class = fields.Selection(
        ANIMAL_CLASSES,
        string="Class",
        required=True,
        default="milch",
        tracking=True,
        help="Premium rates and entry ages go by class.",
    )
    breed_id = fields.Many2one(
        "cattle.breed",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('species', '=', species)]",
        tracking=True,
    )
    sex = fields.Selection(
        SEXES, required=True, compute="_compute_sex", store=True, readonly=False,
        precompute=True, tracking=True,
    )  # fmt: skip
    # age
    date_birth = fields.Date(string="Birth Date", required=True, tracking=True)
    is_birth_estimated = fields.Boolean(
        string="Estimated", help="The birth date was worked out from an age."
    )
    age_years = fields.Float(
        string="Age in Years",
        compute="_compute_age_years",
        inverse="_inverse_age_years",
        search="_search_age_years",
        digits=(4, 1),
        aggregator=None,
        help="Entering an age estimates the birth date.",
    )
    # condition
    milk_yield_litres = fields.Float(
        string="Milk Litres a Day", digits=(5, 1), aggregator="avg", tracking=True
    )
    health_status = fields.Selection(
        [
            ("healthy", "Healthy"),
            ("sick", "Sick"),
            ("injured", "Injured"),
            ("under_treatment", "Under treatment"),
            ("recovered", "Recovered"),
        ],
        string="Health",
        required=True,
        default="healthy",
        tracking=True,
    )
    is_pregnant = fields.Boolean(string="Pregnant", tracking=True)
    pregnancy_months = fields.Integer(string="Months Pregnant", aggregator=None)
    vaccination_ids = fields.One2many("cattle.animal.vaccination", "animal_id")
    # looks
    coat_colour = fields.Char(string="Colour")
    marks = fields.Text(help="Horns, brands, scars: what tells it from its sister.")
    photo_ids = fields.One2many("cattle.animal.photo", "animal_id")
    cover_photo_id = fields.Many2one(
        "cattle.animal.photo", compute="_compute_cover_photo_id"
    )
    photo_match_count = fields.Integer(
        string="Photos to Compare",
        compute="_compute_photo_match_count",
        groups="cattle_insurance.cattle_insurance_group_user",
    )
    # place
    village = fields.Char(
        compute="_compute_village", store=True, readonly=False, index=True
    )
    latitude = fields.Float(digits=(10, 7), aggregator=None)
    longitude = fields.Float(digits=(10, 7), aggregator=None)
    # owner and lender
    owner_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    owner_phone = fields.Char(related="owner_id.phone", string="Mobile", readonly=False)
    hypothecation_bank_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The bank whose loan the animal secures: it is paid first.",
    )
    loan_account = fields.Char(
        groups="cattle_insurance.cattle_insurance_group_underwriter,"
        "cattle_insurance.cattle_insurance_group_claims_officer,"
        "cattle_insurance.cattle_insurance_group_accountant"
    )
    # worth
    market_value = fields.Monetary(tracking=True)
    suggested_value = fields.Monetary(
        string="Value Floor",
        compute="_compute_suggested_value",
        help="Daily milk times the amount per litre set for the species.",
    )
    vet_certificate_number = fields.Char(string="Vet Certificate")
    vet_certificate_date = fields.Date()
    vet_name = fields.Char(string="Veterinarian")
    vet_certificate = fields.Binary(string="Certificate Scan", attachment=True)
    vet_certificate_filename = fields.Char()

    _code_unique = models.UniqueIndex(
        "(company_id, code)", "Two animals can not have the same code."
    )
    _sex_of_class = models.Constraint(
        f"CHECK (animal_class NOT IN {FEMALE_CLASSES} OR sex = 'female')",
        "Animals in milk, dry animals and heifers are female: correct class or sex.",
    )
    _sex_of_male_class = models.Constraint(
        f"CHECK (animal_class NOT IN {MALE_CLASSES} OR sex = 'male')",
        "A stud bull or bullock is male: correct the class or the sex.",
    )
    _milk_of_females = models.Constraint(
        "CHECK (sex = 'female' OR COALESCE(milk_yield_litres, 0) = 0)",
        "A male gives no milk: correct the sex or set the milk to 0.",
    )
    _milk_plausible = models.Constraint(
        "CHECK (milk_yield_litres BETWEEN 0 AND 100)",
        "Milk is between 0 and 100 litres a day.",
    )
    _pregnancy_of_females = models.Constraint(
        "CHECK (sex = 'female' OR is_pregnant IS NOT TRUE)",
        "A male is not pregnant: correct the sex or the pregnancy.",
    )
    _pregnancy_months_plausible = models.Constraint(
        "CHECK (pregnancy_months BETWEEN 0 AND 11)",
        "A pregnancy lasts 0 to 11 months.",
    )
    _market_value_not_negative = models.Constraint(
        "CHECK (market_value >= 0)", "A market value is not below zero."
    )
    _certificate_states_value = models.Constraint(
        "CHECK (COALESCE(vet_certificate_number, '') = '' OR market_value > 0)",
        "A vet certificate states what the animal is worth: enter the market value.",
    )
    _position_on_earth = models.Constraint(
        "CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "Latitude runs from -90 to 90 degrees, longitude from -180 to 180.",
    )

    # ------------------------------------------------------------------
    # computed

    @api.depends("animal_class")
    def _compute_sex(self):
        for animal in self:
            if animal.animal_class in MALE_CLASSES:
                animal.sex = "male"
            elif animal.animal_class in FEMALE_CLASSES or not animal.sex:
                animal.sex = "female"

    @api.depends("date_birth")
    def _compute_age_years(self):
        today = fields.Date.context_today(self)
        for animal in self:
            born = animal.date_birth
            animal.age_years = born and round((today - born).days / DAYS_A_YEAR, 1)

    def _inverse_age_years(self):
        """Estimate the birth date; ``age_on`` in the context is the age's day."""
        for animal in self:
            animal.date_birth = self._estimate_birth(
                animal.age_years, self.env.context.get("age_on")
            )
            animal.is_birth_estimated = True

    def _search_age_years(self, operator, value):
        if operator in OPPOSITE:
            born = self._estimate_birth(value)
            return Domain("date_birth", OPPOSITE[operator], born)
        if operator != "in":
            return NotImplemented
        return Domain.OR(
            Domain("date_birth", "<=", self._estimate_birth(age - AGE_ROUNDING))
            & Domain("date_birth", ">", self._estimate_birth(age + AGE_ROUNDING))
            for age in value
            if age is not False
        )

    @api.model
    def _estimate_birth(self, age_years, day=None):
        """Return the birth date of an animal of that age on a day (today)."""
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        # the calendar ends; _check_date_birth refuses such ages with a sentence
        age = min(max(age_years, -MAX_AGE_YEARS), 10 * MAX_AGE_YEARS)
        return day - timedelta(days=round(age * DAYS_A_YEAR))

    @api.onchange("age_years")
    def _onchange_age_years(self):
        if self.age_years:
            self._inverse_age_years()

    @api.depends("owner_id")
    def _compute_village(self):
        for animal in self:
            animal.village = animal.village or animal.owner_id.village

    @api.depends("photo_ids")
    def _compute_cover_photo_id(self):
        best = ("left", "right", "with_owner", "muzzle", "tag", "other")
        for animal in self:
            photos = animal.photo_ids.sorted(lambda photo: best.index(photo.kind))
            animal.cover_photo_id = photos[:1]

    @api.depends("photo_ids")
    def _compute_photo_match_count(self):
        counts = self.env["cattle.animal.photo.match"]._count_open(self)
        for animal in self:
            animal.photo_match_count = counts.get(animal._origin.id, 0)

    @api.depends("species", "milk_yield_litres", "company_id")
    def _compute_suggested_value(self):
        floors = self.env["cattle.value.floor"]
        today = fields.Date.context_today(self)
        for company, animals in self.grouped("company_id").items():
            amounts = floors._get_amounts(company, today)
            for animal in animals:
                per_litre = amounts.get(animal.species, 0)
                animal.suggested_value = animal.milk_yield_litres * per_litre

    # ------------------------------------------------------------------
    # checks

    @api.constrains("date_birth")
    def _check_date_birth(self):
        today = fields.Date.context_today(self)
        for animal in self:
            age = (today - animal.date_birth).days / DAYS_A_YEAR
            if age < 0:
                raise ValidationError(
                    self.env._(
                        "%(animal)s is not born yet: the birth date %(date)s is in "
                        "the future.",
                        animal=animal.display_name,
                        date=animal.date_birth,
                    )
                )
            if age > MAX_AGE_YEARS + 1 and animal.state == "alive":
                raise ValidationError(
                    self.env._(
                        "%(animal)s would be %(age)d years old; %(limit)d is the most "
                        "that is believable. Check the birth date or the age.",
                        animal=animal.display_name,
                        age=age,
                        limit=MAX_AGE_YEARS,
                    )
                )

    @api.constrains("species", "breed_id")
    def _check_breed_of_species(self):
        labels = dict(self._fields["species"]._description_selection(self.env))
        for animal in self:
            if animal.breed_id.species != animal.species:
                raise ValidationError(
                    self.env._(
                        "%(breed)s is a breed of %(breed_species)s, and "
                        "%(animal)s is %(species)s. Choose a breed of its species.",
                        breed=animal.breed_id.name,
                        breed_species=labels[animal.breed_id.species].lower(),
                        animal=animal.display_name,
                        species=labels[animal.species].lower(),
                    )
                )

    @api.onchange("species")
    def _onchange_species(self):
        if self.breed_id.species != self.species:
            self.breed_id = False

    # ------------------------------------------------------------------
    # records

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_birth_vals(vals) for vals in vals_list]
        self._number_new(vals_list)
        animals = super().create(vals_list)
        new_owners = animals.owner_id.filtered(lambda owner: not owner.is_cattle_owner)
        new_owners.sudo().write({"is_cattle_owner": True})
        return animals

    @api.model
    def _prepare_birth_vals(self, vals):
        """Turn an age into the birth date, which a known date goes before."""
        vals = dict(vals)
        age_years = vals.pop("age_years", None)
        if age_years and not vals.get("date_birth"):
            vals["date_birth"] = self._estimate_birth(
                age_years, self.env.context.get("age_on")
            )
            vals["is_birth_estimated"] = True
        return vals

    @api.model
    def _number_new(self, vals_list):
        by_company = {}
        for vals in vals_list:
            company_id = vals.get("company_id") or self.env.company.id
            by_company.setdefault(company_id, []).append(vals)
        for company_id, company_vals in by_company.items():
            sequences = self.env["ir.sequence"].with_company(company_id)
            codes = sequences._draw("cattle.animal", len(company_vals))
            for vals, code in zip(company_vals, codes, strict=True):
                vals["code"] = code
