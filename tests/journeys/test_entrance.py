"""The way in: who logs in finds the work at once."""

from tests.conftest import picture


def test_manager_finds_the_office_among_the_apps(page, login):
    login(page, "manager")
    page.get_by_role("button", name="Home Menu").click()
    picture(page, "apps")
    menu = page.get_by_role("menu")
    assert menu.get_by_text("Cattle Insurance", exact=True).is_visible()
    assert menu.get_by_text("Agent Network", exact=True).is_visible()


def test_wrong_password_is_refused_in_words(page):
    page.goto("/web/login")
    page.get_by_label("Email").fill("manager")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in", exact=True).click()
    assert page.get_by_role("alert").inner_text().strip() == "Wrong login/password"
