"""The verbs of the Makefile: `python3 -m setup run` and so on."""

import errno
import sys

from setup import machine, packages, process
from setup.say import StopError


def main(arguments):
    """Carry out one verb.

    :param list arguments: the verb and what follows it
    :return: the exit code
    """
    verb, *rest = arguments or ["help"]
    process.end_on_signals()
    try:
        machine.find_python()
        if verb == "lock":
            return packages.lock()
        lock = packages.RUNTIME if verb in _RUNTIME else packages.DEVELOPMENT
        packages.ensure(lock)
        if not packages.inside():
            packages.go_inside(arguments)
        return _carry_out(verb, rest)
    except StopError as error:
        sys.stdout.flush()
        sys.stderr.write(f"\n{error}\n")
        return 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.stderr.write("\nNo disk space left. Free some and start again.\n")
        return 1


_RUNTIME = ("run", "shell", "mail", "reset", "razorpayx")


def _carry_out(verb, rest):
    """Import the verb's module only now: it needs the virtual environment."""
    if verb in ("run", "shell", "reset"):
        from setup import office

        return getattr(office, verb)()
    if verb == "mail":
        from setup import mail

        return mail.show(*rest)
    if verb == "razorpayx":
        from setup import fakes

        return fakes.razorpayx()
    from setup import checks

    return getattr(checks, verb)(rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
