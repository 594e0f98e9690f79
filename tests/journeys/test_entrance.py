"""The way in: who logs in finds the work at once."""

from playwright.sync_api import expect

from tests.conftest import picture


def test_manager_finds_the_office_among_the_apps(page, login):
    login(page, "manager")
    # the queue comes first, and would close a menu opened before it
    page.locator(".o_kanban_record").first.wait_for()
    page.locator(".o_navbar_apps_menu button").first.click()
    expect(page.locator(".o_app", has_text="Cattle Insurance")).to_be_visible()
    expect(page.locator(".o_app", has_text="Agent Network")).to_be_visible()
    picture(page, "apps")


def test_wrong_password_is_refused_in_words(page):
    page.goto("/web/login")
    page.get_by_label("Email").fill("manager")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in", exact=True).click()
    assert page.get_by_role("alert").inner_text().strip() == "Wrong login/password"
