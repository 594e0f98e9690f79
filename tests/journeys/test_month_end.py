"""The accountant's month end: commissions, a payout file, the bank's answer."""

import csv
import io

from tests.conftest import picture


def test_the_accountant_pays_what_is_due_and_reads_the_banks_answer(
    page, login, tmp_path
):
    login(page, "accountant", "/odoo/payout-batches")
    _make_the_batch(page)
    payments = _send_and_download(page)
    assert len(payments) > 1
    answer = tmp_path / "answer.csv"
    answer.write_text(_answer(payments), encoding="utf-8")

    _read_the_answer(page, answer)
    verdicts = page.locator("td[name=verdict]")
    assert verdicts.all_inner_texts()[-1] == "To give back"
    picture(page, "payout-return")
    page.locator("button[name=action_apply]").click()
    status = page.locator(".o_statusbar_status .o_arrow_button_current")
    status.filter(has_text="Done").wait_for()
    assert set(verdicts.all_inner_texts()) == {"Applied"}
    picture(page, "payout-return-applied")

    # the same file again finds everything on record
    _read_the_answer(page, answer)
    assert set(verdicts.all_inner_texts()) == {"On record already"}


def _make_the_batch(page):
    page.locator("button[name=action_collect_due]").click()
    page.locator(".modal button[name=action_make]").click()
    page.locator("button[name=action_check]").click()
    picture(page, "payout-batch-check")
    page.locator(".modal button[name=action_confirm]").click()
    page.locator("button[name=action_send]").click()


def _send_and_download(page):
    """Return the rows of the bank's file, as the bank reads them."""
    download = page.locator("button[name=action_download_file]")
    download.wait_for()
    picture(page, "payout-batch-sent")
    with page.expect_download() as caught:
        download.click()
    text = caught.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def _answer(payments):
    """Return what the bank sends back: all paid but the last."""
    rows = ["Reference,Amount,Status,Reason,UTR"]
    for number, payment in enumerate(payments, 1):
        last = number == len(payments)
        ending = "Failed,Account closed," if last else f"Success,,UTRX{number:08d}"
        rows.append(f"{payment['Reference']},{payment['Amount']},{ending}")
    return "\n".join(rows)


def _read_the_answer(page, answer):
    page.goto("/odoo/payout-batches")
    page.get_by_role("button", name="Bank's answer").click()
    page.locator(".modal input[type=file]").set_input_files(answer)
    template = page.locator(".modal div[name=template_id] input")
    if not template.input_value():  # proposed only while a batch waits
        template.fill("Generic")
        page.locator(".o-autocomplete--dropdown-item", has_text="NEFT").first.click()
    page.locator(".modal button[name=action_read]").click()
    page.locator("td[name=verdict]").first.wait_for()
