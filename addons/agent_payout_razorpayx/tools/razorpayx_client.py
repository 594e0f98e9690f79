"""The wire to RazorpayX: no records, no database, and four ways to fail."""

import logging
import time
from contextlib import contextmanager

import razorpay
import requests
from razorpay.errors import (
    BadRequestError,
    GatewayError,
    ServerError,
    SignatureVerificationError,
)

from ..const import IDEMPOTENCY_HEADER
from .redaction import RedactingLogger, redact

_logger = logging.getLogger(__name__)

# seconds to reach RazorpayX, and to wait for its answer
TIMEOUT = (5, 25)
# a request that came too early or too often, not a wrong one
_PASSING = {408, 409, 425, 429}
_FORBIDDEN = {401, 403}
# a refusal with one of these words is about our account, not about one payout
_ABOUT_SETUP = ("api key", "authentication", "whitelist", "allowlist", "not enabled")


class RazorpayXError(Exception):
    """RazorpayX did not do what was asked; the text is safe to show."""


class RefusedError(RazorpayXError):
    """Refused for good: the same request would be refused again."""


class SetupError(RazorpayXError):
    """Keys, account or permissions are wrong; nothing is known about the request."""


class TryAgainError(RazorpayXError):
    """Not now: too many requests, a fault at RazorpayX, or no way to it."""


class UnclearError(RazorpayXError):
    """Nobody knows whether it was done; ask again with the same idempotency key."""


class _Adapter(requests.adapters.HTTPAdapter):
    """Time-outs for every request: the SDK sets none."""

    def send(self, request, **options):
        """Send one request, and wait no longer than agreed."""
        return super().send(request, **{**options, "timeout": TIMEOUT})


class _Session(requests.Session):
    """Keeps the status of the last answer, which the SDK throws away.

    Faults of the network become our own errors here, before the SDK sees them: it
    prints those of `requests`, and their text has the address with account numbers.
    """

    def __init__(self):
        super().__init__()
        self.status = None
        self.mount("https://", _Adapter())
        self.mount("http://", _Adapter())

    def request(self, method, url, **options):
        """Send one request; raise TryAgainError or UnclearError without an answer."""
        self.status = None
        options["allow_redirects"] = False
        try:
            response = super().request(method, url, **options)
            self.status = response.status_code
            response.json()
        except requests.exceptions.ConnectTimeout:
            raise TryAgainError("RazorpayX can not be reached.") from None
        except requests.exceptions.Timeout:
            raise UnclearError("RazorpayX did not answer in time.") from None
        except requests.exceptions.ConnectionError:
            raise UnclearError("The line to RazorpayX broke.") from None
        except requests.exceptions.RequestException:
            if self.status and self.status >= 500:
                text = f"RazorpayX has a fault (HTTP {self.status})."
                raise TryAgainError(text) from None
            raise UnclearError("The answer can not be read.") from None
        return response


