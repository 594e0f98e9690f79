import base64
import binascii
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import MAX_PHOTO_BYTES, MAX_PHOTO_PIXELS, PHASH_GROUPS
from ..tools.picture import PictureError, read_picture

# read from the picture itself, and never again: what was proven stays proven
EVIDENCE_FIELDS = {"animal_id", "image", "sha256", "phash", "taken_at"} | {
    "latitude",
    "longitude",
}


def phash_groups_sql(column):
    """Return the SQL of a hash cut into groups, each marked with its place.

    :param str column: the column's name, never anything a user typed
    """
    parts = (
        f"'{place}' || substr({column}, {first}, {digits})"
        for place, (first, digits) in enumerate(PHASH_GROUPS)
    )
    return f"(ARRAY[{', '.join(parts)}])"


class CattleAnimalPhoto(models.Model):
    """A photograph of an animal, kept as evidence with its fingerprints."""

    _name = "cattle.animal.photo"
    _description = "Animal Photo"
    _order = "id desc"
    _rec_names_search = ["animal_id"]

    animal_id = fields.Many2one(
        "cattle.animal", required=True, index=True, ondelete="cascade"
    )
    owner_id = fields.Many2one(related="animal_id.owner_id", string="Owner")
    company_id = fields.Many2one(
        related="animal_id.company_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(
        [
            ("left", "Left side"),
            ("right", "Right side"),
            ("muzzle", "Front or muzzle"),
            ("tag", "Ear tag"),
            ("with_owner", "With its owner"),
            ("other", "Other"),
        ],
        required=True,
        default="left",
    )
    image = fields.Image(required=True, max_width=1920, max_height=1920)
    image_256 = fields.Image(
        "Thumbnail", related="image", max_width=256, max_height=256, store=True
    )
    note = fields.Char()
    # evidence
    sha256 = fields.Char(
        string="SHA-256", readonly=True, index=True, help="Of the file as received."
    )
    phash = fields.Char(
        string="Perceptual Hash",
        readonly=True,
        help="Nearly the same for pictures that look the same.",
    )
    taken_at = fields.Datetime(readonly=True, help="As the camera wrote it.")
    latitude = fields.Float(digits=(10, 7), readonly=True, aggregator=None)
    longitude = fields.Float(digits=(10, 7), readonly=True, aggregator=None)
    match_ids = fields.One2many(
        "cattle.animal.photo.match",
        "photo_id",
        groups="cattle_insurance.cattle_insurance_group_user",
    )

    _same_file_once = models.UniqueIndex(
        "(animal_id, sha256)",
        "This very picture is already on the animal. Each side needs its own photo.",
    )

    # fastupdate would leave the newest photos in a list that is read as a whole
    _phash_groups_idx = models.Index(
        f"USING gin ({phash_groups_sql('phash')}) WITH (fastupdate = off)"
    )

    @api.depends("animal_id.code", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for photo in self:
            kind = kinds.get(photo.kind, "")
            photo.display_name = f"{photo.animal_id.code or ''} {kind}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        photos = super().create([self._prepare_photo_vals(vals) for vals in vals_list])
        self.env["cattle.animal.photo.match"]._record_matches(photos)
        return photos

    def write(self, vals):
        if EVIDENCE_FIELDS & vals.keys():
            raise UserError(
                self.env._(
                    "A photo is evidence and does not change. Add a new one; a manager "
                    "can delete this one."
                )
            )
        return super().write(vals)

    @api.model
    def _prepare_photo_vals(self, vals):
        """Read a new photo's own account of itself, then strip it of EXIF.

        :raise ValidationError: in words, if it is no picture or too big
        """
        picture = self._read_photo(vals.get("image"))
        return {
            **vals,
            "image": base64.b64encode(picture.content),
            "sha256": picture.sha256,
            "phash": picture.phash,
            "taken_at": picture.taken_at,
            "latitude": picture.latitude,
            "longitude": picture.longitude,
        }

    @api.model
    def _read_photo(self, image):
        try:
            return read_picture(
                base64.b64decode(image or b"", validate=True),
                max_bytes=MAX_PHOTO_BYTES,
                max_pixels=MAX_PHOTO_PIXELS,
                utc_offset=datetime.now(self.env.tz).utcoffset(),
            )
        except PictureError as error:
            raise ValidationError(self._explain_refusal(error.reason)) from error
        except (binascii.Error, ValueError) as error:
            raise ValidationError(self._explain_refusal("broken")) from error

    @api.model
    def _explain_refusal(self, reason):
        reasons = {
            "empty": self.env._("The photo is missing: choose a picture first."),
            "too_heavy": self.env._(
                "The photo is larger than %(limit)d MB. Send a smaller one.",
                limit=MAX_PHOTO_BYTES // 1024**2,
            ),
            "too_large": self.env._(
                "The photo has more than %(limit)d megapixels. Send a smaller one.",
                limit=MAX_PHOTO_PIXELS // 1_000_000,
            ),
            "wrong_type": self.env._(
                "The file is not a JPEG, PNG or WebP picture, whatever its name says. "
                "Save the photo as JPEG and try again."
            ),
            "broken": self.env._("The picture is damaged: take or send it again."),
        }
        return reasons[reason]
