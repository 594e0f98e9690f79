from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _increase_rank(self, field, n=1):
        """Override of `account`: payees of commissions were marked in one write.

        Core counts each posting, with an UPDATE a contact in a transaction of its own.
        How often an agent was credited says nothing; that he is paid does.
        """
        if self.env.context.get("are_payees_marked"):
            return
        super()._increase_rank(field, n)