class RazorpayXClient:
    """Contacts, fund accounts and payouts, over the SDK's client.

    The SDK has no payouts, so its ``get`` and ``post`` are used with their paths;
    address, authentication, certificates and errors are the SDK's. Its own retries
    stay off: they sleep in the worker and print; ours are jobs.

    :param str key_id: API key, ``rzp_test_...`` or ``rzp_live_...``
    :param str key_secret: its secret
    :param str base_url: another address than RazorpayX's, for the fake server
    """

    def __init__(self, key_id, key_secret, base_url=None):
        options = {"base_url": base_url} if base_url else {}
        self._session = _Session()
        self._sdk = razorpay.Client(
            session=self._session, auth=(key_id, key_secret), **options
        )
        self._secrets = (key_secret, key_id)
        self._log = RedactingLogger(_logger, *self._secrets)

    def create_contact(self, name, reference):
        """Return the contact; RazorpayX gives the same one for the same details.

        :param str name: 3 to 50 letters
        :param str reference: ours, up to 40 characters
        """
        data = {"name": name, "type": "vendor", "reference_id": reference}
        return self._post("/v1/contacts", data)

    def create_fund_account(self, contact, holder, ifsc, number):
        """Return the fund account; the same one for the same details.

        :param str contact: id of the contact, ``cont_...``
        """
        data = {
            "contact_id": contact,
            "account_type": "bank_account",
            "bank_account": {"name": holder, "ifsc": ifsc, "account_number": number},
        }
        return self._post("/v1/fund_accounts", data)

    def create_payout(self, body, key):
        """Return the payout that this key stands for, made now or before.

        :param dict body: the same for the same key, always
        :param str key: idempotency key, 4-36 characters
        """
        return self._post("/v1/payouts", body, headers={IDEMPOTENCY_HEADER: key})

    def fetch_payout(self, payout):
        """Return the payout with this id, ``pout_...``, as it is now."""
        return self._get(f"/v1/payouts/{payout}", {})

    def find_payout(self, account_number, reference):
        """Return the payout with our reference, or None if RazorpayX has none."""
        query = {"account_number": account_number, "reference_id": reference}
        items = self._get("/v1/payouts", query).get("items") or []
        return next(
            (item for item in items if item.get("reference_id") == reference), None
        )

    def check_connection(self, account_number):
        """Raise unless keys and account number are those of one account."""
        self._get("/v1/payouts", {"account_number": account_number, "count": 1})

    def fetch_balance(self, account_number):
        """Return the paise available on the account, None when it is not listed."""
        items = self._get("/v1/banking_balances", {}).get("items") or []
        amounts = {item.get("account_number"): item for item in items}
        return amounts.get(account_number, {}).get("available_amount")

    def _post(self, path, data, **options):
        with self._told("POST", path):
            return self._checked(self._sdk.post(path, data, **options))

    def _get(self, path, params):
        with self._told("GET", path):
            return self._checked(self._sdk.get(path, params))

    @staticmethod
    def _checked(answer):
        if not isinstance(answer, dict):
            raise UnclearError("The answer can not be read.")
        return answer

    @contextmanager
    def _told(self, verb, path):
        """Log the call without its content, and turn its faults into ours."""
        started = time.monotonic()
        outcome = "answered"
        try:
            yield
        except RazorpayXError as error:
            outcome = str(error)
            raise
        except (BadRequestError, GatewayError, ServerError) as error:
            refusal = self._explain(str(error))
            outcome = str(refusal)
            raise refusal from None
        except (TypeError, ValueError, AttributeError):
            # an error that is no object makes the SDK stumble
            outcome = "The answer can not be read."
            raise UnclearError(outcome) from None
        finally:
            status, seconds = self._session.status, time.monotonic() - started
            self._log.info(
                "%s %s: %s in %.2f s: %s", verb, path, status, seconds, outcome
            )

    def _explain(self, description):
        """Return our error for the SDK's, which has lost the status."""
        status = self._session.status or 0
        text = redact(description, *self._secrets) or f"HTTP {status}"
        if status in _FORBIDDEN:
            return SetupError(text)
        if status >= 500 or status in _PASSING:
            return TryAgainError(text)
        if any(words in text.lower() for words in _ABOUT_SETUP):
            return SetupError(text)
        return RefusedError(text) if status >= 400 else UnclearError(text)


def is_signed(body, signature, secret):
    """Tell whether RazorpayX signed these bytes with this webhook secret.

    :param bytes body: as they came, before anything is read out of them
    :param str signature: of the header, HMAC-SHA256 in hexadecimal
    :param str secret: without one nothing is signed
    """
    if not (secret and signature):
        return False
    utility = razorpay.Client(auth=("", "")).utility
    try:
        utility.verify_webhook_signature(body.decode(), signature, secret)
    except (SignatureVerificationError, UnicodeDecodeError, TypeError):
        return False
    return True
