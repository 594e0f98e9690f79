from odoo import api, fields, models

from ..const import SPECIES


class CattleValueFloor(models.Model):
    """What a litre of daily milk makes an animal worth at least, from a day on."""

    _name = "cattle.value.floor"
    _description = "Value Floor per Litre"
    _order = "date_from desc, species, id desc"
    _rec_name = "species"

    species = fields.Selection(SPECIES, required=True, default="cattle")
    date_from = fields.Date(
        string="Valid From",
        required=True,
        copy=False,
        default=fields.Date.context_today,
    )
    amount_per_litre = fields.Monetary(
        required=True, help="Rupees of market value for each litre of milk a day."
    )
    company_id = fields.Many2one(
        "res.company", help="Empty: for every company.", index="btree_not_null"
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    note = fields.Char(string="Source")

    _amount_positive = models.Constraint(
        "CHECK (amount_per_litre > 0)", "A value floor is more than zero."
    )
    _one_per_day = models.UniqueIndex(
        "(species, date_from, COALESCE(company_id, 0))",
        "There is already a floor for this species from that day on: change that one.",
    )

    @api.model
    def _get_amounts(self, company, day):
        """Map each species to its amount per litre in force on a day.

        The company's own floor goes before the one for all companies.

        :param company: one res.company
        :param date day: the day it is asked for
        """
        floors = self.sudo().search(
            [
                ("company_id", "in", [False, company.id]),
                ("date_from", "<=", day),
            ],
            order="date_from, id",
        )
        own = floors.filtered("company_id")
        return {floor.species: floor.amount_per_litre for floor in floors - own} | {
            floor.species: floor.amount_per_litre for floor in own
        }
