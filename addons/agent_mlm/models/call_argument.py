from contextlib import suppress
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

LARGEST_ID = 2**31 - 1  # of PostgreSQL's integer


class CallArgument(models.AbstractModel):
    """What callers hand to public methods, which over RPC is anything at all.

    It is read here once: a value of the wrong kind is refused in words, instead of
    with a traceback somewhere further down.
    """

    _name = "call.argument"
    _description = "Argument of a Call"

    @api.model
    def _read_amount(self, value):
        """Return rupees as a float; nothing at all is zero.

        :raise UserError: if it is not a number; a text is none, and neither is True
        """
        if value is None or value is False:
            return 0.0
        with suppress(OverflowError):
            if isinstance(value, int | float) and value is not True:
                return float(value)
        raise UserError(
            self.env._(
                "“%(value)s” is not an amount. Give rupees as a number.",
                value=str(value)[:40],
            )
        )

    @api.model
    def _read_day(self, value):
        """Return a date, or None if nothing was given.

        :param value: a date, or a text like 2026-05-31
        :raise UserError: if it is neither
        """
        if not value:
            return None
        with suppress(ValueError):
            if isinstance(value, str | date):
                return fields.Date.to_date(value)
        raise UserError(
            self.env._(
                "“%(value)s” is not a day. Write it like 2026-05-31.",
                value=str(value)[:40],
            )
        )

    @api.model
    def _is_id(self, value):
        """Whether this can be the id of a record."""
        is_whole = isinstance(value, int) and value is not True
        return is_whole and 0 < value <= LARGEST_ID
