"""Whoever the user is, what the menu offers opens and shows the demo data."""

import pytest
from lxml import etree

from odoo.tools.safe_eval import safe_eval, time

ROLES = ("manager", "underwriter", "claims", "accountant")


def _window_actions(env):
    """Return the window actions of the menus this user sees."""
    menus = env["ir.ui.menu"].load_menus(False).values()
    ids = {
        menu["action_id"]
        for menu in menus
        if menu.get("action_model") == "ir.actions.act_window"
    }
    return env["ir.actions.act_window"].sudo().browse(ids).with_user(env.user)


def _open(env, action):
    """Do what the web client does: load the views, then the first records."""
    views = env[action.res_model].get_views(action.sudo().views)["views"]
    domain = safe_eval(action.sudo().domain or "[]", {"uid": env.uid, "time": time})
    records = env[action.res_model].search(domain, limit=3)
    for kind in {"list", "form", "kanban"} & set(views):
        arch = etree.fromstring(views[kind]["arch"])
        names = {node.get("name") for node in _top_fields(arch)}
        records.read(sorted(names & set(records._fields)))


def _top_fields(arch):
    return arch.xpath("//field[not(ancestor::field)]")


@pytest.mark.parametrize("login", ROLES)
def test_every_menu_of_a_role_opens(office_as, login):
    env = office_as(login)
    actions = _window_actions(env)
    assert actions
    for action in actions:
        try:
            _open(env, action)
        except Exception as error:
            pytest.fail(f"{login} can not open {action.sudo().name}: {error}")
