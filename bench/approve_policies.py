"""Claim: paid policies are approved, with three commissions each, at >= 1,800/s."""

from bench import business, databases, session
from bench.peers import node, sql_limit
from bench.report import Row
from bench.stopwatch import timed
from setup.say import step

_BUDGET = 1_800  # policies/s
_LEVELS = 3


def measure(options):
    """Approve in one call, and let the peers approve as many, run by run in turn."""
    count = options.policies
    office = databases.office(count)
    node.fetch()
    ours, peers = [], {name: [] for name in (*node.STYLES, sql_limit.NAME)}
    for run in range(options.runs):
        with step(f"Approve {count} policies, run {run + 1}"):
            ours.append(count / _approve(office, count))
            for name in node.STYLES:
                peers[name] += node.rates(name, count)
            peers[sql_limit.NAME] += sql_limit.rates(count)
    work = f"approve {count:,} paid policies, {_LEVELS * count:,} commissions"
    return [Row(work, "policies/s", ours, _BUDGET, peers)]


def _approve(office, count):
    """Return the seconds of one call over all proposals, committed."""
    with databases.copied(office) as copy, session.opened(copy) as env:
        env = business.as_user(env, "underwriter")
        waiting = env["insurance.policy"].search([("state", "=", "pending_approval")])
        warm, policies = waiting[:1], waiting[1:]
        warm.action_approve()
        lap = timed(env, policies.action_approve)
        made = env["mlm.commission"].sudo().search_count([])
        assert len(policies) == count, len(policies)
        assert made == _LEVELS * (count + 1), made
    return lap.seconds
