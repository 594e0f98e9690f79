"""The fake RazorpayX to play with by hand: `make razorpayx`.

A page where you are the bank: let a payout be processed, fail or come back, top up the
balance, and see how the office takes each signed event.
"""

import html
import sys
import threading
import urllib.error
import urllib.request
from urllib.parse import parse_qs

from tests.fakes import razorpayx_bank as bank
from tests.fakes.razorpayx import FAULTS, FakeRazorpayX

# what a person may do to a payout that stands there
CHOICES = {
    "pending": ("processing", "queued", "rejected"),
    "queued": ("processing", "cancelled", "failed"),
    "processing": ("processed", "failed", "reversed"),
    "processed": ("reversed",),
}
_GOOD = ("queued", "processing", "processed")
_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Fake RazorpayX</title>
<style>body{{font:16px sans-serif;max-width:70rem;margin:1rem auto;padding:0 1rem}}
table{{border-collapse:collapse;width:100%}}td,th{{border-bottom:1px solid #ccc;
padding:.3rem;text-align:left}}form{{display:inline}}input[name=url]{{width:32rem;
max-width:100%}}</style></head><body><h1>Fake RazorpayX</h1>
<p>Balance: Rs {balance:,.2f} {top_up}
Next call: {faults} {approval}</p>
<form method="post">Webhook: <input name="url" value="{url}">
<button name="do" value="webhook">Use</button></form>
<h2>Payouts</h2><table><tr><th>Reference</th><th>Rs</th><th>To</th><th>Status</th>
<th>UTR</th><th>Let it be</th></tr>{payouts}</table>
<h2>Events</h2><table><tr><th>Event</th><th>Answer of the office</th><th></th></tr>
{events}</table></body></html>"""


class Desk(FakeRazorpayX):
    """The fake, a page, and a messenger who delivers events at once.

    :param str webhook: the address the office shows in its RazorpayX account
    """

    def __init__(self, port, webhook):
        super().__init__(port, balance=100_000_00)
        self.webhook = webhook
        self.answers = {}  # event number -> what the office said

    def page(self, verb, path, body):
        """Show the desk, after doing what a button asked for."""
        if path != "/":
            return 404, "nothing here"
        if verb == "POST":
            self._do({key: value[0] for key, value in parse_qs(body.decode()).items()})
        return 200, self._show()

    def _write_event(self, name, payout):
        super()._write_event(name, payout)
        self._deliver(len(self.events) - 1)

    def _do(self, form):
        action, about = form.get("do"), form.get("about", "")
        if action == "webhook":
            self.webhook = form.get("url", "")
        elif action == "top_up":
            self.bank.top_up(100_000_00)
        elif action == "approve":
            self.bank.approves = not self.bank.approves
        elif action == "deliver":
            self._deliver(int(about))
        elif action in FAULTS:
            self.fail_next(action)
        elif action:
            reason = None if action in _GOOD else "As the bank clerk chose"
            self.bank.move(about, action, reason)

    def _deliver(self, number):
        threading.Thread(target=self._post, args=(number,), daemon=True).start()

    def _post(self, number):
        body, headers = self.events[number]
        try:
            request = urllib.request.Request(self.webhook, body, headers)
            with urllib.request.urlopen(request, timeout=20) as answer:
                self.answers[number] = str(answer.status)
        except (urllib.error.URLError, ValueError, OSError) as error:
            self.answers[number] = str(error)

    def _show(self):
        payouts = "".join(map(self._row, reversed(self.bank.payouts.values())))
        events = "".join(
            f"<tr><td>{headers['X-Razorpay-Event-Id']}</td>"
            f"<td>{html.escape(self.answers.get(number, 'on its way'))}</td>"
            f"<td>{_button('deliver', 'Again', number)}</td></tr>"
            for number, (_body, headers) in reversed(list(enumerate(self.events)))
        )
        return _PAGE.format(
            balance=self.bank.balance / 100,
            top_up=_button("top_up", "Top up"),
            faults=" ".join(_button(name, name) for name in FAULTS),
            approval=_button(
                "approve",
                "Pay without approval" if self.bank.approves else "Ask for approval",
            ),
            url=html.escape(self.webhook, quote=True),
            payouts=payouts,
            events=events,
        )

    def _row(self, payout):
        account = self.bank.fund_accounts[payout["fund_account_id"]]["bank_account"]
        buttons = " ".join(
            _button(status, status, payout["id"])
            for status in CHOICES.get(payout["status"], ())
        )
        cells = (
            html.escape(payout["reference_id"]),
            f"{payout['amount'] / 100:,.2f}",
            html.escape(f"{account['name']}, ••••{account['account_number'][-4:]}"),
            payout["status"],
            payout["utr"] or "",
            buttons,
        )
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _button(action, text, about=""):
    return (
        f'<form method="post"><input type="hidden" name="about" value="{about}">'
        f'<button name="do" value="{action}">{text}</button></form>'
    )


def main(port, webhook):
    """Serve until Ctrl-C, and say what to enter in the office."""
    with Desk(int(port), webhook) as desk:
        sys.stdout.write(
            f"\nThe fake RazorpayX: {desk.url}   (Ctrl-C closes it)\n\n"
            "In the office the demo data have an account for it. Without them, enter\n"
            f"  system parameter  agent_payout_razorpayx.base_url = {desk.url}\n"
            f"  account number    {bank.ACCOUNT_NUMBER}\n"
            f"  key ID            {bank.KEY_ID}\n"
            f"  key secret        {bank.KEY_SECRET}\n"
            f"  webhook secret    {bank.WEBHOOK_SECRET}\n"
            "and here the webhook address that its form shows.\n"
        )
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
