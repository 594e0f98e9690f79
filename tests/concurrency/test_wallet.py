"""Two hands in one wallet: whoever comes second sees what the first one took."""

from datetime import date

import pytest

from odoo.addons.agent_mlm.tests.common import Office

TODAY = date(2026, 5, 4)


class CrowdedOffice(Office):
    """The builders of the add-on's tests, in a transaction that is committed."""


@pytest.fixture(scope="module")
def bank(crowd):
    """Open the office and return the id of the bank's journal."""
    with crowd.alone() as env:
        CrowdedOffice.open_office(env)
        return CrowdedOffice.bank_journal.id


@pytest.fixture
def build(crowd, bank):
    """Return a function that builds something, commits it and returns its records.

    The records are bound to no transaction: a deed rebinds them to its own.
    """

    def build_it(make):
        with crowd.alone() as env:
            for name, value in vars(CrowdedOffice).copy().items():
                if hasattr(value, "with_env"):
                    setattr(CrowdedOffice, name, value.with_env(env))
            CrowdedOffice.env = env
            return make(CrowdedOffice)

    return build_it


def refused(endings):
    """Return the refusals among the endings of deeds."""
    return [ending for ending in endings if ending]


def wallet(crowd, agent):
    """Return what an agent's wallet says now."""
    with crowd.alone() as env:
        return agent.with_env(env).read_wallet()


def test_eight_requests_of_300_on_1000_rupees_are_granted_three_times(crowd, build):
    agent = build(lambda office: office.agent_with(earned=1_000))
    endings = crowd.at_once(
        *[lambda env: agent.with_env(env).request_withdrawal(300)] * 8
    )
    assert len(refused(endings)) == 5
    assert all("can be withdrawn now" in str(refusal) for refusal in refused(endings))
    expected = {"balance": 1_000, "reserved": 900, "available": 100}
    assert expected.items() <= wallet(crowd, agent).items()


def test_requests_for_the_same_agents_in_any_order_do_not_block_each_other(
    crowd, build
):
    agents = build(lambda office: office.agent_with(100) + office.agent_with(100))

    def ask(agents):
        vals_list = [{"agent_id": agent.id, "amount": 20} for agent in agents]
        return lambda env: env["mlm.withdrawal"].create(vals_list)

    endings = crowd.at_once(*[ask(agents), ask(agents[::-1])] * 2)
    assert not refused(endings)
    assert [wallet(crowd, agent)["reserved"] for agent in agents] == [80, 80]


def test_two_people_who_approve_one_commission_credit_it_once(crowd, build):
    commission = build(lambda office: office.commission(office.agent(), 100))
    endings = crowd.at_once(
        *[lambda env: commission.with_env(env).action_approve()] * 2
    )
    assert len(refused(endings)) == 1
    assert "can not become" in str(refused(endings)[0])
    with crowd.alone() as env:
        agent = commission.with_env(env).agent_id
        lines = env["account.move.line"].search(agent._get_wallet_domain())
        assert lines.mapped("credit") == [100]


def test_people_who_approve_different_commissions_do_not_hinder_each_other(
    crowd, build
):
    def earn(office):
        agent = office.agent()
        return agent, [office.commission(agent, 100) for _index in range(4)]

    agent, commissions = build(earn)
    endings = crowd.at_once(
        *[
            lambda env, one=commission: one.with_env(env).action_approve()
            for commission in commissions
        ]
    )
    assert not refused(endings)
    assert wallet(crowd, agent)["balance"] == 400


@pytest.mark.parametrize("other", ["action_reject", "action_fail", "action_process"])
def test_a_withdrawal_that_is_processed_ends_in_one_way_only(crowd, build, bank, other):
    agent = build(lambda office: office.agent_with(earned=100))
    withdrawal = build(
        lambda office: office.ask_approved(agent.with_env(office.env), 60)
    )

    def process(env):
        withdrawal.with_env(env).action_process(bank, TODAY)

    def refuse(env):
        getattr(withdrawal.with_env(env), other)("Account closed")

    endings = crowd.at_once(process, process if other == "action_process" else refuse)
    assert len(refused(endings)) == 1
    with crowd.alone() as env:
        state = withdrawal.with_env(env).state
    paid = 60 if state == "processed" else 0
    expected = {"balance": 100 - paid, "reserved": 0, "withdrawn": paid}
    assert expected.items() <= wallet(crowd, agent).items()


def test_two_payouts_at_once_do_not_share_a_utr(crowd, build, bank):
    payouts = build(
        lambda office: (
            office.ask_approved(office.agent_with(earned=100), 60)
            + office.ask_approved(office.agent_with(earned=100), 60)
        )
    )
    endings = crowd.at_once(
        *[
            lambda env, one=payout: one.with_env(env).action_process(
                bank, TODAY, {one.with_env(env).name: "UTR77"}
            )
            for payout in payouts
        ]
    )
    assert len(refused(endings)) == 1
    assert "UTR" in str(refused(endings)[0])
    with crowd.alone() as env:
        assert sorted(payouts.with_env(env).mapped("state")) == [
            "approved",
            "processed",
        ]


def test_a_withdrawal_is_either_approved_or_taken_back(crowd, build):
    withdrawal = build(lambda office: office.ask(office.agent_with(earned=100), 60))
    endings = crowd.at_once(
        lambda env: withdrawal.with_env(env).action_approve(),
        lambda env: withdrawal.with_env(env).action_cancel(),
    )
    assert len(refused(endings)) == 1
    with crowd.alone() as env:
        state = withdrawal.with_env(env).state
    assert state == ("cancelled" if endings[0] else "approved")


def test_agents_who_come_at_once_get_numbers_of_their_own(crowd, build):
    contacts = build(
        lambda office: office.env["res.partner"].create([{"name": "Twin"}] * 8)
    )
    endings = crowd.at_once(
        *[
            lambda env, one=contact: env["mlm.agent"].create({"partner_id": one.id})
            for contact in contacts
        ]
    )
    assert not refused(endings)
    with crowd.alone() as env:
        agents = env["mlm.agent"].search([("partner_id", "in", contacts.ids)])
        assert len(set(agents.mapped("code"))) == 8
