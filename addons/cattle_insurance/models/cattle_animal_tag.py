import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..const import RFID_TEST_PREFIX, TAG_PATTERNS, TAG_REASONS, TAG_TYPES

# what identifies the row: only a manager corrects these later
IDENTITY_FIELDS = {"animal_id", "number", "tag_type", "date_from"}


class CattleAnimalTag(models.Model):
    """A tag an animal carried from one day to another: "no tag, no claim"."""

    _name = "cattle.animal.tag"
    _description = "Ear Tag"
    _order = "date_from desc, id desc"
    _rec_name = "number"

    animal_id = fields.Many2one(
        "cattle.animal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="animal_id.company_id", store=True, precompute=True, index=True
    )
    number = fields.Char(required=True, index="trigram")
    tag_type = fields.Selection(
        TAG_TYPES, string="Type", required=True, default="insurer"
    )
    date_from = fields.Date(
        string="Carried From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="Carried To", help="Empty while the animal wears it.")
    reason = fields.Selection(
        TAG_REASONS,
        string="Why Put On",
        required=True,
        default="first",
    )
    note = fields.Char()
    user_id = fields.Many2one(
        "res.users",
        string="Recorded By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    photo_id = fields.Many2one(
        "cattle.animal.photo",
        domain="[('animal_id', '=', animal_id)]",
        index="btree_not_null",
        ondelete="set null",
    )

    _number_by_type = models.Constraint(
        "CHECK ("
        + " OR ".join(
            f"(tag_type = '{tag_type}' AND number ~ '{pattern}')"
            for tag_type, pattern in TAG_PATTERNS.items()
        )
        + ")",
        "A Pashu Aadhaar has 12 digits, an RFID tag 15, an insurer's own tag 3 to 20 "
        "capital letters, digits, dashes or slashes.",
    )
    _no_test_rfid = models.Constraint(
        f"CHECK (tag_type <> 'rfid' OR left(number, 3) <> '{RFID_TEST_PREFIX}')",
        "RFID numbers that begin with 999 are test tags, no animal wears one.",
    )
    _date_order = models.Constraint(
        "CHECK (date_to >= date_from)",
        "A tag can not come off before it was put on: check the two dates.",
    )
    _one_current_tag = models.UniqueIndex(
        "(animal_id) WHERE date_to IS NULL",
        "The animal already wears a tag. Use “Re-tag” to replace it.",
    )
    _one_current_wearer = models.UniqueIndex(
        "(company_id, number) WHERE date_to IS NULL",
        "Another animal wears a tag with this number now. Look the number up in the "
        "register, and check which of the two was read wrongly.",
    )
    # int4range makes the id usable by gist without any extension
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(animal_id, animal_id, '[]') WITH &&, "
        "daterange(date_from, date_to, '[)') WITH &&)",
        "The animal already wore another tag in that time: check the dates.",
    )

    @api.constrains("number", "date_from", "date_to", "animal_id")
    def _check_number_worn_by_one_animal(self):
        """The database sees to current tags; this looks at the past as well."""
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                """SELECT tag.id, other.id
                     FROM cattle_animal_tag tag
                     JOIN cattle_animal_tag other
                       ON other.number = tag.number
                      AND other.company_id = tag.company_id
                      AND other.animal_id <> tag.animal_id
                      AND daterange(other.date_from, other.date_to, '[)')
                          && daterange(tag.date_from, tag.date_to, '[)')
                    WHERE tag.id IN %s
                    LIMIT 1""",
                tuple(self.ids),
            )
        )
        for tag_id, other_id in rows:
            raise ValidationError(self.browse(tag_id)._explain_two_wearers(other_id))

    def _explain_two_wearers(self, other_id):
        other = self.browse(other_id).sudo()
        return self.env._(
            "Tag %(number)s was on %(other)s from %(start)s to %(end)s: it can not be "
            "on %(animal)s in the same time.",
            number=self.number,
            other=other.animal_id.code,
            start=other.date_from,
            end=other.date_to or self.env._("now"),
            animal=self.animal_id.code,
        )

    def copy_data(self, default=None):
        raise UserError(
            self.env._(
                "Each ear tag is on one animal: enter the number of another tag."
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            number = vals["number"] = self._normalise(vals.get("number"))
            if not vals.get("tag_type"):
                vals["tag_type"] = self._guess_type(number)
        self._check_free(vals_list)
        return super().create(vals_list)

    @api.model
    def _check_free(self, vals_list):
        """Name the animal that wears a number; the index alone can not.

        :raise ValidationError: if another animal of the company wears one of them
        """
        new = [vals for vals in vals_list if not vals.get("date_to")]
        animals = self.env["cattle.animal"].browse(vals["animal_id"] for vals in new)
        worn = self.sudo().search(
            [
                ("number", "in", [vals["number"] for vals in new]),
                ("date_to", "=", False),
                ("company_id", "in", animals.company_id.ids),
            ]
        )
        wearers = {(tag.company_id, tag.number): tag.animal_id for tag in worn}
        for vals, animal in zip(new, animals, strict=True):
            wearer = wearers.get((animal.company_id, vals["number"]))
            if wearer and wearer != animal:
                raise ValidationError(
                    self.env._(
                        "%(other)s wears tag %(number)s now: it can not be on another "
                        "animal. Check which of the two was read wrongly.",
                        other=wearer.code,
                        number=vals["number"],
                    )
                )

    def write(self, vals):
        if IDENTITY_FIELDS & vals.keys():
            self._check_may_correct()
        if vals.get("number"):
            number = self._normalise(vals["number"])
            tag_type = vals.get("tag_type") or self._guess_type(number)
            vals = {**vals, "number": number, "tag_type": tag_type}
        return super().write(vals)

    def _check_may_correct(self):
        manager = "cattle_insurance.cattle_insurance_group_manager"
        if not self.env.su and not self.env.user.has_group(manager):
            raise UserError(
                self.env._(
                    "The history of tags decides claims: only a manager corrects it. "
                    "If the animal wears another tag now, use “Re-tag”."
                )
            )

    @api.model
    def _normalise(self, text):
        """Return a number as it is stored: "3560 1234-5678" -> "356012345678"."""
        number = re.sub(r"\s", "", str(text or "")).upper()
        number = "".join(
            str(int(sign)) if sign.isdecimal() else sign for sign in number
        )
        digits = number.replace("-", "")
        return digits if digits.isdecimal() else number

    @api.model
    def _guess_type(self, number):
        """Tell a tag's type from its number.

        :raise ValidationError: with what is wrong when it can be no tag
        """
        if problem := self._explain_bad_number(number):
            raise ValidationError(problem)
        for tag_type in ("rfid", "pashu_aadhaar"):
            if re.match(TAG_PATTERNS[tag_type], number):
                return tag_type
        return "insurer"

    @api.model
    def _explain_bad_number(self, number):
        """Say what is wrong with a number of unknown type, or return False."""
        if not number:
            return self.env._("The tag number is missing.")
        if number.isdecimal() and len(number) > 9 and len(number) not in (12, 15):
            # most likely a slip in a long number, not an insurer's short tag
            return self.env._(
                "Tag %(number)s has %(count)d digits: a Pashu Aadhaar has 12 and an "
                "RFID tag 15. Count them on the ear.",
                number=number,
                count=len(number),
            )
        if len(number) == 15 and number.startswith(RFID_TEST_PREFIX):
            return self.env._(
                "Tag %(number)s is a test tag (999): no animal wears one.",
                number=number,
            )
        if not number.isdecimal() and not re.match(TAG_PATTERNS["insurer"], number):
            return self.env._(
                "“%(number)s” is no tag number: 3 to 20 letters, digits, dashes or "
                "slashes.",
                number=number,
            )
        if len(number) < 3:
            return self.env._("Tag %(number)s is too short.", number=number)
        return False
