import re

from odoo import fields
from odoo.tests import HttpCase, tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestInsurancePolicyCertificate(PolicyCommon, HttpCase):
    def html_of(self, policy):
        report = "cattle_insurance.insurance_policy_certificate_report"
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            report, policy.ids
        )
        return " ".join(html.decode().split())

    def test_it_says_what_is_insured_for_how_much_and_by_whom(self):
        policy = self.in_force(nominee_name="Sita Patel")
        html = self.html_of(policy)
        for words in (
            policy.policy_number,
            policy.tag_number,
            "50,000.00",
            "Rupees fifty thousand only",
            "IRDANTEST0001V01",
            "Bharat General Insurance",
            "15 June 2026",
            "14 June 2027",
            "Ramesh Patel",
            "Sita Patel",
            policy.invoice_id.name,
            policy.certificate_code,
        ):
            self.assertIn(words, html)

    def test_it_keeps_the_terms_that_were_bought(self):
        policy = self.in_force()
        self.insurance_plan.write({"uin": "IRDANNEW0002V02", "waiting_period_days": 90})
        html = self.html_of(policy)
        self.assertIn("IRDANTEST0001V01", html)
        self.assertIn("15 days", html)
        self.assertNotIn("90 days", html)

    def test_amounts_are_counted_in_lakh_and_crore(self):
        policy = self.propose()
        for amount, words in (
            (0, "zero"),
            (100_000, "one lakh"),
            (12_345_678, "one crore"),
        ):
            self.assertIn(words, policy._get_amount_in_words(amount))
        self.assertIn("fifty paise", policy._get_amount_in_words(1.5))

    def test_codes_are_long_random_and_different(self):
        codes = (self.in_force() + self.in_force()).mapped("certificate_code")
        self.assertNotEqual(*codes)
        for code in codes:
            self.assertRegex(code, r"^[2-9A-HJ-NP-Z]{12}$")

    def test_anybody_can_check_it_and_sees_nothing_personal(self):
        policy = self.in_force()
        answer = self.url_open(f"/insurance/verify/{policy.certificate_code.lower()}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn(policy.policy_number, answer.text)
        self.assertIn("in force", answer.text)
        for secret in ("Ramesh", policy.tag_number, "50,000", "2,655"):
            self.assertNotIn(secret, answer.text)

    def test_an_ended_policy_is_not_shown_as_in_force(self):
        policy = self.in_force()
        policy.action_cancel("Sold")
        answer = self.url_open(f"/insurance/verify/{policy.certificate_code}")
        self.assertIn("not in force any more", answer.text)

    def test_the_dates_count_before_the_nightly_job_has_run(self):
        policy = self.in_force(date_start_wanted="2026-07-01")
        standings = {
            day: policy._get_standing_on(fields.Date.to_date(day))
            for day in ("2026-06-30", "2026-07-01", "2027-06-30", "2027-07-01")
        }
        self.assertEqual(list(standings.values()), ["future", "live", "live", "ended"])

    def test_an_unknown_code_is_refused_without_a_trace(self):
        answer = self.url_open("/insurance/verify/%3Cscript%3EAAAA")
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn("<script>AAAA", answer.text)
        self.assertIn("no such certificate", answer.text)

    def test_the_paper_itself_needs_the_token(self):
        policy = self.in_force()
        path = f"/insurance/policies/{policy.id}/certificate"
        refused = self.url_open(path, allow_redirects=False)
        self.assertEqual(refused.status_code, 303)
        token = policy._portal_ensure_token()
        wrong = self.url_open(
            f"{path}?access_token={token[:-1]}x", allow_redirects=False
        )
        self.assertEqual(wrong.status_code, 303)
        with self.subTest("the right token"):
            self.env.flush_all()
            served = self.url_open(f"{path}?access_token={token}")
            self.assertEqual(served.status_code, 200)
            self.assertTrue(re.match(r"application/pdf|text/html",
                                     served.headers["Content-Type"]))  # fmt: skip


@tagged("post_install", "-at_install")
class TestHindiCertificate(PolicyCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("hi_IN")
        cls.env["ir.module.module"]._load_module_terms(["cattle_insurance"], ["hi_IN"])
        cls.customer.lang = "hi_IN"

    def test_it_speaks_the_language_of_its_owner(self):
        policy = self.in_force()
        report = "cattle_insurance.insurance_policy_certificate_report"
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            report, policy.ids
        )
        text = " ".join(re.sub("<[^>]+>", " ", html.decode()).split())
        for words in (
            "बीमा प्रमाणपत्र",
            "पचास हज़ार रुपये मात्र",
            "15 जून 2026 से 14 जून 2027 तक",
            "बीमारी से मृत्यु",
        ):
            self.assertIn(words, text)

    def test_amounts_are_spelled_in_hindi(self):
        policy = self.propose().with_context(lang="hi_IN")
        for amount, words in (
            (0, "शून्य रुपये मात्र"),
            (1.5, "एक रुपये और पचास पैसे मात्र"),
            (2_655, "दो हज़ार छह सौ पचपन रुपये मात्र"),
            (20_300_000, "दो करोड़ तीन लाख रुपये मात्र"),
        ):
            self.assertEqual(policy._get_amount_in_words(amount), words)

    def test_the_check_speaks_hindi_too(self):
        policy = self.in_force()
        answer = self.url_open(f"/hi/insurance/verify/{policy.certificate_code}")
        self.assertIn("हाँ: पॉलिसी लागू है।", answer.text)

    def test_covers_are_named_in_the_language_of_the_reader(self):
        policy = self.in_force()
        for lang, words in (("en_US", "Death by disease"), ("hi_IN", "बीमारी से मृत्यु")):
            terms = policy.with_context(lang=lang)._list_plan_terms()
            self.assertIn(words, terms[0])
