"""What the machine must bring along: an interpreter, some disk, a free port."""

import os
import shutil
import socket
import subprocess

from setup import paths
from setup.say import StopError

PYTHONS = ((3, 11), (3, 12), (3, 13))
_PROBE = "import sys; print('%d.%d' % sys.version_info[:2])"


def find_python():
    """Return the interpreter to build on; the machine's usual one if it fits.

    :raise StopError: when none of the supported versions is installed
    """
    wanted = [f"{major}.{minor}" for major, minor in PYTHONS]
    for name in ["python3", *(f"python{version}" for version in reversed(wanted))]:
        program = shutil.which(name)
        if program and _version(program) in wanted:
            return program
    raise StopError(
        f"Python {', '.join(wanted[:-1])} or {wanted[-1]} is needed and none is "
        "installed. As root: apt-get install python3 python3-venv"
    )


def _version(program):
    probe = subprocess.run(
        [program, "-c", _PROBE], capture_output=True, text=True, check=False
    )
    return probe.stdout.strip()


def check_disk(needed_gb):
    """Refuse to begin what the disk can not hold.

    :param float needed_gb: gigabytes that have to be free
    :raise StopError: naming the folder that is too full
    """
    for folder in (paths.ROOT, paths.cache()):
        free_gb = shutil.disk_usage(folder).free / 1e9
        if free_gb < needed_gb:
            raise StopError(
                f"No disk space: {folder} has {free_gb:.1f} GB free, "
                f"{needed_gb:g} GB are needed. Free some space and start again."
            )


def check_port(port):
    """Refuse a port that another program listens on.

    :raise StopError: naming the port and the way around it
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise StopError(
                f"Port {port} is reserved for root. Take another: make run PORT=8070"
            ) from error
        except OSError as error:
            raise StopError(
                f"Port {port} is in use by another program. "
                f"Stop that program, or take another port: make run PORT={port + 1}"
            ) from error


def free_port():
    """Return a port nobody on this machine listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_root():
    """Tell whether we may install packages and must shed rights for servers."""
    return os.geteuid() == 0
