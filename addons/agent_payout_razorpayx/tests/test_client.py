import base64
import io
from contextlib import redirect_stdout
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from tests.fakes.razorpayx import FakeRazorpayX
from tests.fakes.razorpayx_bank import (
    ACCOUNT_NUMBER,
    KEY_ID,
    KEY_SECRET,
    WEBHOOK_SECRET,
    Refusal,
)

from ..tools.razorpayx_client import (
    RazorpayXClient,
    RefusedError,
    SetupError,
    TryAgainError,
    UnclearError,
    is_signed,
)
from .common import CLIENT, SHORT

KEY = "53cda91c-8f81-4e77-bbb9-7388f4ac6bf4"
NUMBER = "765432123456789"


@tagged("post_install", "-at_install")
class TestClient(BaseCase):
    """Four ways to fail, told apart; nothing secret in any of them."""

    def setUp(self):
        super().setUp()
        self.enterContext(patch(f"{CLIENT}.TIMEOUT", SHORT))
        self.fake = self.enterContext(FakeRazorpayX(patience=2))
        self.client = RazorpayXClient(KEY_ID, KEY_SECRET, self.fake.url)

    def make_body(self, **vals):
        contact = self.client.create_contact("Ram Kumar", "partner-1")
        fund_account = self.client.create_fund_account(
            contact["id"], "Ram Kumar", "SBIN0001234", NUMBER
        )
        return {
            "account_number": ACCOUNT_NUMBER,
            "fund_account_id": fund_account["id"],
            "amount": 70_035,
            "currency": "INR",
            "mode": "IMPS",
            "purpose": "payout",
            "queue_if_low_balance": True,
            "reference_id": "WDR-1",
            "narration": "Commission",
            **vals,
        }

    def test_every_call_carries_the_keys_of_the_account(self):
        self.client.check_connection(ACCOUNT_NUMBER)
        _verb, _path, headers, _body = self.fake.calls[0]
        sent = base64.b64decode(headers["Authorization"].removeprefix("Basic "))
        self.assertEqual(sent.decode(), f"{KEY_ID}:{KEY_SECRET}")

    def test_the_same_key_and_body_is_the_same_payout(self):
        body = self.make_body()
        first = self.client.create_payout(body, KEY)
        second = self.client.create_payout(body, KEY)
        self.assertEqual(first["id"], second["id"])
        self.assertEqual(len(self.fake.bank.paid), 1)

    def test_the_same_key_with_another_body_is_refused(self):
        body = self.make_body()
        self.client.create_payout(body, KEY)
        with self.assertRaisesRegex(RefusedError, "Idempotency"):
            self.client.create_payout({**body, "amount": 100}, KEY)

    def test_the_same_details_are_the_same_contact_and_fund_account(self):
        self.assertEqual(self.make_body(), self.make_body())

    def test_a_wrong_request_is_refused_with_the_reason(self):
        body = self.make_body(amount=99)
        with self.assertRaisesRegex(RefusedError, "at least 100"):
            self.client.create_payout(body, KEY)

    def test_wrong_keys_are_a_matter_of_the_setup(self):
        stranger = RazorpayXClient(KEY_ID, "wrong", self.fake.url)
        with self.assertRaisesRegex(SetupError, "Authentication failed"):
            stranger.check_connection(ACCOUNT_NUMBER)

    def test_faults_of_razorpayx_are_tried_again(self):
        for fault in ("error_500", "gateway_502", "too_many_429", "error_500_after"):
            self.fake.fail_next(fault)
            with self.subTest(fault), self.assertRaises(TryAgainError):
                self.client.check_connection(ACCOUNT_NUMBER)

    def test_silence_is_unclear(self):
        silences = {
            "timeout_before": "in time",
            "timeout_after": "in time",
            "reset_after": "line",
            "garbage": "can not be read",
        }
        for fault, words in silences.items():
            self.fake.fail_next(fault)
            with self.subTest(fault), self.assertRaisesRegex(UnclearError, words):
                self.client.check_connection(ACCOUNT_NUMBER)

    def test_an_error_that_is_no_object_is_unclear_or_to_be_tried_again(self):
        for answer in ({"error": None}, ["x"], {"error": 3}):
            with (
                patch.object(self.fake, "answer", lambda *_a, x=answer: (None, 400, x)),
                self.subTest(answer),
                self.assertRaises((UnclearError, RefusedError)),
            ):
                self.client.check_connection(ACCOUNT_NUMBER)

    def test_nobody_there_is_no_answer(self):
        with FakeRazorpayX() as gone:
            client = RazorpayXClient(KEY_ID, KEY_SECRET, gone.url)
        with self.assertRaises((TryAgainError, UnclearError)):
            client.check_connection(ACCOUNT_NUMBER)

    def test_a_payout_is_found_by_our_reference(self):
        body = self.make_body()
        payout = self.client.create_payout(body, KEY)
        found = self.client.find_payout(ACCOUNT_NUMBER, "WDR-1")
        self.assertEqual(found["id"], payout["id"])
        self.assertIsNone(self.client.find_payout(ACCOUNT_NUMBER, "WDR-2"))

    def test_no_log_line_and_no_print_has_a_secret_or_an_account_number(self):
        faults = (None, "timeout_after", "error_500", "garbage", "reset_after")
        output = io.StringIO()
        with self.assertLogs(CLIENT, "DEBUG") as lines, redirect_stdout(output):
            body = self.make_body()
            for fault in faults:
                self.fake.fail_next(fault)
                with self.subTest(fault):
                    self.provoke(body)
        text = "\n".join(lines.output) + output.getvalue()
        self.assertIn("/v1/payouts", text)
        for secret in (KEY_ID, KEY_SECRET, NUMBER, ACCOUNT_NUMBER):
            self.assertNotIn(secret, text)
        self.assertFalse(output.getvalue())

    def provoke(self, body):
        try:
            self.client.create_payout(body, KEY)
        except (TryAgainError, UnclearError) as error:
            self.assertNotIn(NUMBER, str(error))
            self.assertIsNone(error.__cause__)

    def test_a_refusal_that_quotes_an_account_number_is_cut(self):
        self.fake.bank.create_contact = self.refuse_with(f"{NUMBER} is no account")
        with self.assertRaises(RefusedError) as caught:
            self.client.create_contact("Ram Kumar", "partner-1")
        self.assertEqual(str(caught.exception), "••••6789 is no account")

    def refuse_with(self, words):
        def refuse(_body):
            raise Refusal(400, words)

        return refuse


