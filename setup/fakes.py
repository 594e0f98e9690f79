"""Fakes of outside services, to try by hand what the tests try by themselves."""

from setup import paths, process
from setup.machine import check_port
from setup.say import line

_RAZORPAYX = 8181  # where the demo data look for it
_WEBHOOK = "http://127.0.0.1:8069/agent_payout_razorpayx/webhook/demo"


def razorpayx():
    """Serve the fake RazorpayX until Ctrl-C.

    :return: its exit code
    """
    check_port(_RAZORPAYX)
    line("Run the office beside it: make run")
    module = "tests.fakes.razorpayx_desk"
    command = [paths.VENV_PYTHON, "-m", module, _RAZORPAYX, _WEBHOOK]
    return process.attached(command, cwd=paths.ROOT)
