"""A rule for every test, those in the add-ons too: our code logs no warning.

A test that provokes one says so with `assertLogs` or `mute_logger`.
"""

import logging

import freezegun
import pytest

from setup import paths


class _Listener(logging.Handler):
    """Collects what our add-ons log at WARNING or above."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.heard = []

    def emit(self, record):
        """Keep the message, with its logger."""
        self.heard.append(f"{record.name}: {record.getMessage()}")


_LISTENER = _Listener()


def pytest_configure(config):
    """Listen to the loggers of our add-ons for the whole run."""
    # tests that freeze the clock must not freeze pytest's stopwatch
    freezegun.configure(extend_ignore_list=["_pytest"])
    for name in paths.our_addons():
        logging.getLogger(f"odoo.addons.{name}").addHandler(_LISTENER)


def pytest_sessionfinish():
    """Leave word that the run came to its end."""
    paths.TESTS_ENDED.parent.mkdir(exist_ok=True)
    paths.TESTS_ENDED.touch()


@pytest.fixture(autouse=True)
def no_warning_of_ours():
    """Fail the test during which our code logged a warning."""
    _LISTENER.heard.clear()
    yield
    assert not _LISTENER.heard, _LISTENER.heard