@tagged("post_install", "-at_install")
class TestSignature(BaseCase):
    """HMAC-SHA256 of the raw bytes, by the SDK."""

    def test_the_documented_signature_is_accepted(self):
        body, headers = FakeRazorpayX.sign(b'{"event": "payout.processed"}', "evt_1")
        self.assertTrue(
            is_signed(body, headers["X-Razorpay-Signature"], WEBHOOK_SECRET)
        )

    def test_any_change_of_a_byte_is_seen(self):
        body, headers = FakeRazorpayX.sign(b'{"amount": 100}', "evt_1")
        signature = headers["X-Razorpay-Signature"]
        self.assertFalse(is_signed(b'{"amount": 101}', signature, WEBHOOK_SECRET))
        self.assertFalse(is_signed(body, signature[:-1] + "x", WEBHOOK_SECRET))
        self.assertFalse(is_signed(body, signature, "another secret"))

    def test_without_a_secret_nothing_is_signed(self):
        body, headers = FakeRazorpayX.sign(b"{}", "evt_1", secret="")
        for secret in ("", None, False):
            self.assertFalse(is_signed(body, headers["X-Razorpay-Signature"], secret))

    def test_odd_bytes_are_not_signed_and_break_nothing(self):
        for body, signature in (
            (b"\xff\xfe", "a" * 64),
            (b"{}", "ä" * 64),
            (b"", None),
        ):
            self.assertFalse(is_signed(body, signature, WEBHOOK_SECRET))
