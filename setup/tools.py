"""Programs beside Odoo: the PDF printer with its fonts, and the browser."""

import shutil
import subprocess

from setup import debian


def ensure_printer():
    """Have wkhtmltopdf, and a font for Hindi so that certificates can be read."""
    missing = [] if shutil.which("wkhtmltopdf") else ["wkhtmltopdf"]
    if not _speaks("hi"):
        missing.append("fonts-lohit-deva")
    if missing:
        debian.install(missing, "Printing certificates")


def ensure_browser():
    """Have Chromium, which plays the tours and journeys of the tests."""
    if not shutil.which("chromium"):
        debian.install(["chromium"], "Testing in the browser")


def ensure_pdf_reader():
    """Have pdftoppm, which draws a certificate for the documentation."""
    if not shutil.which("pdftoppm"):
        debian.install(["poppler-utils"], "Drawing printed pages")


def _speaks(language):
    if not shutil.which("fc-list"):
        return False
    fonts = subprocess.run(
        ["fc-list", f":lang={language}"], capture_output=True, text=True, check=False
    )
    return bool(fonts.stdout.strip())
