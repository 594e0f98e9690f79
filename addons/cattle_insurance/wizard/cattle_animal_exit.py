from odoo import fields, models


class CattleAnimalExit(models.TransientModel):
    """Asks when and why animals left the register."""

    _name = "cattle.animal.exit"
    _description = "Animal Died or Sold"

    animal_ids = fields.Many2many(
        "cattle.animal",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    kind = fields.Selection(
        [("dead", "Died"), ("sold", "Sold")], required=True, default="dead"
    )
    date_exit = fields.Date(
        string="On", required=True, default=fields.Date.context_today
    )
    note = fields.Char(help="What it died of, or who bought it.")

    def action_confirm(self):
        """Record the death or sale of all the animals chosen."""
        self.check_access("write")
        if self.kind == "dead":
            self.animal_ids.action_mark_dead(self.date_exit, self.note)
        else:
            self.animal_ids.action_mark_sold(self.date_exit, self.note)
        return {"type": "ir.actions.act_window_close"}
