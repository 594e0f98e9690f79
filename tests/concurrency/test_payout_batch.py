"""Two accountants at the same batch: nothing is paid twice, nothing slips in."""

import pytest

from odoo import Command

from odoo.addons.agent_mlm.tests.common import Office
from odoo.addons.agent_mlm.tools.return_file import read_answers
from odoo.addons.agent_mlm.tools.table_file import read_table


class CrowdedBank(Office):
    """The builders of the add-on's tests, with a bank that has our account."""

    @classmethod
    def open_bank(cls, env):
        """Open the office, and an account at its bank."""
        cls.open_office(env)
        cls.company.mlm_payout_alone_maximum = 1_000_000
        cls.bank_journal.bank_account_id = cls.env["res.partner.bank"].create(
            {
                "partner_id": cls.company.partner_id.id,
                "acc_number": "50200011112222",
                "ifsc": "ICIC0000104",
            }
        )
        cls.template = cls.env.ref("agent_mlm.mlm_payout_template_generic")

    @classmethod
    def due(cls):
        """Return an approved withdrawal of an agent of its own."""
        return cls.ask_approved(cls.agent_with(100), 60)

    @classmethod
    def batch_vals(cls, *withdrawals):
        """Return what makes a batch of withdrawals."""
        return {
            "template_id": cls.template.id,
            "journal_id": cls.bank_journal.id,
            "withdrawal_ids": [Command.link(each.id) for each in withdrawals],
        }


@pytest.fixture(scope="module")
def office(crowd):
    """Open the bank once; commit."""
    with crowd.alone() as env:
        CrowdedBank.open_bank(env)


@pytest.fixture
def build(crowd, office):
    """Return a function that builds something, commits it and returns its records."""

    def build_it(make):
        with crowd.alone() as env:
            for name, value in vars(CrowdedBank).copy().items():
                if hasattr(value, "with_env"):
                    setattr(CrowdedBank, name, value.with_env(env))
            CrowdedBank.env = env
            return make(CrowdedBank)

    return build_it


def see(crowd, record, name):
    """Return a field of a record as everybody sees it now."""
    with crowd.alone() as env:
        return record.with_env(env).mapped(name)


def test_a_withdrawal_joins_one_of_two_batches_made_at_once(crowd, build):
    withdrawal, vals = build(lambda bank: ((due := bank.due()), bank.batch_vals(due)))

    def make(env):
        env["mlm.payout.batch"].create(vals)

    endings = crowd.at_once(make, make, make)
    assert sum(ending is None for ending in endings) == 1
    refusals = [str(ending) for ending in endings if ending]
    assert all("already" in refusal for refusal in refusals), refusals
    assert len(see(crowd, withdrawal, "batch_id")) == 1


def test_nothing_slips_into_a_batch_that_is_confirmed_at_the_same_moment(crowd, build):
    batch, late = build(
        lambda bank: (
            bank.env["mlm.payout.batch"].create(bank.batch_vals(bank.due())),
            bank.due(),
        )
    )
    confirmed = {}

    def confirm(env):
        batch.with_env(env).action_confirm()
        confirmed["rows"] = batch.with_env(env).withdrawal_ids.ids

    def add(env):
        late.with_env(env).batch_id = batch.id

    crowd.at_once(confirm, add)
    assert see(crowd, batch, "state") == ["confirmed"]
    assert sorted(see(crowd, batch, "withdrawal_ids").ids) == sorted(confirmed["rows"])


def test_a_file_is_written_once_however_many_press_the_button(crowd, build):
    def make(bank):
        batch = bank.env["mlm.payout.batch"].create(bank.batch_vals(bank.due()))
        batch.action_confirm()
        batch.action_send()
        batch.step_send()  # what is left is the writing itself
        return batch

    batch = build(make)
    answers = []

    def step(env):
        answers.append(batch.with_env(env).step_send())

    endings = crowd.at_once(step, step, step)
    assert endings == [None] * 3
    assert all(answer["next"] for answer in answers)
    assert see(crowd, batch, "state") == ["sent"]


def test_a_row_leaves_or_is_sent_never_both(crowd, build):
    def make(bank):
        rows = (bank.due(), bank.due())
        batch = bank.env["mlm.payout.batch"].create(bank.batch_vals(*rows))
        batch.action_confirm()
        batch.action_send()
        batch.step_send()
        return batch, rows[0]

    batch, leaving = build(make)
    crowd.at_once(
        lambda env: batch.with_env(env).step_send(),
        lambda env: leaving.with_env(env).write({"batch_id": False}),
    )
    with crowd.alone() as env:
        batch = batch.with_env(env)
        while batch.state == "confirmed":
            batch.step_send()
        lines = batch.read_file()[1].decode().splitlines()[1:]
        assert len(lines) == len(batch.withdrawal_ids)


def test_one_answer_read_twice_is_applied_once(crowd, build):
    def make(bank):
        due = bank.due()
        batch = bank.env["mlm.payout.batch"].create(bank.batch_vals(due))
        batch.action_confirm()
        batch.action_send()
        while not batch.step_send()["next"]:
            continue
        bank.template._keep_return_mapping(
            {"reference": "Ref", "amount": "Amt", "status": "St", "utr": "UTR"}
        )
        return due, [answer_of(bank, due), answer_of(bank, due)]

    due, answers = build(make)
    endings = crowd.at_once(
        *[lambda env, one=one: one.with_env(env).step_apply() for one in answers]
    )
    assert endings == [None, None]
    assert see(crowd, due, "state") == ["processed"]
    assert see(crowd, due, "agent_id.wallet_balance") == [40.0]
    with crowd.alone() as env:
        verdicts = [one.with_env(env).line_ids.verdict for one in answers]
    assert sorted(verdicts) == ["done", "same"]


def answer_of(bank, due):
    """Return the return of a file in which the bank paid a withdrawal."""
    content = f"Ref,Amt,St,UTR\n{due.bank_reference},60,paid,UTR{due.id}".encode()
    mapping = bank.template._get_return_mapping()
    return bank.env["mlm.payout.return"]._record_file(
        content,
        read_answers(read_table(content), 0, mapping),
        template_id=bank.template.id,
        journal_id=bank.bank_journal.id,
        date="2026-05-04",
    )


def test_a_row_that_leaves_while_its_part_is_rendered_is_not_in_the_file(crowd, build):
    def make(bank):
        rows = (bank.due(), bank.due())
        batch = bank.env["mlm.payout.batch"].create(bank.batch_vals(*rows))
        batch.action_confirm()
        batch.action_send()
        return batch, rows[0]

    batch, leaving = build(make)
    crowd.at_once(
        lambda env: batch.with_env(env).step_send(),
        lambda env: leaving.with_env(env).write({"batch_id": False}),
    )
    with crowd.alone() as env:
        batch = batch.with_env(env)
        while batch.state == "confirmed":
            batch.step_send()
        assert len(batch.withdrawal_ids) == 1
        lines = batch.read_file()[1].decode().splitlines()[1:]
        assert len(lines) == 1
