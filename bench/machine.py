"""What the figures were measured on; without it they mean nothing."""

import os
import platform
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg2

from setup import odoo
from setup.say import line


def load():
    """Return the load of the last minute: how many processes wanted a processor."""
    return os.getloadavg()[0]


def show(load_before):
    """Print processors, memory, versions, and how busy the machine was."""
    cores = os.cpu_count()
    line(f"{cores} x {_processor()}, {_memory_gb():.0f} GB, {platform.system()}")
    line(f"{_database()}; Odoo {_odoo()}; Python {platform.python_version()}{_node()}")
    line(f"load before {load_before:.1f}, after {load():.1f} on {cores} processors")
    if load_before > cores:
        line("The machine was busy with other work: a quiet one is faster.")


def _processor():
    for text in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if text.startswith("model name"):
            return text.split(":")[1].strip()
    return platform.machine()


def _memory_gb():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _database():
    connection = psycopg2.connect(dbname="postgres")
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_setting('fsync'),"
            " current_setting('synchronous_commit')"
        )
        version, fsync, commit = cursor.fetchone()
    return f"PostgreSQL {version.split()[0]}, fsync {fsync}, commit {commit}"


def _odoo():
    return next((part for part in Path(odoo.version()).parts if "19" in part), "19")


def _node():
    if not shutil.which("node"):
        return ""
    node = ["node", "--version"]
    version = subprocess.run(node, capture_output=True, text=True, check=True)
    return f"; Node {version.stdout.strip()}"
