"""The screens of whoever pays agents: payouts, tax, statements, registers."""

from docs.camera import choose, keep


def payout_batch(office):
    """What is due becomes a batch; its file is frozen."""
    with office.desk("accountant", "payout-batches") as page:
        page.locator("button[name=action_collect_due]").click()
        page.locator(".modal button[name=action_make]").wait_for()
        keep(page, "payout-dry-run")
        page.locator(".modal button[name=action_make]").click()
        page.locator("button[name=action_check]").click()
        page.locator(".modal button[name=action_confirm]").click()
        page.locator("button[name=action_send]").click()
        page.locator("button[name=action_download_file]").wait_for()
        page.locator(".modal").wait_for(state="detached")
        keep(page, "payout-batch")


def payout_return(office):
    """The bank's answer, row by row."""
    with office.desk("accountant", "payout-returns") as page:
        page.locator(".o_data_row").first.click()
        page.locator("td[name=verdict]").first.wait_for()
        keep(page, "payout-return")


def payout_template(office):
    """A bank's file as data."""
    with office.desk("manager", "payout-templates") as page:
        page.locator(".o_data_row", has_text="ICICI").first.click()
        page.locator(".o_form_view .o_data_row").first.wait_for()
        keep(page, "payout-template")


def tax_withheld(office):
    """Tax of this approval and what was caught up for the year."""
    with office.desk("accountant", "tax-withheld") as page:
        page.locator(".o_data_row").first.wait_for()
        keep(page, "tax-withheld")


def simulator(office):
    """Who would get what for a sale."""
    with office.desk("accountant", "commission-simulator") as page:
        choose(page, "agent_id", "AGT00050")
        page.locator("div[name=amount] input").fill("10000")
        page.locator(".modal h4, .modal .modal-title").first.click()
        page.locator(".modal .o_data_row").first.wait_for()
        keep(page, "simulator")


def register(office):
    """A register beside the ledger."""
    with office.desk("accountant", "registers") as page:
        page.locator(".modal footer .btn-primary:visible").first.click()
        page.locator(".modal .o_data_row").first.wait_for()
        keep(page, "register")


def ledger_check(office):
    """Wallets, papers and ledger agree."""
    with office.desk("accountant", "ledger-check") as page:
        page.locator(".o_data_row").first.wait_for()
        keep(page, "ledger-check")


SCREENS = (
    payout_batch,
    payout_return,
    payout_template,
    tax_withheld,
    simulator,
    register,
    ledger_check,
)
