"""The documentation's pictures, taken of the running office with its demo data.

`make screenshots` calls this on a copy of the demo database, so the pictures may
decide, import and pay. Each function below is one screen, entered as the person
whose work it is.
"""

import shutil
import subprocess
import sys
from contextlib import closing

from playwright.sync_api import sync_playwright

from docs import money_screens
from docs.camera import (
    CHARTS_GROW,
    CHROMIUM,
    Office,
    choose,
    give_reason,
    keep,
    pick_panel,
    save,
)
from setup import machine, paths, server, templates
from setup.say import StopError

REGISTER = paths.ADDONS / "cattle_insurance/demo/herd_register_sample.csv"
PRINT_DPI = 96


def approval_queue(office):
    """The underwriter's queue."""
    with office.desk("underwriter", "approval-queue") as page:
        page.locator(".o_kanban_record").first.wait_for()
        keep(page, "approval-queue")


def proposal(office):
    """Everything about one proposal on one screen, and its rejection."""
    with office.desk("underwriter", "approval-queue") as page:
        page.locator(".o_kanban_record", has_text="clear").first.click()
        page.locator(".o_photo_gallery").wait_for()
        keep(page, "proposal")
        page.locator(".o_statusbar_buttons").get_by_text("Reject").click()
        give_reason(page, "The photos show another animal than the tag.")
        keep(page, "policy-reject")


def new_proposal(office):
    """A proposal being written, with its premium."""
    query = """
        SELECT tag_number FROM cattle_animal WHERE state = 'alive' AND NOT EXISTS (
            SELECT FROM insurance_policy WHERE animal_id = cattle_animal.id)
         ORDER BY id LIMIT 1
    """
    tag = office.ask(query)
    with office.desk("underwriter", "policies/new") as page:
        choose(page, "animal_id", tag)
        choose(page, "plan_id", "Dairy Suraksha")
        choose(page, "agent_id", "AGT")
        keep(page, "proposal-new")


def premium_payment(office):
    """The accountant receives a premium."""
    with office.desk("accountant", "premium-invoices") as page:
        page.locator(".o_data_row", has_text="Posted").first.click()
        page.locator("button[name=action_register_payment]").first.click()
        page.locator(".modal button[name=action_create_payments]").wait_for()
        keep(page, "premium-payment")


def policy_cancel(office):
    """A policy in force is cancelled: the dialog tells what goes back."""
    with office.desk("underwriter", "policies") as page:
        page.locator(".o_data_row", has_text="In force").first.click()
        page.locator(".o_statusbar_buttons").get_by_text("Cancel", exact=True).click()
        give_reason(page, "Sold at the fair.")
        keep(page, "policy-cancel")


def certificate(office):
    """The PDF the customer gets, as it comes out of the printer."""
    policy = office.ask(
        "SELECT max(id) FROM insurance_policy"
        " WHERE state = 'approved' AND agent_id IS NOT NULL"
    )
    with office.desk("underwriter", f"policies/{policy}") as page:
        answer = page.request.get(
            f"/report/pdf/cattle_insurance.report_certificate/{policy}"
        )
        command = ["pdftoppm", "-png", "-r", str(PRINT_DPI), "-singlefile", "-"]
        drawn = subprocess.run(
            command, input=answer.body(), capture_output=True, check=True
        )
        save(drawn.stdout, "certificate")


def verify(office):
    """Anybody checks a certificate by its QR code."""
    code = office.ask(
        "SELECT certificate_code FROM insurance_policy WHERE state = 'approved'"
        " ORDER BY id DESC LIMIT 1"
    )
    with office.phone(f"/insurance/verify/{code}") as page:
        keep(page, "verify-phone")


def agent_tree(office):
    """The manager unfolds the tree of agents."""
    with office.desk("manager", "agent-tree") as page:
        rows = page.locator(".o_hierarchy_row")
        for level in range(2):
            unfold = rows.nth(level).get_by_text("Unfold")
            # the second of the top has the largest team
            unfold.nth(1 - level).click()
            rows.nth(level + 1).wait_for()
        keep(page, "agent-tree")


def agent_applicant(office):
    """An applicant before the office decides."""
    with office.desk("underwriter", "agent-applicants") as page:
        page.locator(".o_kanban_record, .o_data_row").first.click()
        page.locator(".o_form_view").wait_for()
        keep(page, "agent-applicant")


def commission_plan(office):
    """The levels of the standard plan."""
    with office.desk("manager", "commission-plans") as page:
        page.locator(".o_data_row", has_text="Standard").first.click()
        page.locator(".o_form_view").wait_for()
        keep(page, "commission-plan")


def commissions(office):
    """The accountant ticks what is approved together."""
    with office.desk("accountant", "commissions") as page:
        pick_panel(page, "Pending")
        page.locator("thead .o_list_record_selector input").click()
        page.locator(".o_control_panel button[name=action_open_approval]").wait_for()
        keep(page, "commissions")


def withdrawal(office):
    """An approved withdrawal is booked with the bank's reference."""
    with office.desk("accountant", "withdrawals") as page:
        pick_panel(page, "Approved")
        page.locator("thead .o_list_record_selector input").click()
        page.locator("button[name=action_open_process_wizard]").first.click()
        rows = page.locator(".modal .o_data_row")
        rows.first.wait_for()
        for number in range(rows.count()):
            cell = rows.nth(number).locator("td[name=utr]")
            cell.click()
            cell.locator("input").fill(f"SBIN5260{number + 1:02d}")
        page.locator(".modal .modal-title").click()
        keep(page, "withdrawal")


def herd_import(office):
    """A dairy's register is checked row by row before anything is stored."""
    with office.desk("underwriter", "herd-import") as page:
        page.locator("input[type=file]").first.set_input_files(REGISTER)
        page.locator("button[name=action_preview]").click()
        page.locator(".o_data_row").first.wait_for()
        keep(page, "herd-import")


def dashboard(office):
    """The manager's figures."""
    with office.desk("manager", "policies") as page:
        page.goto("/odoo/insurance-dashboard")
        page.locator(".o-figure").first.wait_for()
        page.wait_for_timeout(CHARTS_GROW)
        keep(page, "dashboard")


def settings(office):
    """The settings of the agent network."""
    with office.desk("admin", "agents") as page:
        page.get_by_role("button", name="Configuration").click()
        page.get_by_role("menuitem", name="Settings").click()
        page.locator("#mlm_withdrawal_minimum").wait_for()
        keep(page, "settings")


SCREENS = {
    screen.__name__: screen
    for screen in (
        approval_queue,
        proposal,
        new_proposal,
        premium_payment,
        policy_cancel,
        certificate,
        verify,
        agent_tree,
        agent_applicant,
        commission_plan,
        commissions,
        withdrawal,
        herd_import,
        dashboard,
        settings,
        *money_screens.SCREENS,
    )
}


def main(names):
    """Take all the pictures, or those of the screens named.

    :param list names: functions of this file
    :return: the exit code
    """
    if unknown := set(names) - SCREENS.keys():
        raise StopError(f"No screen {unknown.pop()}. There are: {', '.join(SCREENS)}")
    copy, port = templates.demo().copy_to("pictures"), machine.free_port()
    address = f"http://127.0.0.1:{port}"
    try:
        with server.running(copy, port, log="pictures"), sync_playwright() as play:
            program = shutil.which("chromium")
            browser = play.chromium.launch(executable_path=program, args=CHROMIUM)
            with closing(browser):
                office = Office(browser, address, copy.name)
                for name in names or SCREENS:
                    SCREENS[name](office)
    finally:
        copy.drop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
