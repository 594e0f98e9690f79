"""Child processes that tell why they failed and never outlive this one."""

import ctypes
import os
import re
import signal
import subprocess
from contextlib import contextmanager, suppress

from setup import paths
from setup.say import StopError

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)
_ERROR = re.compile(r"(E: |error: |[\w.]*(Error|Exception|Warning|Violation)\b.*: )")
_PARTING = 20  # seconds a process has to end by itself


def die_with_parent(sign=signal.SIGTERM):
    """Have the kernel send `sign` to this process when its parent ends."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(sign))


def end_on_signals():
    """Turn the ways a terminal or a CI ends us into an orderly way out."""

    def leave(sign, _frame):
        # a second signal must not cut the orderly end short
        for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(other, signal.SIG_IGN)
        raise SystemExit(128 + sign)

    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, leave)
    die_with_parent()


def run(command, log, advice, *, env=None, text=None):
    """Run `command` to its end, with its output in a log file.

    :param list command: program and arguments
    :param str log: name of the log, written under `.local/log`
    :param str advice: what failed then, and what a person can do
    :param dict env: variables beside those of this process
    :param str text: what the program reads from its standard input
    :return: the path of the log
    :raise StopError: when the program is missing or fails
    """
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    path = paths.LOGS / f"{log}.log"
    with path.open("w", encoding="utf-8") as output:
        try:
            result = subprocess.run(
                [str(part) for part in command],
                env=os.environ | (env or {}),
                input=text,
                text=True,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
                check=False,
            )
        except FileNotFoundError as error:
            raise StopError(f"{error.filename} is missing.\n({advice})") from error
    if result.returncode:
        raise StopError(f"{advice}\n({_last_words(path)}; log: {path})")
    return path


def _last_words(path):
    """Return the last line of a log that names an error, else the last line."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    errors = [text.strip() for text in lines if _ERROR.match(text)]
    others = [text.strip() for text in lines if text.strip()]
    return (errors or others or ["It failed without a word."])[-1]


@contextmanager
def running(command, log, *, env=None, stop=signal.SIGTERM, **popen):
    """Keep `command` running beside the block, and end it with the block.

    It has a session of its own, so Ctrl-C reaches it once, through us.

    :param path log: the file its output goes to
    :param stop: the signal that asks it to end
    :param popen: further arguments of `subprocess.Popen`
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as output:
        child = subprocess.Popen(
            [str(part) for part in command],
            env=os.environ | (env or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(stop),
            **popen,
        )
    try:
        yield child
    finally:
        _end(child, stop)


def attached(command, **popen):
    """Run `command` on our own terminal, where Ctrl-C reaches it as well.

    :return: its exit code
    """
    child = subprocess.Popen(
        [str(part) for part in command], preexec_fn=die_with_parent, **popen
    )
    try:
        return child.wait()
    finally:
        with suppress(subprocess.TimeoutExpired):
            child.wait(5)  # it may be ending already
        _end(child, signal.SIGINT)


def _end(child, stop):
    if child.poll() is not None:
        return
    child.send_signal(stop)
    try:
        child.wait(_PARTING)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
