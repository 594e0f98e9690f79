"""RazorpayX and a real server: deliveries, polls and a kill at the same moment."""

import os
import random
import signal
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from types import SimpleNamespace

import pytest

from odoo.addons.agent_mlm.tests.common import Office
from odoo.addons.agent_payout_razorpayx.tests.common import RazorpayxOffice

from setup import machine, server, templates
from tests.concurrency.conftest import Crowd
from tests.conftest import open_registry
from tests.fakes.razorpayx import FakeRazorpayX

_PATIENCE = 90  # seconds until a job must have done its work


class ServedOffice(RazorpayxOffice, Office):
    """The builders of the add-ons' tests; what they make is committed."""


class Surroundings:
    """A server with several workers, its database, and the fake it talks to."""

    def __init__(self, crowd, fake, url):
        self.crowd, self.fake, self.url = crowd, fake, url

    def build(self, make):
        """Build something and commit it; returns records of no transaction."""
        with self.crowd.alone() as env:
            for name, value in vars(ServedOffice).copy().items():
                if hasattr(value, "with_env"):
                    setattr(ServedOffice, name, value.with_env(env))
            ServedOffice.env = env
            return make(ServedOffice)

    def send(self, count=1):
        """Have payouts of 700 rupees sent; returns what identifies each of them."""
        records = self.build(lambda builder: builder.sent(*[700] * count))
        with self.crowd.alone() as env:
            return [
                SimpleNamespace(record=payout, name=payout.name, agent=payout.agent_id)
                for payout in records.with_env(env)
            ]

    def read(self, record, *names):
        """Return fields of a record as they are committed now."""
        with self.crowd.alone() as env:
            return record.with_env(env).sudo().read(names)[0]

    def count(self, model, domain):
        """Return how many records there are now."""
        with self.crowd.alone() as env:
            return env[model].search_count(domain)

    def wait_for(self, reached, what):
        """Wait until `reached()`, knocking at the job runner meanwhile."""
        deadline = time.monotonic() + _PATIENCE
        while not reached():
            assert time.monotonic() < deadline, f"not within {_PATIENCE} s: {what}"
            with self.crowd.alone() as env:
                env.cr.execute("NOTIFY queue_job, 'are you awake'")
            threading.Event().wait(0.2)

    def wait_for_state(self, payout, state):
        """Wait until the payout stands there and no job of ours is left."""
        self.wait_for(
            lambda: self.read(payout.record, "state")["state"] == state,
            f"{payout.name} {state}",
        )
        left = [
            ("model_name", "like", "razorpayx."),
            ("state", "not in", ("done", "cancelled")),
            ("eta", "=", False),
        ]
        self.wait_for(lambda: not self.count("queue.job", left), "end of the jobs")

    def post(self, event):
        """Deliver an event as RazorpayX does; returns the status of the answer."""
        request = urllib.request.Request(self.url, *event)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status

    def bank_lines(self, payout):
        """Return the wallet lines of the payout's agent that the bank has moved."""
        with self.crowd.alone() as env:
            domain = [
                ("partner_id", "=", payout.agent.with_env(env).partner_id.id),
                ("mlm_event", "in", ("payout", "payout_reversal")),
                ("parent_state", "=", "posted"),
            ]
            return env["account.move.line"].search(domain).mapped("balance")


@pytest.fixture(scope="module")
def office():
    copy = templates.plain().copy_to("razorpayx")
    port = machine.free_port()
    with ExitStack() as stack:
        stack.callback(copy.drop)
        fake = stack.enter_context(FakeRazorpayX(patience=_PATIENCE))
        crowd = Crowd(open_registry(copy.name))
        surroundings = Surroundings(crowd, fake, None)
        with crowd.alone() as env:
            ServedOffice.open_office(env)
        token = surroundings.build(_open_account(fake))
        path = f"agent_payout_razorpayx/webhook/{token}"
        surroundings.url = f"http://127.0.0.1:{port}/{path}"
        stack.enter_context(server.running(copy, port, workers=3, log="razorpayx"))
        yield surroundings


def _open_account(fake):
    def open_it(office):
        office.open_account(fake)
        return office.account.webhook_token

    return open_it


@pytest.fixture
def accepted(office):
    """A function that has payouts of 700 rupees sent, and waits for RazorpayX."""

    def send(count=1):
        payouts = office.send(count)
        for payout in payouts:
            office.wait_for_state(payout, "processing")
        office.fake.events.clear()
        return payouts

    return send


