"""A desk or a phone in front of the running office, and its pictures."""

import io
import re
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from PIL import Image
from playwright.sync_api import expect

from setup.say import line

IMAGES = Path(__file__).resolve().parent / "images"
LARGEST = 250_000  # bytes of a picture in the repository
COLOURS = (256, 128, 64)
DESK = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True}
# the same letters and no motion on every machine
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-lcd-text", "--hide-scrollbars")
# nothing is being fetched, and what can be seen has its pictures and letters
AT_REST = """() => {
    const seen = (image) => image.getBoundingClientRect().top < innerHeight;
    return (
        !document.querySelector(".o_loading_indicator") &&
        [...document.images].filter(seen).every((image) => image.complete) &&
        document.fonts.status === "loaded"
    );
}"""
CHARTS_GROW = 3_000  # milliseconds; a canvas does not tell when it is at rest
PATIENCE = 60_000  # milliseconds; a first page is drawn slowly


class Office:
    """The office as people see it: who is at which desk, and what is photographed.

    :param browser: Playwright's browser
    :param str address: where the office is served
    :param str database: its name, to look certificate numbers up
    """

    def __init__(self, browser, address, database):
        self.browser = browser
        self.address = address
        self.database = database

    @contextmanager
    def desk(self, login, path):
        """Sit down as ``login`` (the password is the same) in front of a screen."""
        with self._window(DESK) as page:
            page.goto(f"/web/login?redirect=/odoo/{path}")
            page.get_by_label("Email").fill(login)
            page.get_by_label("Password").fill(login)
            page.get_by_role("button", name="Log in", exact=True).click()
            page.locator(".o_view_controller, .modal-content").first.wait_for()
            yield page

    @contextmanager
    def phone(self, path):
        """Take a phone out, as a stranger in the field."""
        with self._window(PHONE) as page:
            page.goto(path)
            yield page

    @contextmanager
    def _window(self, size):
        context = self.browser.new_context(
            base_url=self.address, locale="en-IN", timezone_id="Asia/Kolkata", **size
        )
        context.set_default_timeout(PATIENCE)
        with closing(context):
            yield context.new_page()

    def ask(self, query):
        """Return the first value the database answers."""
        with closing(psycopg2.connect(dbname=self.database)) as connection:
            cursor = connection.cursor()
            cursor.execute(query)
            return cursor.fetchone()[0]


def choose(page, field, text):
    """Pick the first record that a many2one finds for ``text``."""
    page.locator(f"div[name={field}] input").fill(text)
    entry = page.locator(".o-autocomplete--dropdown-item:not(.o_m2o_no_result)")
    entry.filter(has_text=re.compile(re.escape(text))).first.click()


def give_reason(page, text):
    """Answer the dialog that asks why."""
    page.locator(".modal div[name=reason] textarea:visible").fill(text)


def pick_panel(page, title):
    """Narrow a list by a value of the panel at its left."""
    panel = page.locator(".o_search_panel_category_value header", has_text=title)
    panel.first.click()
    others = page.locator(".o_data_row").filter(has_not_text=title)
    expect(others).to_have_count(0)


def keep(page, name):
    """Save what the page shows once it is at rest."""
    page.wait_for_function(AT_REST)
    save(page.screenshot(animations="disabled"), name)


def save(png, name):
    """Write a picture with as few colours as keep it small enough.

    :param bytes png: the picture as it was taken
    """
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        small = io.BytesIO()
        picture.quantize(colours).save(small, "PNG", optimize=True)
        if small.tell() <= LARGEST:
            break
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / f"{name}.png").write_bytes(small.getvalue())
    line(f"  {name}.png: {small.tell() / 1000:.0f} kB")
