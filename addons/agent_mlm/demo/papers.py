"""Pictures that stand for the papers an applicant hands in, for demo data."""

import base64
import io

from PIL import Image, ImageDraw

TITLES = {
    "pan": "INCOME TAX DEPARTMENT - PERMANENT ACCOUNT NUMBER",
    "aadhaar": "MASKED AADHAAR  XXXX XXXX ....",
    "licence": "CERTIFICATE OF THE EXAMINATION - POINT OF SALES PERSON",
    "bank": "CANCELLED CHEQUE",
}


def draw_specimens():
    """Return {kind: base64 of a PNG}, one specimen for each kind of paper."""
    return {kind: _draw(title) for kind, title in TITLES.items()}


def _draw(title):
    picture = Image.new("RGB", (480, 300), "#f4f1e6")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((8, 8, 471, 291), outline="#8a7f5c", width=2)
    pen.text((24, 24), title, fill="#2f4858")
    pen.text((24, 262), "SPECIMEN - no real person", fill="#b0413e")
    pen.rectangle((24, 60, 124, 190), fill="#d9d2b8")
    for row in range(4):
        pen.rectangle(
            (148, 70 + row * 30, 440 - row * 40, 82 + row * 30), fill="#d9d2b8"
        )
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())
