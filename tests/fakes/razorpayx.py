"""A RazorpayX that answers on 127.0.0.1, with the faults real networks have.

with FakeRazorpayX() as fake:
    fake.url                    # http://127.0.0.1:PORT, for the system parameter
    fake.fail_next("timeout_after")
    fake.bank.move("WD00001-1f3a9c2e", "processed")
    body, headers = fake.events[-1]      # signed, as its webhook sends it
"""

import base64
import hashlib
import hmac
import itertools
import json
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.razorpayx_bank import KEY_ID, KEY_SECRET, WEBHOOK_SECRET, Bank, Refusal

# faults: what the caller sees, and whether the work was done before
FAULTS = {
    "timeout_before": False,
    "timeout_after": True,
    "reset_before": False,
    "reset_after": True,
    "slow": True,
    "error_500": False,
    "error_500_after": True,
    "gateway_502": False,
    "too_many_429": False,
    "garbage": True,
}
_HTML = b"<html><body>502 Bad Gateway</body></html>"


class FakeRazorpayX:
    """The server, its bank, and the webhooks it would send.

    :param int port: a free one if not given
    :param int patience: seconds a fault keeps the caller waiting
    """

    def __init__(self, port=0, patience=60, **bank):
        self.bank = Bank(**bank)
        self.bank.listeners.append(self._write_event)
        self.events = []  # (body, headers), signed
        self.calls = []  # (verb, path, headers, body)
        self.patience = patience
        self.released = threading.Event()
        self._faults = deque()
        self._numbers = itertools.count(1)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_exception):
        self.released.set()  # whoever is kept waiting goes home
        self._server.shutdown()
        self._server.server_close()

    def fail_next(self, *faults):
        """Let the next calls go wrong, one after the other; None is a good one."""
        assert all(fault is None or fault in FAULTS for fault in faults), faults
        self._faults.extend(faults)

    def count(self, verb, path):
        """Return how often a path was called."""
        return sum(call[:2] == (verb, path) for call in self.calls)

    def page(self, verb, path, body):
        """Return (status, HTML) of what is not the API; there is nothing here."""
        return 404, f"{verb} {path}: nothing here"

    def answer(self, verb, path, headers, body):
        """Return (fault, status, answer) of one call."""
        self.calls.append((verb, path, headers, body))
        fault = self._faults.popleft() if self._faults else None
        if fault and not FAULTS[fault]:
            return fault, None, None
        try:
            status, answer = self._work(verb, path, headers, body)
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body
        return fault, status, answer

    def _work(self, verb, path, headers, body):
        self._check_keys(headers)
        place = urlsplit(path)
        query = dict(parse_qsl(place.query))
        data = json.loads(body or b"{}")
        match verb, place.path.strip("/").split("/"):
            case "POST", ["v1", "contacts"]:
                return self.bank.create_contact(data)
            case "POST", ["v1", "fund_accounts"]:
                return self.bank.create_fund_account(data)
            case "POST", ["v1", "payouts"]:
                return self.bank.create_payout(
                    data, headers.get("X-Payout-Idempotency")
                )
            case "POST", ["v1", "payouts", payout, "cancel"]:
                return 200, self.bank.move(payout, "cancelled")
            case "GET", ["v1", "payouts"]:
                return 200, self.bank.find_payouts(query)
            case "GET", ["v1", "payouts", payout]:
                return 200, self.bank.get_payout(payout)
            case "GET", ["v1", "banking_balances"]:
                return 200, self.bank.list_balances()
        raise Refusal(400, "The requested URL was not found on the server.")

    def _check_keys(self, headers):
        expected = base64.b64encode(f"{KEY_ID}:{KEY_SECRET}".encode()).decode()
        if headers.get("Authorization") != f"Basic {expected}":
            raise Refusal(401, "Authentication failed", reason="NA")

    def _write_event(self, name, payout):
        """Keep the event the webhook would send, signed over its raw bytes."""
        message = {
            "entity": "event",
            "account_id": "acc_fakeoffice0001",
            "event": name,
            "contains": ["payout"],
            "payload": {"payout": {"entity": payout}},
            "created_at": int(time.time()),
        }
        self.events.append(
            self.sign(json.dumps(message).encode(), f"evt_{next(self._numbers):014d}")
        )

    @staticmethod
    def sign(body, event, secret=WEBHOOK_SECRET):
        """Return (body, headers) as the webhook sends them."""
        signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return body, {
            "Content-Type": "application/json",
            "X-Razorpay-Signature": signature,
            "X-Razorpay-Event-Id": event,
        }


def _handler_of(fake):
    """Return a handler class that asks this fake."""

    class Handler(BaseHTTPRequestHandler):
        """One call."""

        protocol_version = "HTTP/1.1"

        def do_GET(self):
            """Answer a GET."""
            self._serve("GET")

        def do_POST(self):
            """Answer a POST."""
            self._serve("POST")

        def log_message(self, *_arguments):
            """Stay quiet: the calls are in `fake.calls`."""

        def _serve(self, verb):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = dict(self.headers)
            if not self.path.startswith("/v1/"):
                status, text = fake.page(verb, self.path, body)
                self._reply(status, text.encode(), "text/html; charset=utf-8")
                return
            fault, status, answer = fake.answer(verb, self.path, headers, body)
            if fault in ("timeout_before", "timeout_after", "slow"):
                fake.released.wait(fake.patience)
            if fault in ("timeout_before", "timeout_after"):
                self.close_connection = True
            elif fault in ("reset_before", "reset_after"):
                self.connection.close()
                self.close_connection = True
            else:
                self._reply(*_spoil(fault, status, answer))

        def _reply(self, status, content, kind="application/json"):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler


def _spoil(fault, status, answer):
    """Return status and bytes of an answer, with the fault applied."""
    match fault:
        case "error_500" | "error_500_after":
            refusal = Refusal(500, "We are facing some trouble completing your request")
            return 500, json.dumps(refusal.body).encode()
        case "gateway_502":
            return 502, _HTML, "text/html"
        case "too_many_429":
            refusal = Refusal(429, "Too many requests. Try again after some time.")
            return 429, json.dumps(refusal.body).encode()
        case "garbage":
            return 200, b"{not json"
    return status, json.dumps(answer).encode()
