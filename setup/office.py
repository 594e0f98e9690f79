"""The verbs for the local office: run it, look inside it, drop it."""

import os
import shutil
import signal
import sys

from setup import database, machine, mail, odoo, paths, process, server, tools
from setup.machine import check_port
from setup.postgres import Cluster
from setup.say import StopError, line

_PORT = 8069
_DATA = paths.LOCAL / "odoo"
# login and password are the same, see the demo data of cattle_insurance
_PEOPLE = {
    "manager": "plans, settings, everything",
    "underwriter": "approves and rejects policies",
    "claims": "claims officer",
    "accountant": "invoices, payouts, the books",
    "agent": "sells; sees the team and the wallet (portal)",
    "customer": "the farmer (portal)",
    "admin": "administrator",
}


def run():
    """Start the office and stay until Ctrl-C."""
    port = _port()
    check_port(port)
    machine.check_disk(0.5)
    odoo.ensure()
    tools.ensure_printer()
    cluster = Cluster()
    with cluster.running():
        office = _database()
        database.ensure(office, private=cluster.is_private)
        address = f"http://127.0.0.1:{port}"
        office.set_address(address)
        with server.running(office, port) as process:
            _welcome(office, address)
            process.wait()
    raise StopError(f"Odoo ended by itself; the reason is in {paths.LOGS}/odoo.log")


def shell():
    """Open Odoo's shell on the local database."""
    odoo.ensure()
    with Cluster().running():
        office = _made_database()
        os.environ.update(odoo.environment(office.data))
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the shell
        return process.attached(odoo.command("shell", "-d", office.name, "--no-http"))


def reset():
    """Drop the local database, its files and its mails, after asking."""
    cluster = Cluster()
    if not cluster.is_private:
        raise StopError(
            "PGHOST is set: drop databases on that server by its own means."
        )
    doomed = [path for path in (cluster.home, _DATA, mail.FOLDER) if path.exists()]
    if not doomed:
        line("There is no local database.")
        return
    if cluster.is_running():
        raise StopError("The office is running. Stop it with Ctrl-C first.")
    line("This removes the local database with everything entered into it:")
    for path in doomed:
        line(f"  {path}")
    if _agrees():
        for path in doomed:
            shutil.rmtree(path)
        line("Gone. `make run` makes a new one.")
    else:
        line("Nothing was removed.")


def _agrees():
    line("Type yes to go on:")
    return sys.stdin.readline().strip().lower() == "yes"


def _port():
    given = os.environ.get("PORT", _PORT)
    try:
        port = int(given)
    except ValueError as error:
        raise StopError(f"PORT={given} is no port. Try: make run PORT=8070") from error
    if not 0 < port < 65_536:
        raise StopError(f"PORT={given} is no port. Try: make run PORT=8070")
    return port


def _database():
    return database.Database(os.environ.get("DB", "cattle"), _DATA)


def _made_database():
    office = _database()
    if not office.made_with():
        raise StopError("There is no database yet. Make it with: make run")
    return office


def _welcome(office, address):
    line(f"\nThe office is open: {address}   (Ctrl-C closes it)\n")
    line(f"  {'login':<14}{'password':<14}can")
    for login, purpose in _PEOPLE.items():
        if login in office.logins():
            line(f"  {login:<14}{login:<14}{purpose}")
    line("\nIts mails: make mail   Its log: .local/log/odoo.log")
