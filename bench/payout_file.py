"""Claim: a bank file of 10,000 payouts is written in 10 s, with at most 300 MB."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench import business, databases, session, withdrawals_paid
from bench.report import Row
from bench.stopwatch import timed
from setup.database import Database
from setup.say import step

_ROWS = 10_000
_EACH = 15_000  # rupees an agent on average: nobody passes the threshold of the tax
_SECONDS, _MEGABYTES = 10, 300
_TEMPLATE = "agent_mlm.mlm_payout_template_icici"  # a workbook costs more than CSV


def measure(options):
    """Write the file in steps, as a browser asks for them, in a fresh process."""
    office = databases.office(options.policies)
    figures = []
    for run in range(options.runs):
        with step(f"{_ROWS} rows to a bank file, run {run + 1}"):
            figures.append(_export(office))
    seconds, megabytes = zip(*figures, strict=True)
    work = f"{_ROWS:,} payouts checked, written, frozen"
    return [
        Row(work, "s", list(seconds), _SECONDS),
        Row("memory of that process at its height", "MB", list(megabytes), _MEGABYTES),
    ]


def _export(office):
    with databases.copied(office) as copy:
        batch_id = _prepare(copy)
        # a fresh process: what this one holds already is not the export's
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            return fresh.submit(_write, copy.name, batch_id).result()


def _prepare(copy):
    """Return the id of a confirmed batch of so many withdrawals."""
    with session.opened(copy) as env:
        env.company.mlm_payout_alone_maximum = _ROWS * _EACH
        commissions = business.earn(env, _ROWS, _EACH)
        commissions.action_approve()
        rows = withdrawals_paid.ask(env, commissions.agent_id, _ROWS)
        bank = env["account.journal"].search([("type", "=", "bank")], limit=1)
        bank.bank_account_id = env["res.partner.bank"].create(
            {
                "partner_id": env.company.partner_id.id,
                "acc_number": "50200011112222",
                "ifsc": "ICIC0000104",
            }
        )
        env = business.as_user(env, "accountant")
        rows = rows.with_env(env)
        rows.action_approve()
        batch = env["mlm.payout.batch"].create(
            {"template_id": env.ref(_TEMPLATE).id, "journal_id": bank.id}
        )
        rows.batch_id = batch
        batch.action_confirm()
        env.cr.commit()
        return batch.id


def _write(name, batch_id):
    """Return the seconds of all steps, and the megabytes this process had at most."""
    with session.opened(Database(name, databases.DATA)) as env:
        env = business.as_user(env, "accountant")
        batch = env["mlm.payout.batch"].browse(batch_id)
        lap = timed(env, lambda: _send(batch))
        assert batch.state == "sent"
        return lap.seconds, _peak_memory()


def _send(batch):
    batch.action_send()
    while not batch.step_send()["next"]:
        # each step is a request of its own
        batch.env.cr.commit()
        batch.env.invalidate_all()


def _peak_memory():
    """Return the largest resident size of this process so far, in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6
