from math import isfinite
from operator import ge, gt, le, lt

from odoo import api, fields, models
from odoo.fields import Domain

COMPARISONS = {"<": lt, "<=": le, ">": gt, ">=": ge}


def by_amount(name):
    """Return a field's search method that compares the wallet's amounts."""
    return lambda agents, operator, value: agents._search_amount(name, operator, value)


class MlmAgent(models.Model):
    """Finding agents by what is in their wallets.

    The amounts are read from the ledger, not stored, so all wallets are summed and
    then compared: a few queries, whatever the number of agents.
    """

    _inherit = "mlm.agent"

    wallet_balance = fields.Monetary(search=by_amount("wallet_balance"))
    wallet_reserved = fields.Monetary(search=by_amount("wallet_reserved"))
    wallet_available = fields.Monetary(search=by_amount("wallet_available"))
    total_earned = fields.Monetary(search=by_amount("total_earned"))
    total_withdrawn = fields.Monetary(search=by_amount("total_withdrawn"))
    total_withheld = fields.Monetary(search=by_amount("total_withheld"))
    total_clawed_back = fields.Monetary(search=by_amount("total_clawed_back"))

    @api.model
    def _search_amount(self, name, operator, value):
        if operator == "in":
            wanted = {self._to_paise(amount) for amount in value}
            return self._find_by_paise(name, wanted.__contains__)
        if operator in COMPARISONS:
            compare, limit = COMPARISONS[operator], self._to_paise(value)
            return self._find_by_paise(name, lambda paise: compare(paise, limit))
        return NotImplemented

    @api.model
    def _to_paise(self, value):
        amount = self.env["call.argument"]._read_amount(value)
        return round(amount * 100) if isfinite(amount * 100) else amount

    @api.model
    def _find_by_paise(self, name, fits):
        agents = self.sudo().with_context(active_test=False).search(Domain.TRUE)
        found = agents.filtered(lambda agent: fits(round(agent[name] * 100)))
        return Domain("id", "in", found.ids)
