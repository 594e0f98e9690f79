"""The nightly job beside people, and the job that dies: each rupee once."""

import itertools
from unittest import mock

import pytest

from odoo import SUPERUSER_ID, api

from odoo.addons.agent_mlm.models import mlm_commission_auto_approval as job
from odoo.addons.agent_mlm.tests.common import Office


class NightOffice(Office):
    """The builders of the add-on's tests, in a transaction that is committed."""

    # the office of another module is open in the same database
    numbers = itertools.count(5_000)

    @classmethod
    def enter(cls, env):
        """Build in this transaction from now on."""
        cls.env, cls.company = env, env.company
        cls.plan = cls.plan_of(10)


class PowerCutError(Exception):
    """The lights are out."""


@pytest.fixture
def commissions(crowd):
    """Forty pending commissions of four agents, 100 rupees each, and their job on."""
    with crowd.alone() as env:
        NightOffice.enter(env)
        agents = [NightOffice.agent() for _number in range(4)]
        waiting = env["mlm.commission"].search([("state", "=", "pending")])
        waiting.action_cancel("Of another test")
        env.company.mlm_commission_is_auto_approved = True
        made = [NightOffice.commission(agents[n % 4], 100) for n in range(40)]
        pending = env["mlm.commission"].union(*made)
    yield pending
    with crowd.alone() as env:
        env.company.mlm_commission_is_auto_approved = False


def work(env):
    """Be the nightly job, with small batches."""
    with mock.patch.object(job, "APPROVAL_BATCH", 7):
        env["mlm.commission"]._cron_approve()


def assert_each_was_credited_once(crowd, commissions):
    with crowd.alone() as env:
        own = commissions.with_env(env)
        assert set(own.mapped("state")) == {"approved"}
        balances = own.agent_id.mapped("wallet_balance")
        assert balances == [1_000] * 4
        assert not env["mlm.ledger.check"]._compare(env.company)["differences"]


def test_the_job_and_a_person_approve_the_same_commissions(crowd, commissions):
    endings = crowd.at_once(
        work,
        lambda env: commissions.with_env(env)[::3].action_approve(),
        work,
    )
    assert not endings[0]
    assert not endings[2]
    with crowd.alone() as env:
        work(env)
    assert_each_was_credited_once(crowd, commissions)


def test_a_first_batch_that_collides_is_played_again(crowd, commissions):
    with crowd.alone() as env:
        agents, collisions = type(env["mlm.agent"]), []
    lock = agents._lock_wallets

    def lock_beside_somebody(wallets):
        if not collisions:
            collisions.append(1)
            with crowd.alone() as env:
                lock(commissions.with_env(env).agent_id)
        return lock(wallets)

    with (
        mock.patch.object(agents, "_lock_wallets", lock_beside_somebody),
        crowd.alone() as env,
    ):
        work(env)
    assert_each_was_credited_once(crowd, commissions)
    with crowd.alone() as env:
        run = env["mlm.approval.run"].search([], limit=1)
        assert (run.approved_count, run.amount_approved) == (40, 4_000)
        assert run.ended_at


# the first commit is of the run itself, before any batch
@pytest.mark.parametrize("moment", [1, 2, 3, 6])
def test_a_job_that_died_is_finished_by_the_next_one(crowd, commissions, moment):
    with crowd.alone() as env:
        cron = type(env["ir.cron"])
    commit, calls = cron._commit_progress, []

    def commit_until_the_cut(*args, **kwargs):
        calls.append(1)
        if len(calls) == moment:
            raise PowerCutError
        return commit(*args, **kwargs)

    with (
        mock.patch.object(cron, "_commit_progress", commit_until_the_cut),
        pytest.raises(PowerCutError),
        crowd.registry.cursor() as cr,
    ):
        work(api.Environment(cr, SUPERUSER_ID, {}))
    with crowd.alone() as env:
        states = commissions.with_env(env).mapped("state")
        approved = 7 * max(moment - 2, 0)
        assert states.count("approved") == approved
        runs = env["mlm.approval.run"].search([("ended_at", "=", False)])
        assert sum(runs.mapped("approved_count")) >= approved
        work(env)
    assert_each_was_credited_once(crowd, commissions)
