from odoo.exceptions import UserError

from .const import UNDER_WAY


def uninstall_hook(env):
    """Refuse to forget payouts that RazorpayX may still make or return.

    :raise UserError: with their number
    """
    payouts = env["razorpayx.payout"]
    if count := payouts.search_count([("state", "in", UNDER_WAY)]):
        raise UserError(
            env._(
                "%(count)s payouts are under way at RazorpayX. Uninstall when they "
                "have ended: nobody would hear what becomes of them.",
                count=count,
            )
        )
