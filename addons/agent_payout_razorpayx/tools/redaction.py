"""Words that may be logged and shown: no keys, no account numbers."""

import logging
import re

_KEY = re.compile(r"\brzp_(live|test)_\w+")
_AUTHORIZATION = re.compile(r"\b(Basic|Bearer) +\S+")
# Indian account numbers have 9 to 18 digits, a RazorpayX account as well
_ACCOUNT = re.compile(r"(?<![\w-])\d{5,14}(\d{4})(?![\w-])")


def redact(text, *secrets):
    """Return ``text`` without keys and with account numbers cut to four digits.

    :param str secrets: values that are replaced wherever they appear
    """
    text = str(text)
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    text = _KEY.sub(r"rzp_\1_***", text)
    text = _AUTHORIZATION.sub(r"\1 ***", text)
    return _ACCOUNT.sub(r"••••\1", text)


class RedactingLogger(logging.LoggerAdapter):
    """A logger that redacts every line, with the secrets of one client.

    :param logger: where the lines go
    :param str secrets: what must never be in one of them
    """

    def __init__(self, logger, *secrets):
        super().__init__(logger)
        self._secrets = secrets

    def log(self, level, msg, *args, **kwargs):
        """Redact the finished line, arguments included, and pass it on."""
        if self.isEnabledFor(level):
            line = redact(str(msg) % args if args else msg, *self._secrets)
            super().log(level, "%s", line, **kwargs)
