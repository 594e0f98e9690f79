from odoo import fields, models
from odoo.exceptions import UserError


class CattleAnimal(models.Model):
    """How an animal leaves the register, and how a mistake is undone."""

    _inherit = "cattle.animal"

    def action_mark_dead(self, date_exit=None, note=None):
        """Record a death; the tag counts as carried up to that day.

        :param date_exit: day of death (today)
        :param str note: what it died of
        :raise UserError: if an animal is not alive, or the day can not be
        """
        self.check_access("write")
        return self._leave("dead", date_exit, note)

    def action_mark_sold(self, date_exit=None, note=None):
        """Record that the animals were sold to somebody outside the register.

        :raise UserError: if one is insured: its cover must be transferred or ended
            first, or the buyer's claim would be paid to the seller
        """
        self.check_access("write")
        if insured := self._get_insured():
            raise UserError(
                self.env._(
                    "%(animals)s: still insured. Transfer the policy to the buyer or "
                    "cancel it, then record the sale.",
                    animals=", ".join(insured.mapped("display_name")),
                )
            )
        return self._leave("sold", date_exit, note)

    def action_reinstate(self):
        """Take back a death or sale recorded by mistake; the tag is current again.

        :raise AccessError: for anyone but a manager
        """
        self.check_access("write")
        self._check_role("cattle_insurance.cattle_insurance_group_manager")
        for animal in self:
            tags = animal.tag_ids.filtered(
                lambda tag, day=animal.date_exit: tag.date_to == day
            )
            tags[:1].write({"date_to": False})
        return self._move("alive", date_exit=False, exit_note=False)

    def _leave(self, state, date_exit, note):
        date_exit = fields.Date.to_date(date_exit) or fields.Date.context_today(self)
        self._check_exit_date(date_exit)
        self._move(state, date_exit=date_exit, exit_note=note or False)
        current = self.tag_ids.filtered(lambda tag: not tag.date_to)
        return current.write({"date_to": date_exit})

    def _check_exit_date(self, date_exit):
        if date_exit > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(date)s is in the future: enter the day it happened.",
                    date=date_exit,
                )
            )
        for animal in self:
            tag = animal._get_current_tag()
            first_day = max(filter(None, [animal.date_birth, tag.date_from]))
            if date_exit < first_day:
                raise UserError(
                    self.env._(
                        "%(animal)s was tagged or born on %(first)s: it can not have "
                        "left on %(date)s. Correct one of the dates.",
                        animal=animal.display_name,
                        first=first_day,
                        date=date_exit,
                    )
                )

    def _get_insured(self):
        """Return those of these animals that a live policy covers.

        Policies belong to their own model, which answers; without them: none.
        """
        return self.browse()
