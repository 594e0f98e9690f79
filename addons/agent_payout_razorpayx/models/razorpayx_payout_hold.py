from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..const import ACCOUNTANT, GIVE_UP_MINUTES
from ..tools.razorpayx_client import RazorpayXError


class RazorpayxPayout(models.Model):
    """Payouts that wait for a person, and what the person can do."""

    _inherit = "razorpayx.payout"

    def action_send_again(self):
        """Take up payouts that wait for a person, with the key they had before.

        Safe at any time: RazorpayX pays a key once.
        """
        self._check_role(ACCOUNTANT)
        self.check_access("read")
        self.sudo()._record(hold_reason=False, attempts=0)
        self._schedule_now()

    def action_ask(self):
        """Ask RazorpayX how these payouts are, without waiting for the cron."""
        self._check_role(ACCOUNTANT)
        self.check_access("read")
        self._schedule_now()

    def action_give_up(self):
        """Return the money to the agent for payouts RazorpayX never accepted.

        :raise UserError: unless the payout waits for a person, the last attempt is
            some time ago, and RazorpayX itself says that it has no such payout
        """
        self._check_role(ACCOUNTANT)
        self.check_access("read")
        payouts = self.sudo()
        # every call comes before the first decision
        for payout in payouts:
            payout._check_may_be_given_up()
            payout._check_unknown_to_razorpayx()
        for payout in payouts:
            payout._apply("cancelled", self.env._("Given up before it was sent."))

    def _check_may_be_given_up(self):
        recent = fields.Datetime.now() - timedelta(minutes=GIVE_UP_MINUTES)
        if self.state != "ready" or not self.hold_reason:
            raise UserError(
                self.env._(
                    "%(payout)s: only what was not accepted and waits for a person can "
                    "be given up.",
                    payout=self.name,
                )
            )
        if self.touched_at > recent:
            raise UserError(
                self.env._(
                    "%(payout)s: the last attempt is less than %(minutes)s minutes "
                    "ago. Its answer may still come.",
                    payout=self.name,
                    minutes=GIVE_UP_MINUTES,
                )
            )

    def _check_unknown_to_razorpayx(self):
        try:
            known = self._find(self.account_id._get_client())
        except RazorpayXError as error:
            raise UserError(
                self.env._(
                    "%(payout)s: RazorpayX can not be asked whether it has it: "
                    "%(reason)s",
                    payout=self.name,
                    reason=error,
                )
            ) from None
        if known:
            raise UserError(
                self.env._(
                    "%(payout)s: RazorpayX has accepted it. Send it again, and its "
                    "state will be read.",
                    payout=self.name,
                )
            )

    def _hold(self, reason):
        """Wait for a person, and tell the one who sent it."""
        is_new = self.hold_reason != reason
        self._record(hold_reason=reason, touched_at=fields.Datetime.now())
        if is_new:
            self.withdrawal_id.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=self.env._(
                    "RazorpayX needs a person: %(name)s", name=self.name
                ),
                note=reason,
                user_id=self.sent_by_id.id,
            )

    def _explain_setup(self, error):
        return self.env._(
            "RazorpayX does not accept our keys or our account: %(reason)s. An "
            "administrator corrects them; then send it again.",
            reason=str(error).rstrip("."),
        )

    def _explain_books(self, status, error):
        return self.env._(
            "RazorpayX says “%(status)s”, but the books refuse it: %(error)s",
            status=status,
            error=error,
        )
