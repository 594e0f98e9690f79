from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ..const import BASE_URL_PARAMETER, PAISE_PER_RUPEE
from ..tools.razorpayx_client import RazorpayXClient, RazorpayXError, is_signed


class RazorpayxAccount(models.Model):
    """The line to RazorpayX: with these keys, and only to RazorpayX."""

    _inherit = "razorpayx.account"

    def action_test_connection(self):
        """Tell whether RazorpayX knows the keys and the account, and its balance.

        :raise UserError: with what RazorpayX says
        """
        self.check_access("write")  # administrators only, by the access rights
        self.ensure_one()
        account = self.sudo()
        try:
            client = account._get_client()
            client.check_connection(account.account_number)
        except RazorpayXError as error:
            raise UserError(
                self.env._("RazorpayX says: %(reason)s", reason=error)
            ) from None
        return account._notify(account._describe_balance(client))

    def action_renew_webhook_address(self):
        """Give the webhook another address; the old one is closed at once."""
        self.check_access("write")  # administrators only, by the access rights
        token = self.default_get(["webhook_token"])
        for account in self:
            account.write(token)

    def _describe_balance(self, client):
        """Return a sentence on the balance; not every account has it in the API."""
        try:
            paise = client.fetch_balance(self.account_number)
        except RazorpayXError:
            paise = None
        if paise is None:
            return self.env._("Keys and account number are right.")
        rupees = format_amount(
            self.env, paise / PAISE_PER_RUPEE, self.company_id.currency_id
        )
        return self.env._(
            "Keys and account number are right. Balance: %(balance)s.", balance=rupees
        )

    def _notify(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message},
        }

    def _get_client(self):
        """Return a client with the keys of this account.

        :raise UserError: without a key secret, or when a live key would go to an
            address that is not RazorpayX's
        """
        self.ensure_one()
        account = self.sudo()
        if not account.key_secret:
            raise UserError(self.env._("Enter the key secret of RazorpayX first."))
        parameters = self.env["ir.config_parameter"].sudo()
        base_url = parameters.get_param(BASE_URL_PARAMETER)
        if base_url and account.is_live:
            raise UserError(
                self.env._(
                    "The system parameter %(name)s is for test keys: a live key goes "
                    "to RazorpayX only.",
                    name=BASE_URL_PARAMETER,
                )
            )
        return RazorpayXClient(account.key_id, account.key_secret, base_url or None)

    def _is_signed(self, body, signature):
        """Tell whether RazorpayX signed these bytes with our webhook secret."""
        return is_signed(body, signature, self.sudo().webhook_secret)
