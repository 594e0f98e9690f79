import base64
import io
import secrets

import qrcode

from odoo import api, fields, models
from odoo.tools.image import image_data_uri

# no letters or digits that are mistaken for one another on paper
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12


class InsurancePolicy(models.Model):
    """The certificate, and the public check that it is genuine."""

    _inherit = "insurance.policy"

    certificate_code = fields.Char(
        readonly=True,
        copy=False,
        help="What the QR code carries: random, so that nobody can guess another.",
    )

    plan_terms = fields.Text(compute="_compute_plan_terms")

    _certificate_code_uniq = models.UniqueIndex(
        "(certificate_code) WHERE certificate_code IS NOT NULL",
        "This certificate code is taken.",
    )

    def _compute_access_url(self):
        """Override of `portal`: customers find their certificate here."""
        super()._compute_access_url()
        for policy in self:
            policy.access_url = f"/insurance/policies/{policy.id}/certificate"

    def action_print_certificate(self):
        """Print the certificates of policies that were put in force."""
        self.check_access("read")
        return self.env.ref(
            "cattle_insurance.insurance_policy_certificate_report"
        ).report_action(self.filtered("certificate_code"))

    def _get_report_base_filename(self):
        """Override of `portal`: the name under which the certificate is saved."""
        self.ensure_one()
        return self.env._(
            "Certificate %(number)s", number=self.policy_number.replace("/", "-")
        )

    def _draw_certificate_codes(self):
        """Return as many codes as there are policies, 60 random bits each."""
        letters = len(CODE_ALPHABET)  # 32 divides 256, so each is as likely
        return [
            "".join(
                CODE_ALPHABET[byte % letters]
                for byte in secrets.token_bytes(CODE_LENGTH)
            )
            for _policy in self
        ]

    def _get_standing_on(self, day):
        """Return ``live``, ``future`` or ``ended``: what a certificate is worth.

        The dates count, not only the status: it may not have been updated yet today.
        """
        self.ensure_one()
        if self.state != "approved" or self.date_end < day:
            return "ended"
        return "future" if self.date_start > day else "live"

    def _get_verification_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/insurance/verify/{self.certificate_code}"

    def _get_verification_qr(self):
        """Return the QR code of the verification page as a data URI."""
        self.ensure_one()
        picture = io.BytesIO()
        qrcode.make(self._get_verification_url(), border=0).save(picture)
        return image_data_uri(base64.b64encode(picture.getvalue()))

    def _get_amount_in_words(self, amount):
        """Return rupees and paise in words, counted in lakh and crore."""
        return self.currency_id._spell_amount(amount)

    @api.depends("plan_snapshot")
    @api.depends_context("lang")
    def _compute_plan_terms(self):
        for policy in self:
            terms = policy._list_plan_terms() if policy.plan_snapshot else []
            policy.plan_terms = "\n".join(terms)

    def _list_plan_terms(self):
        """Return the terms the customer bought, as sentences."""
        self.ensure_one()
        plan = self.plan_snapshot
        covers = self.plan_id._name_covers(plan["covers"])
        terms = [
            self.env._("Covers: %(covers)s.", covers=", ".join(covers)),
            self.env._(
                "Disease is covered after a waiting period of %(days)s days; accident "
                "from the first day.",
                days=0 if self.previous_policy_id else plan["waiting_period_days"],
            ),
        ]
        if plan["rate_ptd"]:
            terms.append(
                self.env._(
                    "Permanent total disability pays %(rate)g %% of the sum insured.",
                    rate=plan["rate_ptd"],
                )
            )
        if plan["rate_not_in_milk"] < 100:
            terms.append(
                self.env._(
                    "A claim pays %(rate)g %% when the animal was dry or not pregnant.",
                    rate=plan["rate_not_in_milk"],
                )
            )
        return terms

    def _prepare_plan_snapshot(self):
        """Return the plan's terms as they are now, for the life of this policy."""
        self.ensure_one()
        plan = self.plan_id
        return {
            "plan": plan.name,
            "insurer": plan.insurer_id.name,
            "product_name": plan.product_name,
            "uin": plan.uin,
            "covers": plan._list_covers(),
            "waiting_period_days": plan.waiting_period_days,
            "rate_ptd": plan.rate_ptd if plan.is_ptd_covered else 0,
            "rate_not_in_milk": plan.rate_not_in_milk,
            "rate": self.rate_id._describe(),
            "gst_notification": plan.gst_notification or "",
            "snapshot_on": fields.Date.context_today(self).isoformat(),
        }
