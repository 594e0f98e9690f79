from odoo import fields, http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class Certificate(CustomerPortal):
    """The certificate for its customer, and for everybody the check that it is real."""

    @http.route(
        "/insurance/policies/<int:policy_id>/certificate",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def policy_certificate(self, policy_id, access_token=None, **_kwargs):
        """Send the certificate as PDF to whoever may read the policy.

        :param int policy_id: the policy
        :param str access_token: the token from the customer's mail
        """
        try:
            policy_sudo = self._document_check_access(
                "insurance.policy", policy_id, access_token
            )
        except (AccessError, MissingError):
            return request.redirect("/my")
        if not policy_sudo.certificate_code:
            raise request.not_found()
        return self._show_report(
            model=policy_sudo,
            report_type="pdf",
            report_ref="cattle_insurance.insurance_policy_certificate_report",
            download=False,
        )

    @http.route(
        "/insurance/verify/<string:code>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def verify_certificate(self, code, **_kwargs):
        """Show whether a certificate is genuine and in force, and nothing personal.

        :param str code: what the QR code carries
        """
        policies = request.env["insurance.policy"].sudo()
        policy = policies.search([("certificate_code", "=", code.upper())], limit=1)
        today = fields.Date.context_today(policy)
        values = {
            "policy": policy,
            "standing": policy and policy._get_standing_on(today),
            "code": code,
            "today": today,
        }
        status = 200 if policy else 404
        return request.render(
            "cattle_insurance.verify_certificate", values, status=status
        )
