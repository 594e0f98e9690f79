"""What RazorpayX keeps and decides, as its public documentation tells it.

Read in November 2026: docs "Contacts", "Fund accounts", "Create a Payout",
"Payout Idempotency", "Payout States and Life Cycle", "Webhooks".
"""

import itertools
import re
import threading
import time

KEY_ID = "rzp_test_fakeoffice01"
KEY_SECRET = "fake-key-secret-of-the-office"
WEBHOOK_SECRET = "fake-webhook-secret-of-the-office"
ACCOUNT_NUMBER = "7878780080316316"

_KEY = re.compile(r"^[A-Za-z0-9_\- ]{4,36}$")
_IFSC = re.compile(r"^[A-Z]{4}0[A-Z0-9]{6}$")
_NUMBER = re.compile(r"^[A-Za-z0-9]{5,35}$")
_NAME = re.compile(r"^[A-Za-z0-9 ’_/(),.-]{3,50}$")
_MODES = ("NEFT", "RTGS", "IMPS")
_RTGS_FROM = 200_000_00
_IMPS_UP_TO = 500_000_00
# which event each state sends; `updated` tells a new UTR
_EVENTS = {
    "pending": "payout.pending",
    "queued": "payout.queued",
    "processing": "payout.initiated",
    "processed": "payout.processed",
    "rejected": "payout.rejected",
    "cancelled": "payout.updated",
    "failed": "payout.failed",
    "reversed": "payout.reversed",
}
# from where each state can be reached
_FROM = {
    "processing": ("pending", "queued"),
    "queued": ("pending",),
    "processed": ("processing",),
    "rejected": ("pending",),
    "cancelled": ("queued",),
    "failed": ("queued", "processing"),
    "reversed": ("processing", "processed"),
}


class Refusal(Exception):
    """An answer with an error in it."""

    def __init__(self, status, description, reason="input_validation_failed", **more):
        super().__init__(description)
        self.status = status
        self.body = {
            "error": {
                "code": "BAD_REQUEST_ERROR" if status < 500 else "SERVER_ERROR",
                "description": description,
                "source": "business",
                "step": None,
                "reason": reason,
                "metadata": {},
                **more,
            }
        }


