from odoo import models
from odoo.fields import Domain

from ..tools.sheet_book import Column


class MlmRegisterLevel(models.AbstractModel):
    """What was credited on each level of the tree.

    Insurance Act 1938 s.42A forbids paying for recruitment: who is paid on which level
    must be shown on demand.
    """

    _name = "mlm.register.level"
    _description = "Payouts by level"
    _inherit = ["mlm.register.commission"]

    def _get_columns(self):
        return [
            Column("level", self.env._("Level"), "count", 8),
            Column("who", self.env._("Who"), width=26),
            Column("agents", self.env._("Agents"), "count", 10),
            Column("sales", self.env._("Commissions"), "count", 14),
            Column("credited", self.env._("Credited"), "money", 16, is_total=True),
            Column("taken", self.env._("Taken back"), "money", 16, is_total=True),
            Column("amount", self.env._("Together"), "money", 16, is_total=True),
            Column("share", self.env._("Share (%)"), "rate", 10),
        ]

    def _get_rows(self, period):
        domain = Domain(self._get_credited_domain(period))
        levels = self.env["mlm.commission"]._read_group(
            domain,
            ["level"],
            ["agent_id:count_distinct", "__count", "amount:sum"],
            order="level",
        )
        taken = {
            level: (count, amount)
            for level, count, amount in self.env["mlm.commission"]._read_group(
                domain & Domain("reversal_number", ">", 0),
                ["level"],
                ["__count", "amount:sum"],
            )
        }
        total = sum(amount for *_level, amount in levels)
        for level, agents, count, amount in levels:
            count_taken, amount_taken = taken.get(level, (0, 0.0))
            yield {
                "level": level,
                "who": self._name_level(level),
                "agents": agents,
                "sales": count - count_taken,
                "credited": amount - amount_taken,
                "taken": amount_taken,
                "amount": amount,
                "share": round(100 * amount / total, 2) if total else None,
            }

    def _name_level(self, level):
        if level == 1:
            return self.env._("The seller")
        return self.env._("Sponsor, %(count)s above", count=level - 1)
