"""The verbs of a developer: tests, lint, measurements and pictures."""

import fcntl
import os
from contextlib import contextmanager

from setup import machine, odoo, paths, process, templates, tools
from setup.postgres import Cluster
from setup.say import StopError, line, step

_NO_TESTS = 5  # pytest's exit code when nothing matched


def test(arguments):
    """Run pytest over the add-ons and tests/, on copies of template databases.

    :param list arguments: passed on to pytest
    :return: pytest's exit code
    """
    odoo.ensure()
    tools.ensure_printer()
    tools.ensure_browser()
    with _alone("test"), Cluster("test-postgres", durable=False).running():
        plain = templates.plain()
        templates.ensure(plain, templates.demo())
        with step("Copy of the template"):
            copy = plain.copy_to("test")
        code = _pytest(copy, arguments)
    if code == _NO_TESTS:
        raise StopError(f"No test matches {' '.join(arguments)}. Nothing was tested.")
    return code


def _pytest(copy, arguments):
    command = [
        *(paths.VENV_PYTHON, "-m", "pytest", "--odoo-http", "--odoo-log-level=warn"),
        *(f"--odoo-database={copy.name}", "--odoo-extra=workers=0"),
        "--odoo-extra=limit-memory-hard=0",  # Chromium would inherit it and die
        f"--odoo-extra=screenshots={paths.ARTEFACTS}",
        *arguments,
    ]
    os.environ.update(odoo.environment(copy.data))
    # a job runner in the test process would keep the databases busy; the servers
    # that tests start have theirs
    os.environ["ODOO_QUEUE_JOB_CHANNELS"] = "root:0"
    paths.TESTS_ENDED.unlink(missing_ok=True)
    code = process.attached(command, cwd=paths.ROOT)
    # Odoo ends a process that is told to stop with 0, as if all were well
    if not paths.TESTS_ENDED.exists():
        raise StopError("The tests were interrupted.")
    return code


def lint(_arguments):
    """Check format and rules; every checker speaks before the verdict.

    :return: 0 when all of them are content
    """
    odoo.ensure()
    failed = []
    for name, command in _CHECKERS.items():
        line(f"{name}:")
        if process.attached([paths.VENV_PYTHON, "-m", *command]):
            failed.append(name)
    if failed:
        raise StopError(f"Not content: {', '.join(failed)}")
    return 0


_ADDONS = [f"addons/{name}" for name in paths.our_addons()]
# every rule of the two Odoo linters blocks, except
_WAIVED_PYTHON = (
    "missing-readme",  # our pages are Markdown, checked by tests/house
    "consider-merging-classes-inherited",  # a model is split by concern
    "no-wizard-in-models",  # extending core's import wizard is no wizard of ours
    "missing-return",  # core's own _compute_ and _post_ methods return nothing
)
_WAIVED_DATA = (
    "prefer-readme-rst",
    "file-not-used",  # refuses the sample register; tests/house checks the rest
    "xml-field-numeric-without-eval",  # core writes `<field name="sequence">10`
)
_CHECKERS = {
    "ruff format": ["ruff", "format", "--check", "."],
    "ruff": ["ruff", "check", "."],
    "pylint-odoo": ["pylint", f"--disable={','.join(_WAIVED_PYTHON)}", *_ADDONS],
    "XML and CSV": [
        "oca_pre_commit_hooks",
        f"--disable={','.join(_WAIVED_DATA)}",
        *_ADDONS,
    ],
}


def bench(arguments):
    """Measure on a durable cluster: numbers without fsync would flatter.

    :param list arguments: passed on to bench/
    :return: 0 when everything was measured
    """
    odoo.ensure()
    with _alone("bench"), Cluster("bench-postgres").running():
        command = [paths.VENV_PYTHON, "-m", "bench", *arguments]
        return process.attached(command, cwd=paths.ROOT)


def screenshots(arguments):
    """Take the documentation's pictures of the running program.

    :return: the exit code of docs/screenshots.py
    """
    odoo.ensure()
    tools.ensure_printer()
    tools.ensure_browser()
    tools.ensure_pdf_reader()
    command = [paths.VENV_PYTHON, "-m", "docs.screenshots", *arguments]
    with _alone("test"), Cluster("test-postgres", durable=False).running():
        templates.ensure(templates.demo())
        return process.attached(command, cwd=paths.ROOT)


@contextmanager
def _alone(purpose):
    """Keep a second run of the same kind out of the same databases."""
    machine.check_disk(1)
    paths.LOCAL.mkdir(exist_ok=True)
    with (paths.LOCAL / f"{purpose}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StopError(
                f"Another `make {purpose}` is at work in this checkout. Wait for it."
            ) from error
        yield
