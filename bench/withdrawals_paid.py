"""Claim: 1,000 withdrawals are booked and reconciled in one call, growing linearly."""

from bench import business, databases, session
from bench.business import TODAY
from bench.report import Row
from bench.stopwatch import timed
from setup.say import step

_FEW, _MANY = 1_000, 10_000
_EACH = 15_000  # rupees an agent on average: nobody passes the threshold of the tax


def measure(options):
    """Book few and many payouts in turn; each settles the agents' oldest lines."""
    office = databases.office(options.policies)
    few, many = [], []
    for run in range(options.runs):
        for count, seconds in ((_FEW, few), (_MANY, many)):
            with step(f"{count} withdrawals booked, run {run + 1}"):
                seconds.append(_process(office, count))
    growth = [large / small for small, large in zip(few, many, strict=True)]
    return [
        Row(f"{_FEW:,} withdrawals booked, reconciled", "s", few),
        Row(f"{_MANY:,} withdrawals booked, reconciled", "s", many),
        Row(f"growth from {_FEW:,} to {_MANY:,}", "x", growth, _MANY / _FEW),
    ]


def _process(office, count):
    with databases.copied(office) as copy, session.opened(copy) as env:
        commissions = business.earn(env, count, _EACH)
        commissions.action_approve()
        withdrawals = ask(env, commissions.agent_id, count)
        env.cr.commit()
        env = business.as_user(env, "accountant")
        payouts = withdrawals.with_env(env)
        payouts.action_approve()
        bank = env["account.journal"].search([("type", "=", "bank")], limit=1)
        utrs = {payout.name: f"UTR{payout.id:09d}" for payout in payouts}
        lap = timed(env, lambda: payouts.action_process(bank.id, TODAY, utrs))
        assert set(payouts.mapped("state")) == {"processed"}
        assert not any(payouts.sudo().move_line_id.mapped("amount_residual"))
    return lap.seconds


def ask(env, agents, count):
    """Return so many withdrawals of all that the agents have, in equal parts."""
    env.company.write({"mlm_withdrawal_minimum": 0, "mlm_bank_cooling_hours": 0})
    agents.action_verify_bank()
    owners = [agents[number % len(agents)] for number in range(count)]
    amount = env.company.currency_id.round(_EACH * len(agents) / count * 0.99)
    return env["mlm.withdrawal"].create(
        [{"agent_id": owner.id, "amount": amount} for owner in owners]
    )
