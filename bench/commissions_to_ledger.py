"""Claim: 3,000 commissions are approved into the ledger in one call, in <= 1.0 s."""

from bench import business, databases, session
from bench.peers import oca
from bench.report import Row
from bench.stopwatch import timed
from setup.say import step

_BUDGET = 1.0  # seconds
_LEVELS = 3


def measure(options):
    """Approve all commissions at once; the peer settles, bills and posts as many."""
    count = options.policies
    office = databases.office(count)
    ours = []
    for run in range(options.runs):
        with step(f"{_LEVELS * count} commissions to the ledger, run {run + 1}"):
            ours.append(_approve(office, count))
    peers = {oca.NAME: oca.seconds_to_ledger(count, options.runs)}
    work = f"{_LEVELS * count:,} commissions into the ledger"
    return [Row(work, "s", ours, _BUDGET, peers)]


def _approve(office, count):
    """Return the seconds from pending commissions to the posted entry, committed."""
    with databases.copied(office) as copy, session.opened(copy) as env:
        policies = env["insurance.policy"].search([], limit=count, order="id desc")
        warm = env["insurance.policy"].search([]) - policies
        policies.action_approve()
        warm.action_approve()
        env = business.as_user(env, "accountant")
        commissions = env["mlm.commission"]
        commissions.search([("res_id", "in", warm.ids)]).action_approve()
        pending = commissions.search([("state", "=", "pending")])
        lap = timed(env, pending.action_approve)
        assert set(pending.mapped("state")) == {"approved"}
        assert len(pending) == _LEVELS * count, len(pending)
    return lap.seconds
