from datetime import timedelta

from odoo import fields

from .books_common import BooksCommon


class HoldingCommon(BooksCommon):
    """Commissions of any age, in a company with fifteen hold days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.mlm_commission_hold_days = 15
        cls.payee = cls.agent()

    @classmethod
    def aged(cls, amount=100, agent=None, **age):
        """Return a pending commission that is so old; ``age`` as for timedelta."""
        commission = cls.commission(agent or cls.payee, amount)
        commission.flush_recordset()
        cls.env.cr.execute(
            "UPDATE mlm_commission SET create_date = %s WHERE id = %s",
            (fields.Datetime.now() - timedelta(**age), commission.id),
        )
        commission.invalidate_recordset()
        return commission
