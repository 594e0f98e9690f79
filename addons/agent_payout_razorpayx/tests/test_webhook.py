import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.agent_mlm.tests.case import MlmCase
from odoo.addons.agent_mlm.tests.common import Office

from tests.fakes.razorpayx import FakeRazorpayX

from ..const import LARGEST_EVENT
from .common import RazorpayxOffice

WEBHOOK = "odoo.addons.agent_payout_razorpayx.controllers.webhook"


@tagged("post_install", "-at_install")
class TestWebhook(RazorpayxOffice, Office, MlmCase, HttpCase):
    """The door for RazorpayX: open to its signature only."""

    def setUp(self):
        super().setUp()
        type(self).open_office(self.env)
        type(self).open_account(self.enterContext(FakeRazorpayX()))
        self.path = self.account.webhook_url.split("/", 3)[3]

    def post(self, body, headers, path=None):
        return self.url_open(f"/{path or self.path}", data=body, headers=headers)

    def event(self, **entity):
        entity = {
            "id": "pout_1",
            "reference_id": "WDR-1",
            "status": "processed",
            "amount": 70_000,
            "currency": "INR",
            "fund_account": {"bank_account": {"account_number": "765432123456789"}},
            **entity,
        }
        self.fake._write_event("payout.processed", entity)
        return self.fake.events[-1]

    def kept(self):
        return self.env["razorpayx.event"].search(
            [("account_id", "=", self.account.id)]
        )

    def test_a_signed_event_is_kept_and_given_to_a_job(self):
        response = self.post(*self.event())
        self.assertEqual(response.status_code, 200)
        event = self.kept()
        self.assertRecordValues(
            event,
            [{"name": "payout.processed", "reference": "WDR-1", "amount": 700.0}],
        )
        job = self.env["queue.job"].search(
            [("identity_key", "=", f"razorpayx.event-{event.id}")]
        )
        self.assertEqual(job.state, "pending")
        self.assertEqual(job.channel, "root.razorpayx")

    def test_bank_details_of_the_payee_are_not_kept(self):
        self.post(*self.event())
        self.assertNotIn("765432123456789", json.dumps(self.kept().sudo().entity))

    def test_repeats_are_thanked_for_and_not_kept(self):
        event = self.event()
        for _delivery in range(3):
            self.assertEqual(self.post(*event).status_code, 200)
        self.assertEqual(len(self.kept()), 1)

    def test_an_event_nobody_knows_is_answered_with_200_as_well(self):
        body = json.dumps({"event": "transaction.created", "payload": {}}).encode()
        response = self.post(*self.fake.sign(body, "evt_x"))
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.kept().outcome, "ignored")

    def test_signed_nonsense_is_kept_and_breaks_nothing(self):
        for number, body in enumerate(
            (b"[]", b"{", b'{"event": 1}', b'{"payload": []}')
        ):
            response = self.post(*self.fake.sign(body, f"evt_{number}"))
            self.assertEqual(response.status_code, 200)
        self.assertEqual(set(self.kept().mapped("outcome")), {"ignored"})

    def test_an_unsigned_request_is_refused_and_nothing_of_it_logged(self):
        body, headers = self.event(utr="SECRETUTR")
        forged = (
            {**headers, "X-Razorpay-Signature": "0" * 64},
            {**headers, "X-Razorpay-Signature": ""},
            {k: v for k, v in headers.items() if k != "X-Razorpay-Signature"},
        )
        with self.assertLogs(WEBHOOK, "DEBUG") as lines:
            for headers in forged:
                self.assertEqual(self.post(body, headers).status_code, 403)
        self.assertNotIn("SECRETUTR", "".join(lines.output))
        self.assertFalse(self.kept())

    def test_a_changed_byte_is_refused(self):
        body, headers = self.event()
        with mute_logger(WEBHOOK):
            changed = body.replace(b"70000", b"70001")
            self.assertEqual(self.post(changed, headers).status_code, 403)

    def test_without_a_webhook_secret_nothing_is_accepted(self):
        self.account.sudo().webhook_secret = False
        body, headers = self.fake.sign(b"{}", "evt_1", secret="")
        with mute_logger(WEBHOOK):
            self.assertEqual(self.post(body, headers).status_code, 403)

    def test_the_key_of_another_account_opens_nothing(self):
        path = self.path.rsplit("/", 1)[0]
        for token in ("", "x", "False", "None", "%"):
            response = self.post(*self.event(), path=f"{path}/{token}")
            self.assertIn(response.status_code, (400, 404))

    def test_an_archived_account_still_hears_what_it_has_under_way(self):
        self.account.active = False
        self.assertEqual(self.post(*self.event()).status_code, 200)

    def test_the_old_address_is_closed_when_it_is_renewed(self):
        self.account.action_renew_webhook_address()
        self.assertEqual(self.post(*self.event()).status_code, 404)

    def test_a_flood_is_not_read(self):
        body = b"x" * (LARGEST_EVENT + 1)
        response = self.post(*self.fake.sign(body, "evt_1"))
        self.assertEqual(response.status_code, 413)

    def test_nobody_gets_it_with_a_browser(self):
        self.assertEqual(self.url_open(f"/{self.path}").status_code, 405)
