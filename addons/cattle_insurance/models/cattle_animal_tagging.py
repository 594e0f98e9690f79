from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..const import TAG_TYPES


class CattleAnimal(models.Model):
    """The animal under its tags: which it wears, wore, and who wears one."""

    _inherit = "cattle.animal"

    tag_ids = fields.One2many("cattle.animal.tag", "animal_id", string="Tag History")
    tag_number = fields.Char(
        compute="_compute_tag",
        inverse="_inverse_tag_number",
        store=True,
        readonly=False,
        copy=False,
        index="trigram",
        help="The ear tag it carries now; the last one once it is dead or sold.",
    )
    tag_type = fields.Selection(TAG_TYPES, compute="_compute_tag", store=True)

    @api.depends("code", "tag_number")
    def _compute_display_name(self):
        for animal in self:
            tag = f" ({animal.tag_number})" if animal.tag_number else ""
            animal.display_name = f"{animal.code or ''}{tag}"

    @api.model
    def _search_display_name(self, operator, value):
        if operator not in ("ilike", "like", "=like", "=ilike"):
            return super()._search_display_name(operator, value)
        number = self.env["cattle.animal.tag"]._normalise(value)
        return (
            Domain("code", operator, value)
            | Domain("owner_id.name", operator, value)
            | Domain("tag_ids.number", operator, number)
        )

    @api.depends("tag_ids.number", "tag_ids.tag_type", "tag_ids.date_to", "state")
    def _compute_tag(self):
        for animal in self:
            tags = animal.tag_ids.sorted(
                lambda tag: (str(tag.date_from or ""), tag._origin.id or 0)
            )
            current = tags.filtered(lambda tag: not tag.date_to)
            tag = current if animal.state == "alive" else current or tags
            animal.tag_number = tag[-1:].number
            animal.tag_type = tag[-1:].tag_type

    def _inverse_tag_number(self):
        """Put the tag typed into the animal's own form or an import file on it."""
        numbers = {animal: animal.tag_number for animal in self}
        fresh = self.filtered(lambda animal: not animal._get_current_tag())
        self.env["cattle.animal.tag"].create(
            [
                {"animal_id": animal.id, "number": numbers[animal]}
                for animal in fresh
                if numbers[animal]
            ]
        )
        for animal in self - fresh:
            tag = animal._get_current_tag()
            if tag.number != tag._normalise(numbers[animal]):
                animal._retag(numbers[animal], reason="correction")
        self._compute_tag()  # the ORM spares a field while its inverse runs

    def _get_current_tag(self):
        """Return the tag the animal wears now, or an empty recordset."""
        return self.tag_ids.filtered(lambda tag: not tag.date_to)[:1]

    @api.model
    def _find_by_tag(self, number, on_date=None):
        """Return the animals that wore a tag on a day, however it is spelt.

        On the day of re-tagging both the old and the new number answer.

        :param str number: as read from the ear, spaces and dashes allowed
        :param on_date: the day, such as the date of a loss (today)
        """
        day = fields.Date.to_date(on_date) or fields.Date.context_today(self)
        worn = (
            Domain("number", "=", self.env["cattle.animal.tag"]._normalise(number))
            & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )
        return self.search(Domain("tag_ids", "any", worn))

    def _retag(
        self,
        number,
        *,
        tag_type=False,
        date=None,
        reason="lost",
        note=False,
        photo=None,
    ):
        """Replace the tag of one animal and keep the old one in its history.

        :param str number: the new number, in any spelling
        :param str tag_type: one of the tag types; told from the number if not given
        :param date: the day the new tag was put on (today)
        :param str reason: one of the reasons of ``cattle.animal.tag``
        :param photo: a cattle.animal.photo showing the new tag
        :return: the new tag
        :raise UserError: if the animal is gone, or the day or number can not be
        """
        self.ensure_one()
        day = fields.Date.to_date(date) or fields.Date.context_today(self)
        current = self._get_current_tag()
        self._check_retag(current, number, day)
        current.write({"date_to": day})
        current.flush_recordset()  # the old tag is off before the new one is on
        tag = self.env["cattle.animal.tag"].create(
            {
                "animal_id": self.id,
                "number": number,
                "tag_type": tag_type,
                "date_from": day,
                "reason": reason,
                "note": note,
                "photo_id": photo.id if photo else False,
            }
        )
        self._log_retag(current, tag)
        return tag

    def _check_retag(self, current, number, day):
        if self.state != "alive":
            raise UserError(
                self.env._(
                    "%(animal)s is not alive or not ours any more: no new tag.",
                    animal=self.display_name,
                )
            )
        if current.number == current._normalise(number):
            raise UserError(
                self.env._(
                    "%(animal)s already wears %(number)s: enter the new tag.",
                    animal=self.code,
                    number=current.number,
                )
            )
        if current and not current.date_from <= day <= fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "The present tag was put on on %(start)s: the new one comes after "
                    "that, and not in the future.",
                    start=current.date_from,
                )
            )

    def _log_retag(self, old, new):
        reasons = dict(new._fields["reason"]._description_selection(self.env))
        self._message_log(
            body=self.env._(
                "Tag %(new)s put on instead of %(old)s on %(date)s: %(reason)s.",
                new=new.number,
                old=old.number or self.env._("none"),
                date=new.date_from,
                reason=reasons[new.reason],
            )
        )
