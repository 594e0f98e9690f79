"""A mail catcher: what the office sends lands in a mailbox anybody can open."""

import email
import email.policy
import mailbox
from contextlib import contextmanager

from setup import machine, paths, process
from setup.say import StopError, line

FOLDER = paths.LOCAL / "mail"


@contextmanager
def catching():
    """Catch mail during the block.

    :return: the port to send to
    """
    port = machine.free_port()
    mailbox.Maildir(FOLDER, create=True)
    listen = ["-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Mailbox"]
    command = [paths.VENV_PYTHON, "-m", "aiosmtpd", *listen, FOLDER]
    with process.running(command, paths.LOGS / "mail.log"):
        yield port


def show(number=None):
    """List the caught mails, or show one of them.

    :param str number: its number in the list
    :raise StopError: when there is no such mail
    """
    mails = _caught()
    if not mails:
        line("No mail yet. The office sends some when a policy is approved.")
    elif number is None:
        for position, mail in enumerate(mails, 1):
            line(f"{position:4}  {mail['date']}  {mail['to']}  {mail['subject']}")
        line("Show one: make mail ARGS=1")
    elif number.isdigit() and 0 < int(number) <= len(mails):
        _show(mails[int(number) - 1])
    else:
        raise StopError(f"There is no mail {number}; the last one is {len(mails)}.")


def _caught():
    box = mailbox.Maildir(FOLDER, factory=_read, create=True)
    return [box[key] for key in sorted(box.keys())]  # keys begin with the arrival


def _read(file):
    return email.message_from_binary_file(file, policy=email.policy.default)


def _show(mail):
    for name in ("date", "from", "to", "subject"):
        line(f"{name.capitalize()}: {mail[name]}")
    body = mail.get_body(("plain", "html"))
    line(f"\n{body.get_content() if body else ''}")
    for attachment in mail.iter_attachments():
        line(f"[attached: {attachment.get_filename()}]")
