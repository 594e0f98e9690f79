"""The office as its users have it: a real server, a real browser, real commits."""

import os
import shutil
from types import SimpleNamespace

import pytest
from playwright.sync_api import sync_playwright

from odoo.modules.registry import Registry
from odoo.tools import config

from setup import machine, paths, server, templates
from setup.say import StopError

_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_DESKTOP = {"viewport": {"width": 1366, "height": 768}}
_PHONE = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
_FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def demo_database():
    """A copy of the office with its demo data, dropped at the end."""
    if "PGHOST" not in os.environ:
        raise StopError('The tests need a database server; run: make test ARGS="..."')
    copy = templates.demo().copy_to("journeys")
    yield copy
    copy.drop()


@pytest.fixture(scope="session")
def odoo_server(demo_database):
    """The office served by several workers; has `url` and `database`."""
    port = machine.free_port()
    with server.running(demo_database, port, log="journeys"):
        yield SimpleNamespace(
            url=f"http://127.0.0.1:{port}", database=demo_database.name
        )


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, driven by Playwright."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=_CHROMIUM
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, odoo_server, request):
    """A page at the size of a desk."""
    yield from _page(browser, odoo_server, request, _DESKTOP)


@pytest.fixture
def phone(browser, odoo_server, request):
    """A page at the size of a phone."""
    yield from _page(browser, odoo_server, request, _PHONE)


def _page(browser, odoo_server, request, size):
    """Open a page that fails its test when the browser reports an error."""
    context = browser.new_context(base_url=odoo_server.url, locale="en-IN", **size)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda entry: _note(entry, errors))
    yield page
    if request.node.stash.get(_FAILED, False):
        picture(page, f"failed-{request.node.name}")
    context.close()
    assert not errors, errors


def _note(entry, errors):
    if entry.type == "error":
        errors.append(entry.text)


def open_registry(name):
    """Load a second registry; with the flag on, Odoo would play all tests in it."""
    config["test_enable"] = False
    try:
        return Registry(name)
    finally:
        config["test_enable"] = True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember whether the test failed, for the picture taken afterwards."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


def picture(page, name):
    """Save what the page shows under artefacts/, for a person to look at."""
    paths.ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=paths.ARTEFACTS / f"{name}.png")


@pytest.fixture
def login():
    """Return a function that enters the office: `login(page, "manager")`."""

    def enter(page, user, landing="/odoo"):
        page.goto(f"/web/login?redirect={landing}")
        page.get_by_label("Email").fill(user)
        page.get_by_label("Password").fill(user)
        page.get_by_role("button", name="Log in", exact=True).click()
        page.wait_for_load_state()
        assert "/web/login" not in page.url, f"{user} may not enter"

    return enter
