"""Claim: 10,000 commissions with TDS in one call; the time grows at most linearly.

Every agent passes the year's threshold in the approval, so each has lines of tax.
"""

from bench import business, databases, session
from bench.report import Row
from bench.stopwatch import timed
from setup.say import step

_FEW, _MANY = 1_000, 10_000
_EACH = 40_000  # rupees an agent: twice the threshold


def measure(options):
    """Approve few and many commissions in turn, over the same agents."""
    office = databases.office(options.policies)
    few, many = [], []
    for run in range(options.runs):
        for count, seconds in ((_FEW, few), (_MANY, many)):
            with step(f"{count} commissions with TDS, run {run + 1}"):
                seconds.append(_approve(office, count))
    growth = [large / small for small, large in zip(few, many, strict=True)]
    return [
        Row(f"{_FEW:,} commissions with TDS", "s", few),
        Row(f"{_MANY:,} commissions with TDS", "s", many),
        Row(f"growth from {_FEW:,} to {_MANY:,}", "x", growth, _MANY / _FEW),
    ]


def _approve(office, count):
    with databases.copied(office) as copy, session.opened(copy) as env:
        commissions = business.earn(env, count, _EACH)
        env.cr.commit()
        env = business.as_user(env, "accountant")
        pending = commissions.with_env(env)
        lap = timed(env, pending.action_approve)
        agents = pending.agent_id.sorted("id")
        assert env["mlm.withholding"].search([]).agent_id.sorted("id") == agents
    return lap.seconds