class Bank:
    """Contacts, fund accounts, payouts and the balance of one account.

    :param int balance: paise on the account
    :param bool approves: payouts wait for an approval at RazorpayX first
    """

    def __init__(self, balance=10**12, approves=False):
        self.balance = balance
        self.approves = approves
        self.contacts, self.fund_accounts, self.payouts = {}, {}, {}
        self.keys = {}  # idempotency key -> (body, payout id)
        self.paid = []  # (account number, paise), in the order the money left
        self.listeners = []  # called with (event name, payout)
        self.lock = threading.RLock()
        self._numbers = itertools.count(1)

    # what the API offers

    def create_contact(self, body):
        """Return (status, contact): the same one for the same details."""
        if not _NAME.match(body.get("name") or ""):
            raise Refusal(400, "The name field is invalid.", field="name")
        details = ("name", "email", "contact", "type", "reference_id")
        vals = {key: body.get(key) for key in details}
        return self._take(self.contacts, "cont", "contact", vals, {"active": True})

    def create_fund_account(self, body):
        """Return (status, fund account): the same one for the same details."""
        if body.get("contact_id") not in self.contacts:
            raise Refusal(400, "The id provided does not exist", field="contact_id")
        details = body.get("bank_account") or {}
        if not _IFSC.match(details.get("ifsc") or ""):
            raise Refusal(400, "The ifsc must be 11 characters.", field="ifsc")
        if not _NUMBER.match(details.get("account_number") or ""):
            raise Refusal(400, "The account number is invalid.", field="account_number")
        vals = {
            "contact_id": body["contact_id"],
            "account_type": "bank_account",
            "bank_account": dict(details),
        }
        more = {"active": True}
        return self._take(self.fund_accounts, "fa", "fund_account", vals, more)

    def create_payout(self, body, key):
        """Return (status, payout): the one made with this key before, if any."""
        if not key:
            raise Refusal(400, "X-Payout-Idempotency header is missing.")
        if not _KEY.match(key):
            raise Refusal(400, "Idempotency key must be between 4 and 36 characters.")
        with self.lock:
            if key in self.keys:
                known, payout = self.keys[key]
                if known != body:
                    raise Refusal(
                        400,
                        "Different request body sent for the same Idempotency Header",
                    )
                return 200, self.payouts[payout]
            self._check_payout(body)
            payout = self._make_payout(body)
            self.keys[key] = (body, payout["id"])
            return 200, payout

    def find_payouts(self, query):
        """Return the payouts of the account, newest first."""
        if query.get("account_number") != ACCOUNT_NUMBER:
            raise Refusal(400, "The account number is invalid.", field="account_number")
        reference = query.get("reference_id")
        items = [
            payout
            for payout in reversed(self.payouts.values())
            if not reference or payout["reference_id"] == reference
        ]
        items = items[: int(query.get("count", 10))]
        return {"entity": "collection", "count": len(items), "items": items}

    def get_payout(self, payout):
        """Return one payout."""
        if payout not in self.payouts:
            raise Refusal(400, "The id provided does not exist")
        return self.payouts[payout]

    def payouts_of(self, reference):
        """Return all payouts with our reference; two would be one too many."""
        return [
            payout
            for payout in self.payouts.values()
            if payout["reference_id"] == reference
        ]

    def list_balances(self):
        """Return the balances of all accounts."""
        item = {
            "entity": "banking_balance",
            "currency": "INR",
            "account_number": ACCOUNT_NUMBER,
            "account_type": "current_account",
            "amount": self.balance,
            "available_amount": self.balance,
        }
        return {"entity": "collection", "count": 1, "items": [item]}

    # what happens to payouts there

    def move(self, payout, status, reason=None, utr=None):
        """Bring a payout into another state, as banks and people do.

        :param payout: id or our reference
        """
        with self.lock:
            entity = self._find(payout)
            if entity["status"] not in _FROM[status]:
                raise ValueError(f"{entity['status']} does not become {status}")
            if status == "processing":
                self._leave(entity)
            if status in ("failed", "reversed") and entity["status"] != "queued":
                self._return(entity)
            entity["status"] = status
            if status == "processed":
                entity["utr"] = utr or f"AXISCN{next(self._numbers):010d}"
            self._give_reason(entity, reason)
            self._tell(status, entity)
            return entity

    def top_up(self, paise):
        """Add money; what was queued leaves, first in, first out."""
        with self.lock:
            self.balance += paise
            for payout in list(self.payouts.values()):
                if payout["status"] == "queued" and payout["amount"] <= self.balance:
                    self.move(payout["id"], "processing")

    def forget_keys(self):
        """Let seven days pass: the idempotency keys are not known any more."""
        self.keys.clear()

    def _check_payout(self, body):
        if body.get("account_number") != ACCOUNT_NUMBER:
            raise Refusal(400, "The account number is invalid.", field="account_number")
        fund_account = self.fund_accounts.get(body.get("fund_account_id"))
        if not fund_account:
            raise Refusal(400, "The id provided does not exist")
        if not fund_account["active"]:
            raise Refusal(400, "Fund account is inactive", reason="inactive")
        amount, mode = body.get("amount"), body.get("mode")
        if type(amount) is not int or amount < 100:
            raise Refusal(400, "The amount must be at least 100.", field="amount")
        if body.get("currency") != "INR" or mode not in _MODES:
            raise Refusal(400, "The mode or currency is invalid.")
        if (
            mode == "RTGS"
            and amount < _RTGS_FROM
            or mode == "IMPS"
            and (amount > _IMPS_UP_TO)
        ):
            raise Refusal(400, "The amount is not valid for this mode.", field="amount")
        if len(body.get("reference_id") or "") > 40:
            raise Refusal(400, "The reference id may not be greater than 40.")
        if not re.match(r"^[A-Za-z0-9 ]{0,30}$", body.get("narration") or ""):
            raise Refusal(400, "The narration is invalid.", field="narration")
        if not body.get("queue_if_low_balance") and amount > self.balance:
            raise Refusal(400, "Your account does not have enough balance.")

    def _make_payout(self, body):
        amount = body["amount"]
        status = "processing" if amount <= self.balance else "queued"
        payout = {
            "id": f"pout_{next(self._numbers):014d}",
            "entity": "payout",
            "fund_account_id": body["fund_account_id"],
            "amount": amount,
            "currency": "INR",
            "notes": [],
            "fees": 0,
            "tax": 0,
            "status": "pending" if self.approves else status,
            "purpose": body.get("purpose"),
            "utr": None,
            "mode": body["mode"],
            "reference_id": body.get("reference_id"),
            "narration": body.get("narration"),
            "batch_id": None,
            "failure_reason": None,
            "status_details": {"description": None, "source": None, "reason": None},
            "created_at": int(time.time()),
        }
        self.payouts[payout["id"]] = payout
        if payout["status"] == "processing":
            self._leave(payout)
        self._tell(payout["status"], payout)
        return payout

    def _leave(self, payout):
        account = self.fund_accounts[payout["fund_account_id"]]["bank_account"]
        self.balance -= payout["amount"]
        self.paid.append((account["account_number"], payout["amount"]))

    def _return(self, payout):
        account = self.fund_accounts[payout["fund_account_id"]]["bank_account"]
        self.balance += payout["amount"]
        self.paid.remove((account["account_number"], payout["amount"]))

    def _give_reason(self, payout, reason):
        payout["failure_reason"] = reason
        payout["status_details"] = {
            "description": reason,
            "source": "beneficiary_bank" if reason else None,
            "reason": None,
        }

    def _tell(self, status, payout):
        for listener in self.listeners:
            listener(_EVENTS[status], dict(payout))

    def _find(self, payout):
        if payout in self.payouts:
            return self.payouts[payout]
        return next(
            entity
            for entity in self.payouts.values()
            if entity["reference_id"] == payout
        )

    def _take(self, shelf, prefix, kind, vals, more):
        """Return what has these details, made now if nothing has."""
        with self.lock:
            for entity in shelf.values():
                if all(entity[key] == value for key, value in vals.items()):
                    return 200, entity
            entity_id = f"{prefix}_{next(self._numbers):014d}"
            shelf[entity_id] = {"id": entity_id, "entity": kind, **vals, **more}
            return 201, shelf[entity_id]
