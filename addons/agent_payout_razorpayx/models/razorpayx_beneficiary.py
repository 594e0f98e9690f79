import hashlib
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import NAME_FORBIDDEN, NAME_LENGTH, NAME_SHORTEST


class RazorpayxBeneficiary(models.Model):
    """A payee as RazorpayX knows him: a contact, and one of his bank accounts.

    Found again by a fingerprint of holder, IFSC and number: other details make
    another beneficiary, so money never goes to an account that was changed since.
    """

    _name = "razorpayx.beneficiary"
    _description = "RazorpayX Beneficiary"
    _rec_name = "holder"

    account_id = fields.Many2one(
        "razorpayx.account", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    holder = fields.Char(readonly=True)
    ifsc = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    account_number = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    fingerprint = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    contact_ref = fields.Char(string="Contact", readonly=True)
    fund_account_ref = fields.Char(string="Fund account", readonly=True)

    _fingerprint_uniq = models.UniqueIndex(
        "(account_id, partner_id, fingerprint)", "This beneficiary exists already."
    )

    def copy_data(self, default=None):
        """Refuse: the same details are the same beneficiary."""
        raise UserError(self.env._("Beneficiaries are made when they are paid."))

    @api.model
    def _take(self, account, withdrawals):
        """Return {withdrawal: beneficiary} for the bank accounts they are paid to.

        :param withdrawals: those of one company, as sudo
        """
        wanted = {
            withdrawal: self._prepare_vals(account, withdrawal)
            for withdrawal in withdrawals
        }
        known = {
            self._get_key(beneficiary): beneficiary
            for beneficiary in self.search(
                [
                    ("account_id", "=", account.id),
                    ("partner_id", "in", withdrawals.agent_id.partner_id.ids),
                ]
            )
        }
        new = {self._get_key(vals): vals for vals in wanted.values()}
        new = {key: vals for key, vals in new.items() if key not in known}
        known |= dict(zip(new, self.create(list(new.values())), strict=True))
        return {
            withdrawal: known[self._get_key(vals)]
            for withdrawal, vals in wanted.items()
        }

    @api.model
    def _prepare_vals(self, account, withdrawal):
        details = {
            "holder": withdrawal.bank_holder,
            "ifsc": withdrawal.bank_ifsc,
            "account_number": withdrawal.bank_account_number,
        }
        text = "|".join(value or "" for value in details.values())
        return {
            **details,
            "account_id": account.id,
            "partner_id": withdrawal.agent_id.partner_id.id,
            "fingerprint": hashlib.sha256(text.encode()).hexdigest(),
        }

    @api.model
    def _get_key(self, source):
        partner = source["partner_id"]
        return (getattr(partner, "id", partner), source["fingerprint"])

    def _create_contact(self, client):
        """Keep the id of the payee's contact, one for all his bank accounts."""
        siblings = self.search(
            [
                ("account_id", "=", self.account_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("contact_ref", "!=", False),
            ],
            limit=1,
        )
        self.contact_ref = (
            siblings.contact_ref
            or client.create_contact(
                self._clean_name(self.holder), f"partner-{self.partner_id.id}"
            )["id"]
        )

    def _create_fund_account(self, client):
        """Keep the id of the bank account."""
        self.fund_account_ref = client.create_fund_account(
            self.contact_ref,
            self._clean_name(self.holder),
            self.ifsc,
            self.account_number,
        )["id"]

    def _forget(self):
        """Let RazorpayX be asked again for contact and fund account."""
        self.write({"contact_ref": False, "fund_account_ref": False})

    @api.model
    def _clean_name(self, name):
        """Return a name that RazorpayX takes: its letters, its length, its end."""
        cleaned = re.sub(NAME_FORBIDDEN, " ", name or "")
        cleaned = " ".join(cleaned.split())[:NAME_LENGTH]
        return re.sub(r"[^A-Za-z0-9.]+$", "", cleaned)

    @api.model
    def _is_name_usable(self, name):
        """Tell whether enough of a name is left after cleaning."""
        return len(self._clean_name(name)) >= NAME_SHORTEST
