"""Claim: one policy is approved in one request with <= 60 SQL statements."""

from bench import business, databases, session
from bench.peers import oca
from bench.report import Row
from bench.stopwatch import timed
from setup.say import step

_BUDGET = 60  # SQL statements
_FEW = 5


def measure(options):
    """Count for one policy, after another one has filled the caches."""
    office = databases.office(_FEW)
    with step("SQL statements of one policy"):
        approval, whole = _count(office)
    paths = oca.queries_of_one_sale()
    return [
        Row("one policy approved", "SQL", [approval], _BUDGET, {oca.NAME: paths}),
        Row("... from proposal to wallets", "SQL", [whole], None, {oca.NAME: paths}),
    ]


def _count(office):
    """Return the statements of an approval, and of the whole path of one policy."""
    with databases.copied(office) as copy, session.opened(copy) as env:
        policies = env["insurance.policy"].search([("state", "=", "pending_approval")])
        underwriter = business.as_user(env, "underwriter")
        warm, policy = (policy.with_env(underwriter) for policy in policies[:2])
        timed(underwriter, warm.action_approve)
        approval = timed(underwriter, policy.action_approve).queries
        animals = policies.animal_id
        policies[2:]._move("rejected")
        for animal in animals[2:4]:
            # the second one counts
            whole = timed(env, lambda cow=animal: _whole_path(env, cow)).queries
    return approval, whole


def _whole_path(env, animal):
    """Propose, invoice, receive the premium, approve, credit the wallets."""
    seller = env["mlm.agent"].search([], order="id desc", limit=1)
    policy = business.propose(env, animal, seller)
    policy.action_submit()
    env["account.payment.register"].with_context(
        active_model="account.move", active_ids=policy.invoice_id.ids
    ).create({}).action_create_payments()
    policy.action_approve()
    policy.commission_ids.action_approve()
    assert set(policy.commission_ids.mapped("state")) == {"approved"}
