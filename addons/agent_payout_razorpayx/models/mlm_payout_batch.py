from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..const import SMALLEST_PAISE
from ..tools.paise import to_paise


def _keep_channel(_batches):
    """Leave the word in old batches when the add-on goes.

    Of a file they were not, and the database would rightly refuse to say so.
    """


class MlmPayoutBatch(models.Model):
    """The channel RazorpayX: stored here first, sent by jobs afterwards."""

    _inherit = "mlm.payout.batch"

    channel = fields.Selection(
        selection_add=[("razorpayx", "RazorpayX")],
        ondelete={"razorpayx": _keep_channel},
    )

    @api.onchange("channel", "company_id")
    def _onchange_channel(self):
        """Choose the bank of the RazorpayX account, as no other one is taken."""
        accounts = self.env["razorpayx.account"]
        account = accounts.search([("company_id", "=", self.company_id.id)], limit=1)
        if self.channel == "razorpayx" and account:
            self.journal_id = account.journal_id

    def _send_razorpayx(self):
        """Store a payout for each withdrawal, and have jobs send them.

        Nothing leaves the house here. Payouts and job are committed together with the
        batch; the job then gives each payout a job of its own.
        """
        account = self._get_razorpayx_account()
        self._check_razorpayx_day()
        payouts = self.env["razorpayx.payout"].sudo()
        payouts = payouts._prepare_for(account, self.withdrawal_ids.sudo())
        self._mark_sent()
        payouts.with_user(SUPERUSER_ID).with_delay(
            description=self.env._("RazorpayX: send %(batch)s", batch=self.name),
            identity_key=f"razorpayx.batch-{self.id}",
            max_retries=0,
        )._schedule()

    def _get_razorpayx_account(self):
        """Return the company's account as sudo.

        :raise UserError: without one, without its secret, or with another bank
        """
        accounts = self.env["razorpayx.account"].sudo()
        account = accounts.search([("company_id", "=", self.company_id.id)])
        if not account.key_secret:
            raise UserError(
                self.env._(
                    "%(company)s has no RazorpayX account with keys. An administrator "
                    "enters them under Configuration > RazorpayX.",
                    company=self.company_id.name,
                )
            )
        if self.journal_id != account.journal_id:
            raise UserError(
                self.env._(
                    "%(batch)s is booked on %(journal)s, but RazorpayX pays from "
                    "%(bank)s. Choose that bank.",
                    batch=self.name,
                    journal=self.journal_id.name,
                    bank=account.journal_id.name,
                )
            )
        return account

    def _check_razorpayx_day(self):
        if self.date > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(batch)s is to be paid on %(date)s, and RazorpayX pays at once. "
                    "Send it on that day.",
                    batch=self.name,
                    date=self.date,
                )
            )

    def _check_rows(self):
        """Refuse a batch that RazorpayX could not be asked to pay."""
        super()._check_rows()
        if self.channel == "razorpayx":
            self._get_razorpayx_account()

    def _list_channel_problems(self, rows):
        """Add what RazorpayX does not pay."""
        found = super()._list_channel_problems(rows)
        if self.channel != "razorpayx":
            return found
        for withdrawal in rows:
            sentences = self._list_razorpayx_problems(withdrawal)
            found[withdrawal] = [*found.get(withdrawal, ()), *sentences]
        return found

    def _list_razorpayx_problems(self, withdrawal):
        beneficiaries = self.env["razorpayx.beneficiary"]
        problems = []
        if withdrawal.razorpayx_payout_ids:
            problems.append(self.env._("It was given to RazorpayX already."))
        if withdrawal.currency_id.name != "INR":
            problems.append(self.env._("RazorpayX pays rupees only."))
        if to_paise(withdrawal.amount) < SMALLEST_PAISE:
            problems.append(self.env._("RazorpayX pays one rupee at least."))
        if not beneficiaries._is_name_usable(withdrawal.bank_holder):
            problems.append(
                self.env._(
                    "RazorpayX wants the account holder in Latin letters, three at "
                    "least."
                )
            )
        return problems
