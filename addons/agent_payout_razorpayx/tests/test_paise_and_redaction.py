import logging

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.paise import to_paise
from ..tools.redaction import RedactingLogger, redact


@tagged("post_install", "-at_install")
class TestPaiseAndRedaction(BaseCase):
    """Exact paise, and lines without secrets."""

    @given(st.integers(min_value=1, max_value=10**12))
    def test_rupees_of_any_number_of_paise_come_back_exactly(self, paise):
        self.assertEqual(to_paise(paise / 100), paise)

    def test_a_float_that_multiplies_badly_is_exact(self):
        self.assertEqual(
            [to_paise(1.15), to_paise(0.29), to_paise(19.99)], [115, 29, 1999]
        )

    def test_account_numbers_keep_four_digits(self):
        for number in ("123456789", "765432123456789", "123456789012345678"):
            text = redact(f"payee account_number={number}, refused")
            self.assertNotIn(number, text)
            self.assertIn(f"••••{number[-4:]}", text)

    def test_keys_and_authorization_vanish(self):
        text = redact("rzp_live_A1b2C3 Basic cnpwOnNlY3JldA== hunter2", "hunter2")
        self.assertEqual(text, "rzp_live_*** Basic *** ***")

    def test_amounts_and_ids_stay_readable(self):
        text = "pout_00000000000001 of 70035 paise, WDR-2026-00002-a96c83ed"
        self.assertEqual(redact(text), text)

    def test_the_logger_redacts_arguments_as_well(self):
        log = RedactingLogger(logging.getLogger("razorpayx.test"), "hunter2")
        with self.assertLogs("razorpayx.test") as lines:
            log.warning("account %s with %s", "765432123456789", "hunter2")
        self.assertEqual(lines.records[0].getMessage(), "account ••••6789 with ***")
