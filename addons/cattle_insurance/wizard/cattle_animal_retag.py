from odoo import fields, models

from ..const import TAG_REASONS


class CattleAnimalRetag(models.TransientModel):
    """Asks for the new tag of an animal, and why it was put on."""

    _name = "cattle.animal.retag"
    _description = "Re-tag an Animal"

    animal_id = fields.Many2one(
        "cattle.animal",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    old_number = fields.Char(related="animal_id.tag_number", string="Present Tag")
    number = fields.Char(string="New Tag", required=True)
    date_from = fields.Date(
        string="Put On", required=True, default=fields.Date.context_today
    )
    reason = fields.Selection(TAG_REASONS, string="Why", required=True, default="lost")
    note = fields.Char()
    photo = fields.Image(string="Photo of the New Tag")

    def action_confirm(self):
        """Put the new tag on and keep the old one in the animal's history."""
        self.check_access("write")
        self.animal_id.check_access("write")
        photo = self.env["cattle.animal.photo"]
        if self.photo:
            photo = photo.create(
                {"animal_id": self.animal_id.id, "kind": "tag", "image": self.photo}
            )
        self.animal_id._retag(
            self.number,
            date=self.date_from,
            reason=self.reason,
            note=self.note,
            photo=photo,
        )
        return {"type": "ir.actions.act_window_close"}
