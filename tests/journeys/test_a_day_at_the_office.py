"""The main job on the real web client, each by the one whose job it is."""

import re

from tests.conftest import picture


def test_the_underwriter_approves_from_the_queue(page, login):
    login(page, "underwriter", "/odoo/approval-queue")
    page.locator(".o_kanban_record:not(.o_kanban_ghost)").first.click()
    page.locator(".o_policy_queue_form").wait_for()
    picture(page, "queue-proposal")
    page.get_by_role("button", name="Approve").click()
    page.locator(".o_policy_decided").wait_for()
    assert re.search(r"POL/\d{4}/\d{6}", page.locator(".o_policy_decided").inner_text())
    picture(page, "queue-approved")


def test_the_underwriter_decides_on_a_phone(phone, login):
    login(phone, "underwriter", "/odoo/approval-queue")
    phone.locator(".o_kanban_record:not(.o_kanban_ghost)").first.click()
    phone.locator(".o_policy_queue_form").wait_for()
    picture(phone, "queue-proposal-phone")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= phone.viewport_size["width"]


def test_the_manager_sees_the_tree_and_opens_a_level(page, login):
    login(page, "manager", "/odoo/agent-tree")
    nodes = page.locator(".o_hierarchy_node")
    nodes.first.wait_for()
    tops = nodes.count()
    page.locator("button[name=hierarchy_search_subsidiaries]").first.click()
    nodes.nth(tops).wait_for()
    picture(page, "agent-tree")


def test_the_accountant_books_a_payout(page, login):
    login(page, "accountant", "/odoo/withdrawals")
    page.locator(".o_search_panel_category_value", has_text="Approved").locator(
        "header"
    ).first.click()
    page.locator(".o_data_row td[name=agent_id]").first.click()
    page.get_by_role("button", name="Book payout").click()
    page.locator(".modal td[name=utr]").first.click()
    page.locator(".modal td[name=utr] input").fill("SBIN526999001")
    page.locator(".modal button[name=action_confirm]").click()
    page.locator(".modal").wait_for(state="detached")
    status = page.locator(".o_statusbar_status .o_arrow_button_current")
    status.filter(has_text="Processed").wait_for()
    picture(page, "withdrawal-processed")
