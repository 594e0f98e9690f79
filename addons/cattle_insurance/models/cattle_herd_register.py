from datetime import timedelta

from odoo import api, fields, models

from ..const import FEMALE_CLASSES, MALE_CLASSES, MAX_AGE_YEARS
from ..tools.register_words import (
    SCIENTIFIC,
    WordError,
    is_word,
    read_age,
    read_litres,
    read_money,
)

# physiology, not underwriting: a plan's own entry ages are stricter
FIRST_MILK_YEARS = 1.5
LAST_CALF_YEARS = 3
HEIFER_FROM_YEARS = 1
MALE_CALF_TO_YEARS = 2
MOST_LITRES = 100
# below this somebody left out the thousands
LEAST_VALUE = 1_000


class CattleHerdRegister(models.AbstractModel):
    """Understands the rows of a herd register, however they are spelt.

    Serves the import wizard and the list view's own import alike. Every problem of
    every row is collected; nothing is written before :meth:`_create_animals`.
    """

    _name = "cattle.herd.register"
    _description = "Herd Register Reader"

    @api.model
    def _resolve(self, rows, company, register_date=None):
        """Turn what was written into values, problems and notes, row by row.

        The number of queries does not depend on the number of rows.

        :param rows: list of RegisterRow
        :param company: the res.company whose register it is
        :param register_date: the day the ages hold for (today)
        """
        day = fields.Date.to_date(register_date) or fields.Date.context_today(self)
        spellings = self.env["cattle.breed"]._get_spellings()
        for row in rows:
            self._read_tag(row)
            self._read_numbers(row, day)
            self._read_species_and_breed(row, spellings)
            self._read_sex_and_class(row)
            self._check_age_of_class(row)
            if row.text("village"):
                row.vals["village"] = row.text("village")
        self._check_tags(rows, company)
        self._resolve_owners(rows, company)

    # ------------------------------------------------------------------
    # one row

    @api.model
    def _read_tag(self, row):
        if not row.has("tag"):
            return
        text = row.text("tag")
        tags = self.env["cattle.animal.tag"]
        if SCIENTIFIC.match(text):
            row.fail(
                "tag",
                self.env._(
                    "Excel has shortened the tag to “%(text)s”: make the column text "
                    "and type the whole number again.",
                    text=text,
                ),
            )
            return
        number = row.vals["tag_number"] = tags._normalise(text)
        if problem := tags._explain_bad_number(number):
            row.fail("tag", problem)

    @api.model
    def _read_numbers(self, row, day):
        age = self._read_number(row, "age", read_age, self.env._("5.5 or 18 months"))
        if age is not None and self._check_age(row, age):
            row.vals["date_birth"] = day - timedelta(days=round(age * 365.25))
            row.vals["is_birth_estimated"] = True
        milk = self._read_number(row, "milk", read_litres, self.env._("8.5"))
        if milk is not None and milk > MOST_LITRES:
            row.fail(
                "milk",
                self.env._(
                    "%(milk)g litres a day: no animal gives so much.", milk=milk
                ),
            )
        elif milk is not None:
            row.vals["milk_yield_litres"] = milk
        value = self._read_number(row, "value", read_money, self.env._("45,000"))
        if value is not None and value < LEAST_VALUE:
            row.fail(
                "value",
                self.env._(
                    "“%(text)s” rupees for an animal is too little: write the full "
                    "amount, such as 45,000.",
                    text=row.text("value"),
                ),
            )
        elif value is not None:
            row.vals["market_value"] = value
        if row.has("age") and not row.text("age"):
            row.fail("age", self.env._("The age is missing."))

    @api.model
    def _read_number(self, row, column, read, example):
        text = row.text(column)
        if not text:
            return None
        try:
            return read(text)
        except WordError:
            labels = {
                "age": self.env._("“%(text)s” is not an age; write it as %(example)s."),
                "milk": self.env._(
                    "“%(text)s” is not an amount of milk; write litres as %(example)s."
                ),
                "value": self.env._(
                    "“%(text)s” is not an amount of rupees; write it as %(example)s."
                ),
            }
            row.fail(column, labels[column] % {"text": text, "example": example})
            return None

    @api.model
    def _check_age(self, row, age):
        if 0 < age <= MAX_AGE_YEARS:
            return True
        row.fail(
            "age",
            self.env._(
                "%(age)g years is no age for an animal: up to %(limit)d are believed.",
                age=age,
                limit=MAX_AGE_YEARS,
            ),
        )
        return False

    @api.model
    def _read_species_and_breed(self, row, spellings):
        text = row.text("species")
        species = row.hint("species", ["species", "sex", "animal_class"])
        if text and not is_word(text):
            row.fail(
                "species",
                self.env._(
                    "“%(text)s” is no species we insure: write cow or buffalo.",
                    text=text,
                ),
            )
            return
        breed = self._read_breed(row, species, spellings)
        species = species or breed.species
        if species:
            row.vals["species"] = species
        elif row.has("species") and not row.text("breed"):
            row.fail(
                "species",
                self.env._("The species is missing: write cow or buffalo."),
            )

    @api.model
    def _read_breed(self, row, species, spellings):
        breeds = self.env["cattle.breed"]
        text = row.text("breed")
        if not row.has("breed") or not (text or species):
            return breeds
        breed = breeds._match(species, text or "Non-descript", spellings)
        if not breed:
            row.fail("breed", self._explain_unknown_breed(text, species, spellings))
            return breeds
        row.vals["breed_id"] = breed.id
        if not text:
            row.note(self.env._("No breed given: taken as %(name)s.", name=breed.name))
        elif not breeds._spelling_key(breed.name).startswith(
            breeds._spelling_key(text)
        ):
            row.note(
                self.env._(
                    "Breed “%(text)s” read as %(name)s.", text=text, name=breed.name
                )
            )
        return breed

    @api.model
    def _explain_unknown_breed(self, text, species, spellings):
        breeds = self.env["cattle.breed"]
        labels = dict(breeds._fields["species"]._description_selection(self.env))
        other = breeds._match(False, text, spellings)
        if other:
            return self.env._(
                "%(breed)s is a breed of %(breed_species)s, but the row says "
                "%(species)s: correct one of them.",
                breed=other.name,
                breed_species=labels[other.species].lower(),
                species=labels[species].lower(),
            )
        return self.env._(
            "Breed “%(text)s” is not in the list of breeds (or fits several): correct "
            "it, or write Non-descript.",
            text=text,
        )

    @api.model
    def _read_sex_and_class(self, row):
        for column in ("sex", "animal_class"):
            if row.text(column) and not is_word(row.text(column)):
                row.fail(column, self._explain_unknown_word(row, column))
        columns = ["sex", "animal_class", "species"]
        sex = row.hint("sex", columns)
        animal_class = row.hint("animal_class", ["animal_class", "sex", "species"])
        if not sex and row.vals.get("milk_yield_litres"):
            sex = "female"
            row.note(self.env._("No sex given: in milk, so female."))
        if not sex:
            if row.has("sex") and not row.text("sex"):
                row.fail("sex", self.env._("The sex is missing: write F or M."))
            return
        if sex == "male" and row.vals.get("milk_yield_litres"):
            row.fail("milk", self.env._("A male gives no milk: correct sex or milk."))
        row.vals["sex"] = sex
        row.vals["animal_class"] = animal_class or self._guess_class(row, sex)
        wrong = MALE_CLASSES if sex == "female" else FEMALE_CLASSES
        if animal_class in wrong:
            row.fail(
                "sex", self.env._("Sex and class contradict each other: correct one.")
            )

    @api.model
    def _explain_unknown_word(self, row, column):
        text = row.text(column)
        if column == "sex":
            return self.env._("“%(text)s” is no sex: write F or M.", text=text)
        return self.env._(
            "“%(text)s” is no class: write milch, dry, heifer, calf, bull or bullock.",
            text=text,
        )

    @api.model
    def _guess_class(self, row, sex):
        """Tell the class of an animal from its sex, milk and age."""
        born = row.vals.get("date_birth")
        age = (fields.Date.context_today(self) - born).days / 365.25 if born else None
        if sex == "male":
            if age is not None and age < MALE_CALF_TO_YEARS:
                return "calf"
            row.note(self.env._("No class given: taken as a bullock."))
            return "bullock"
        if row.vals.get("milk_yield_litres"):
            return "milch"
        if age is not None and age < HEIFER_FROM_YEARS:
            return "calf"
        return "heifer" if age is not None and age < LAST_CALF_YEARS else "dry"

    @api.model
    def _check_age_of_class(self, row):
        born, animal_class = row.vals.get("date_birth"), row.vals.get("animal_class")
        if not born:
            return
        age = (fields.Date.context_today(self) - born).days / 365.25
        if animal_class in ("milch", "dry") and age < FIRST_MILK_YEARS:
            row.fail(
                "age",
                self.env._("%(age).1f years is too young to be in milk.", age=age),
            )
        if animal_class == "calf" and age > LAST_CALF_YEARS:
            row.fail("age", self.env._("%(age).1f years is no calf any more.", age=age))

    # ------------------------------------------------------------------
    # all rows together

    @api.model
    def _check_tags(self, rows, company):
        """Find tags that stand twice in the file or are in the register already."""
        with_tag = [row for row in rows if row.vals.get("tag_number")]
        by_number = {}
        for row in with_tag:
            by_number.setdefault(row.vals["tag_number"], []).append(row)
        for same in by_number.values():
            self._check_repeated_tag(same)
        worn = self.env["cattle.animal.tag"].search(
            [
                ("number", "in", list(by_number)),
                ("date_to", "=", False),
                ("company_id", "=", company.id),
            ]
        )
        insured = worn.animal_id._get_insured()
        for tag in worn:
            for row in by_number[tag.number]:
                row.fail("tag", self._explain_known_tag(tag, tag.animal_id in insured))

    @api.model
    def _check_repeated_tag(self, same):
        first, *others = same
        for row in others:
            if row.cells == first.cells:
                row.fail(
                    "tag",
                    self.env._("The same as row %(number)d.", number=first.number),
                )
        clashing = [row for row in same if row is first or row.cells != first.cells]
        if len(clashing) < 2:
            return
        for row in clashing:
            numbers = ", ".join(str(other.number) for other in clashing if other != row)
            row.fail(
                "tag",
                self.env._(
                    "The same tag is in row %(numbers)s with other data: find out "
                    "which animal wears it.",
                    numbers=numbers,
                ),
            )

    @api.model
    def _explain_known_tag(self, tag, is_insured):
        animal = tag.animal_id
        if is_insured:
            return self.env._(
                "Tag %(number)s is already insured: %(animal)s of %(owner)s.",
                number=tag.number,
                animal=animal.code,
                owner=animal.owner_id.name,
            )
        return self.env._(
            "Tag %(number)s is already in the register: %(animal)s of %(owner)s.",
            number=tag.number,
            animal=animal.code,
            owner=animal.owner_id.name,
        )

    # ------------------------------------------------------------------
    # writing

    @api.model
    def _create_animals(self, rows, company):
        """Create the animals of good rows, and the owners they need.

        :return: the animals, in the order of the rows
        """
        self._create_owners(rows, company)
        animals = self.env["cattle.animal"].with_context(tracking_disable=True)
        return animals.create(
            [{**row.vals, "company_id": company.id} for row in rows]
        ).with_env(self.env)
