"""What a person sees of a step: its name, its time, and why it stopped."""

import sys
import threading
import time
from contextlib import contextmanager


class StopError(Exception):
    """The set-up can not go on; the message says why and what to do."""


def line(text=""):
    """Print one line at once, also when the output is a file or a pipe."""
    print(text, flush=True)  # noqa: T201  the terminal is this file's business


@contextmanager
def step(title):
    """Show `title` while the block runs, with a running clock on a terminal.

    :param str title: what is being done, and how much if it is known
    """
    started = time.monotonic()
    finished = threading.Event()
    clock = threading.Thread(target=_tick, args=(title, started, finished))
    if sys.stdout.isatty():
        clock.start()
    else:
        line(f"  {title} ...")
    try:
        yield
        outcome = ""
    except BaseException:
        outcome = "stopped after "
        raise
    finally:
        finished.set()
        if clock.ident:
            clock.join()
            sys.stdout.write("\r\033[K")
        line(f"  {title}: {outcome}{time.monotonic() - started:.1f} s")


def _tick(title, started, finished):
    while not finished.wait(0.5):
        sys.stdout.write(f"\r  {title} ... {time.monotonic() - started:.0f} s")
        sys.stdout.flush()
