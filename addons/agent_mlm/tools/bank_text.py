"""Text as a bank's upload page takes it: no control signs, no formulas. No ORM here.

A payout file is opened in a spreadsheet before it goes to the bank. A name such as
``=HYPERLINK(...)`` would be run there, so no cell ever begins with a sign that starts
a formula, and no cell holds a sign at which some program would split it into two.
"""

import unicodedata
from functools import lru_cache

# what a spreadsheet takes for the beginning of a formula, with a minus of its own
_LEADERS = "=+-@\u2212"
# what some program takes for the end of a cell, and the quotes that would hide it
_SPLITTERS = str.maketrans(dict.fromkeys(",;|\"'`\u201c\u201d\u2018\u2019", " "))
_BLANK = ("Zs", "Zl", "Zp", "Cc")
_DROPPED = ("Cf", "Cs", "Co", "Cn")


@lru_cache(maxsize=50_000)
def clean(text, charset="utf-8", characters="any", extra=""):
    """Return ``text`` on one line, harmless, in the characters a bank allows.

    >>> clean("=cmd|' /C calc'!A0")
    'cmd /C calc !A0'
    >>> clean("  Ráma & Sons, Anand", "ascii", "alphanumeric")
    'Rama Sons Anand'

    :param str text: whatever somebody typed
    :param str charset: Python's name of the file's character set
    :param str characters: ``any``, ``alphanumeric`` (and spaces) or ``digits``
    :param str extra: signs that are allowed besides
    """
    if not (text.isascii() and text.isalnum()):
        text = _to_charset(_on_one_line(text), charset).translate(_SPLITTERS)
    kept = "".join(
        sign if _is_allowed(sign, characters, extra) else " " for sign in text
    )
    return " ".join(kept.split()).lstrip(_LEADERS + " ")


def clean_code(text, charset="utf-8", characters="any", extra=""):
    """Return a number or reference, which has no blanks: "WDR/7" -> "WDR7"."""
    return clean(text, charset, characters, extra).replace(" ", "")


def cut(text, length):
    """Return at most ``length`` characters of a clean text; 0 means all of them."""
    return text[:length].rstrip() if length else text


def _on_one_line(text):
    # full-width signs become the plain ones, so that they are known below
    signs = unicodedata.normalize("NFKC", text)
    return "".join(
        " " if unicodedata.category(sign) in _BLANK else sign
        for sign in signs
        if unicodedata.category(sign) not in _DROPPED
    )


def _to_charset(text, charset):
    """Return the text without what the charset lacks; accents come off letters."""
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFKD", text)
        return parts.encode(charset, "ignore").decode(charset)
    return text


def _is_allowed(sign, characters, extra):
    if characters == "any" or sign in extra:
        return True
    if characters == "digits":
        return sign in "0123456789"
    # marks carry the vowels of Indian scripts
    return sign.isalnum() or sign == " " or unicodedata.category(sign)[0] == "M"
