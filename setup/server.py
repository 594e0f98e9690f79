"""The whole office running: Odoo with workers, one address, a mail catcher."""

import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager

from setup import machine, mail, odoo, paths, process
from setup.say import StopError, step

_START = 120  # seconds


@contextmanager
def running(database, port, *, workers=2, log="odoo"):
    """Serve `database` at 127.0.0.1 while the block runs.

    :param int port: the port people use; web sockets work on it as well
    :param int workers: processes that answer requests
    :param str log: name of Odoo's log, under `.local/log`
    :return: the process of Odoo
    """
    pages, sockets = machine.free_port(), machine.free_port()
    path = paths.LOGS / f"{log}.log"
    with ExitStack() as stack:
        smtp = stack.enter_context(mail.catching())
        command = odoo.command(
            *("-d", database.name, "--db-filter", f"^{database.name}$"),
            *("--http-port", pages, "--gevent-port", sockets, "--workers", workers),
            *("--smtp", "127.0.0.1", "--smtp-port", smtp),
        )
        env = odoo.environment(database.data)
        env["ODOO_QUEUE_JOB_CHANNELS"] = ""  # those of odoo.conf, in a test as well
        env["QT_QPA_PLATFORM"] = "offscreen"  # wkhtmltopdf looks for a screen
        server = stack.enter_context(process.running(command, path, env=env))
        front = [paths.VENV_PYTHON, "-m", "setup.front", port, pages, sockets]
        log = paths.LOGS / "front.log"
        stack.enter_context(process.running(front, log, cwd=paths.ROOT))
        with step("Start of the server"):
            _wait(server, port, path)
        yield server


def _wait(server, port, log):
    deadline = time.monotonic() + _START
    while server.poll() is None and time.monotonic() < deadline:
        if _answers(f"http://127.0.0.1:{port}/web/login"):
            return
        time.sleep(0.2)
    raise StopError(f"Odoo did not start; the reason is at the end of {log}")


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=_START):
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