def test_eight_deliveries_and_a_poll_at_once_make_one_bank_entry(office, accepted):
    (payout,) = accepted()
    office.fake.bank.move(payout.name, "processed")
    (event,) = office.fake.events
    poll = partial(
        office.crowd.at_once, *[lambda env: payout.record.with_env(env)._advance()] * 2
    )
    with ThreadPoolExecutor(9) as threads:
        asked = threads.submit(poll)
        answers = list(threads.map(office.post, [event] * 8))
        asked.result()
    assert answers == [200] * 8
    office.wait_for_state(payout, "processed")
    assert office.count("razorpayx.event", [("reference", "=", payout.name)]) == 1
    assert office.bank_lines(payout) == [700]
    assert office.read(payout.agent, "wallet_balance")["wallet_balance"] == 300


def test_events_of_many_payouts_in_any_order_at_once_balance(office, accepted):
    payouts = accepted(6)
    for payout in payouts:
        office.fake.bank.move(payout.name, "processed")
        office.fake.bank.move(payout.name, "reversed", "Returned by the bank")
    events = office.fake.events * 2
    random.Random(7).shuffle(events)
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(office.post, events)) == {200}
    for payout in payouts:
        office.wait_for_state(payout, "reversed")
        assert sum(office.bank_lines(payout)) == 0
        wallet = office.read(payout.agent, "wallet_balance", "wallet_reserved")
        assert wallet["wallet_balance"] == 1_000
        assert wallet["wallet_reserved"] == 0


def test_a_worker_killed_while_razorpayx_answers_pays_once(office):
    office.fake.fail_next(None, None, "slow")
    (payout,) = office.send()
    office.wait_for(lambda: office.fake.bank.payouts_of(payout.name), "the request")
    started = [("state", "=", "started"), ("model_name", "=", "razorpayx.payout")]
    with office.crowd.alone() as env:
        worker = env["queue.job"].search(started).worker_pid
    os.kill(worker, signal.SIGKILL)
    office.fake.released.set()  # the answer finds nobody
    office.wait_for_state(payout, "processing")
    (entity,) = office.fake.bank.payouts_of(payout.name)
    assert office.read(payout.record, "payout_ref")["payout_ref"] == entity["id"]
    sent = [
        call for call in office.fake.calls if payout.name.encode() in (call[3] or b"")
    ]
    assert len(sent) == 2, "killed, and sent again with the same key"
    assert len({call[2]["X-Payout-Idempotency"] for call in sent}) == 1


def test_whatever_happens_to_one_agent_at_once_no_rupee_is_lost_or_doubled(
    office, accepted
):
    (payout,) = accepted()  # 700 of the agent's 1,000 are on their way
    agent = payout.agent
    earned, shares = office.build(partial(_sell_more, agent))
    office.fake.bank.move(payout.name, "processed")
    (event,) = office.fake.events

    def approve(share):
        return lambda env: share.with_env(env).action_approve()

    def take_back(env):
        earned.with_env(env)._claw_back({earned.with_env(env): 5_000}, {})

    def ask(env):
        agent.with_env(env).request_withdrawal(300)

    with ThreadPoolExecutor(3) as threads:
        answers = threads.map(office.post, [event] * 2)
        first = office.crowd.at_once(
            approve(shares[0]), approve(shares[1]), take_back, ask
        )
        assert list(answers) == [200] * 2
    second = office.crowd.at_once(
        approve(shares[2]), approve(shares[2]), take_back, ask
    )
    office.wait_for_state(payout, "processed")

    assert [bool(refusal) for refusal in second[:2]].count(True) == 1
    granted = [first[3], second[3]].count(None)
    # 22,000 earned, 2 % of it withheld, half of 1,000 taken back, 700 paid
    wallet = office.read(agent, "wallet_balance", "wallet_reserved", "total_withheld")
    assert wallet["wallet_balance"] == 22_000 - 440 - 500 - 700
    assert wallet["wallet_reserved"] == 300 * granted
    assert wallet["total_withheld"] == 440
    assert office.bank_lines(payout) == [700]
    with office.crowd.alone() as env:
        check = env["mlm.ledger.check"]._check_company(env.company)
        assert not check.line_ids


def _sell_more(agent, builder):
    """Return the agent's first commission, and three of 7,000 to be approved."""
    env = builder.env
    earned = env["mlm.commission"].search([("agent_id", "=", agent.id)])
    agent = agent.with_env(env)
    return earned, [builder.commission(agent, 7_000) for _number in range(3)]
