"""Rupees as the books hold them, paise as RazorpayX wants them."""

from decimal import Decimal

from odoo.tools.float_utils import float_repr

from ..const import PAISE_PER_RUPEE


def to_paise(rupees):
    """Return a whole number of paise, exactly.

    A float has no exact paise: 1.15 * 100 is 114.99999999999999. The decimal text of
    the two places the currency has is exact.

    :param float rupees: a Monetary amount, rounded to paise
    """
    return int(Decimal(float_repr(rupees, 2)) * PAISE_PER_RUPEE)
