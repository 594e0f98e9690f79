"""Core's own clicking robot opens every menu, view and filter of ours."""

import re

import pytest

_START = """
odoo.loader.modules.get("@web/webclient/clickbot/clickbot_loader")
    .startClickEverywhere(%r)
"""
_SUCCESS = re.compile("clickbot test succeeded")
_PATIENCE = 900_000  # milliseconds; a busy machine needs minutes for all screens


@pytest.mark.parametrize(
    "app",
    ["cattle_insurance.cattle_insurance_menu_root", "agent_mlm.agent_mlm_menu_root"],
)
def test_every_view_and_filter_of_an_app_opens(page, login, app):
    login(page, "manager")
    page.locator(".o_action_manager > *").first.wait_for()
    with page.expect_console_message(_succeeded, timeout=_PATIENCE):
        page.evaluate(_START % app)


def _succeeded(message):
    return bool(_SUCCESS.search(message.text))
