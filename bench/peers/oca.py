"""The peer on Odoo: OCA commission 19.0, AGPL, so never a part of the project.

It runs in a process of its own, for its add-ons shut ours out of that Odoo.
"""

import json
import os
import subprocess
from functools import cache

from bench import databases
from bench.peers import programs
from setup import odoo, paths, process
from setup.database import Database
from setup.say import StopError, line, step

NAME = "OCA commission 19.0"


def seconds_to_ledger(policies, runs):
    """Return the seconds from three commissions a policy to posted bills, one a run."""
    office = _office(policies)
    if not office:
        return []
    return [_one_ledger(office, policies, run) for run in range(runs)]


def _one_ledger(office, policies, run):
    title = f"{NAME}: {3 * policies} commissions to the ledger, run {run + 1}"
    with step(title), databases.copied(office) as copy:
        return _measure(copy, "ledger", policies)


def queries_of_one_sale():
    """Return the SQL statements from one invoice to its commissions in the books."""
    office = _office(1)
    if not office:
        return []
    with step(f"{NAME}: SQL statements of one sale"), databases.copied(office) as copy:
        return [_measure(copy, "sale", 1)]


def _office(policies):
    """Return a database with so many posted invoices of three commissions each."""
    addons = _addons()
    if not addons:
        return None
    installed = Database(f"{databases.base().name}_oca", databases.DATA)
    if not installed.made_with():
        with step(f"{NAME}: database (once)"):
            databases.base().copy_to(installed.name)
            _install(installed, addons)
            installed.finish("made")
    office = Database(f"{installed.name}_{policies}", databases.DATA)
    if not office.made_with():
        with step(f"{NAME}: {policies} posted invoices (once)"):
            installed.copy_to(office.name)
            _measure(office, "prepare", policies)
            office.finish("made")
    return office


_addons = cache(programs.oca_addons)


def _install(database, addons):
    command = odoo.command(
        *("-d", database.name, "-i", "account_commission_oca"),
        *("--no-http", "--stop-after-init", "--workers=0", "--max-cron-threads=0"),
    )
    env = odoo.environment(database.data) | {"ODOO_ADDONS_PATH": str(addons)}
    process.run(command, "bench-oca", "The log says what OCA's add-ons miss.", env=env)


def _measure(database, task, policies):
    """Run one task of oca_commission.py; return its figure."""
    module = "bench.peers.oca_commission"
    command = [paths.VENV_PYTHON, "-m", module, database.name, task, str(policies)]
    env = os.environ | {"OCA_ADDONS": str(_addons())}
    run = subprocess.run(
        command, env=env, cwd=paths.ROOT, capture_output=True, text=True, check=False
    )
    if run.returncode:
        line(run.stderr)
        raise StopError(f"{NAME} failed at: {task}")
    return json.loads(run.stdout.splitlines()[-1])
