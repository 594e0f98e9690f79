"""The add-ons come, are renewed and go without a word of complaint in the log."""

import pytest

from setup import paths, templates
from setup.database import Database


@pytest.fixture(scope="module")
def office():
    """A database with the add-ons installed, of its own."""
    copy = templates.plain().copy_to("lifecycle")
    yield copy
    copy.drop()


def _tables(database: Database):
    prefixes = ("mlm_", "cattle_", "insurance_", "razorpayx_")
    return [name for name in database.tables() if name.startswith(prefixes)]


@pytest.mark.parametrize("template", [templates.plain, templates.demo])
def test_installing_logs_no_warning(template):
    assert not templates.warnings_in(templates.install_log(template()))


def test_upgrading_logs_no_warning(office):
    assert not templates.warnings_in(office.upgrade())


def test_uninstalling_logs_no_warning_and_leaves_no_table(office):
    assert _tables(office)
    log = office.uninstall()
    assert not templates.warnings_in(log)
    assert not _tables(office)


def test_installing_again_after_uninstalling_logs_no_warning(office):
    assert not templates.warnings_in(office.install(demo=False))
    assert _tables(office)


def test_our_addons_are_the_installed_ones(office):
    assert set(paths.our_addons()) <= set(office.installed())
