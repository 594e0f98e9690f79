"""What a photograph says about itself. No ORM here."""

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import imagehash
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from PIL import WebPImagePlugin as _webp  # noqa: F401 - Odoo stops PIL loading it

# the stored picture is at most so wide or high: certificates need no more
LONGEST_SIDE = 1920
JPEG_QUALITY = 88
# what is read -> what is kept: MPO is a JPEG with a second picture behind it, and
# WebP prints on no certificate
FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "JPEG"}


class PictureError(ValueError):
    """Not a picture to be kept; ``reason`` is one of REASONS."""

    REASONS = ("empty", "too_heavy", "too_large", "wrong_type", "broken")

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """A picture without EXIF, and what was read before that was stripped."""

    content: bytes  # turned upright, shrunk, stripped
    sha256: str  # of the file as it was received
    phash: str  # 64-bit perceptual hash, 16 hexadecimal digits
    latitude: float | None
    longitude: float | None
    taken_at: datetime | None  # UTC, naive


def read_picture(content, *, max_bytes, max_pixels, utc_offset=timedelta(0)):
    """Read a photograph and make it fit to be kept.

    The type is told by the content, never by a file name.

    :param bytes content: the file as received
    :param int max_bytes: heavier files are refused
    :param int max_pixels: larger pictures are refused before they are unpacked
    :param timedelta utc_offset: of the camera's clock, if the file does not say
    :raise PictureError: if it is not a sound JPEG, PNG or WebP picture
    """
    if not content:
        raise PictureError("empty")
    if len(content) > max_bytes:
        raise PictureError("too_heavy")
    try:
        # other decoders are never tried on a stranger's bytes
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
    except (UnidentifiedImageError, OSError) as error:
        raise PictureError("wrong_type") from error
    except Image.DecompressionBombError as error:
        raise PictureError("too_large") from error
    if image.width * image.height > max_pixels:
        raise PictureError("too_large")
    try:
        return _describe(image, content, utc_offset)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise PictureError("broken") from error


def _describe(image, content, utc_offset):
    exif = image.getexif()
    latitude, longitude = _read_position(exif)
    upright = ImageOps.exif_transpose(image)
    return Picture(
        content=_strip(upright, FORMATS[image.format]),
        sha256=hashlib.sha256(content).hexdigest(),
        phash=str(imagehash.phash(upright)),
        latitude=latitude,
        longitude=longitude,
        taken_at=_read_time(exif, utc_offset),
    )


def _strip(image, kind):
    """Write the pixels alone: no EXIF, no comments, no second picture."""
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if kind == "JPEG" and image.mode not in ("RGB", "L"):
        image = image.convert("RGB")
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    if image.mode == "P" and image.getpalette():
        bare.putpalette(image.getpalette())
    stream = io.BytesIO()
    bare.save(stream, format=kind, quality=JPEG_QUALITY)
    return stream.getvalue()


def _read_position(exif):
    """Return (latitude, longitude) in degrees, or (None, None)."""
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _to_degrees(
        gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), 90
    )
    longitude = _to_degrees(
        gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), 180
    )
    if latitude is None or longitude is None or not (latitude or longitude):
        return None, None  # 0, 0 is what a phone without a fix writes
    return latitude, longitude


def _to_degrees(parts, reference, limit):
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= limit:  # also refuses NaN
        return None
    return round(-value if reference in ("S", "W") else value, 7)


def _read_time(exif, utc_offset):
    """Return the moment of the shot in UTC without zone, or None."""
    details = exif.get_ifd(ExifTags.IFD.Exif)
    text = details.get(ExifTags.Base.DateTimeOriginal)
    try:
        local = datetime.strptime(str(text).strip("\x00 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        return None
    zone = _read_zone(details.get(ExifTags.Base.OffsetTimeOriginal), utc_offset)
    return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def _read_zone(text, utc_offset):
    try:
        return datetime.strptime(str(text), "%z").tzinfo
    except ValueError:
        return timezone(utc_offset)
