from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import ACCOUNTANT, ENDED_UNPAID

# how a withdrawal may end, and what RazorpayX must have said before
ENDS = {
    "processed": ("processed",),
    "failed": ENDED_UNPAID,
    "rejected": ENDED_UNPAID,
    "reversed": ("reversed",),
}


class MlmWithdrawal(models.Model):
    """Withdrawals that RazorpayX pays: it decides how they end, nobody by hand."""

    _inherit = "mlm.withdrawal"

    razorpayx_payout_ids = fields.One2many(
        "razorpayx.payout", "withdrawal_id", groups=ACCOUNTANT
    )
    razorpayx_payout_id = fields.Many2one(
        "razorpayx.payout",
        string="RazorpayX payout",
        compute="_compute_razorpayx_payout_id",
        compute_sudo=True,
        groups=ACCOUNTANT,
    )
    is_razorpayx_decided = fields.Boolean(
        compute="_compute_razorpayx_payout_id",
        compute_sudo=True,
        help="RazorpayX was asked to pay it, so nobody decides by hand how it ends.",
    )
    razorpayx_state = fields.Selection(
        related="razorpayx_payout_ids.state", string="RazorpayX", groups=ACCOUNTANT
    )
    razorpayx_remote_status = fields.Char(
        related="razorpayx_payout_ids.remote_status", groups=ACCOUNTANT
    )
    razorpayx_remote_reason = fields.Char(
        related="razorpayx_payout_ids.remote_reason", groups=ACCOUNTANT
    )
    razorpayx_touched_at = fields.Datetime(
        related="razorpayx_payout_ids.touched_at", groups=ACCOUNTANT
    )
    razorpayx_last_error = fields.Char(
        related="razorpayx_payout_ids.last_error", groups=ACCOUNTANT
    )
    razorpayx_hold_reason = fields.Char(
        related="razorpayx_payout_ids.hold_reason", groups=ACCOUNTANT
    )

    @api.depends("razorpayx_payout_ids")
    def _compute_razorpayx_payout_id(self):
        for withdrawal in self:
            withdrawal.razorpayx_payout_id = withdrawal.razorpayx_payout_ids[:1]
            withdrawal.is_razorpayx_decided = bool(withdrawal.razorpayx_payout_ids)

    def _move(self, state, **vals):
        """Let RazorpayX's word come first for what it was given to pay."""
        self._check_razorpayx_agrees(state)
        return super()._move(state, **vals)

    def _check_razorpayx_agrees(self, state):
        """Refuse to decide by hand what RazorpayX may still pay, or has paid.

        A person whom a contradiction was reported to may book a return by hand.
        """
        strays = self.sudo().razorpayx_payout_ids.filtered(
            lambda payout: (
                state in ENDS
                and payout.state not in ENDS[state]
                and not (state == "reversed" and payout.hold_reason)
            )
        )
        if strays:
            raise UserError(
                self.env._(
                    "%(withdrawals)s: RazorpayX was asked to pay this, and its word "
                    "decides. Ask RazorpayX for the state, or see what its payout "
                    "waits for.",
                    withdrawals=", ".join(strays.withdrawal_id.mapped("name")),
                )
            )

    def action_open_razorpayx_payout(self):
        """Open what RazorpayX was asked, and what it said."""
        self._check_role(ACCOUNTANT)
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "razorpayx.payout",
            "res_id": self.razorpayx_payout_id.id,
            "view_mode": "form",
        }

    def action_razorpayx_send_again(self):
        """Take up payouts that wait for a person, with the key they had before."""
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self.razorpayx_payout_ids.action_send_again()

    def action_razorpayx_ask(self):
        """Ask RazorpayX how these payouts are."""
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        self.razorpayx_payout_ids.action_ask()
