from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import NEAR_DUPLICATE_BITS
from .cattle_animal_photo import phash_groups_sql


class CattleAnimalPhotoMatch(models.Model):
    """Two animals whose photos look the same: one picture sold twice, or chance."""

    _name = "cattle.animal.photo.match"
    _description = "Photo Comparison"
    _inherit = ["guarded.state.mixin", "mail.thread"]
    _order = "state desc, distance, id desc"

    _moves = {
        "open": ("different", "same"),
        "different": ("same",),
        "same": ("different",),
    }

    state = fields.Selection(
        [
            ("different", "Different animals"),
            ("open", "To compare"),
            ("same", "Same animal"),
        ],
        string="Verdict",
        required=True,
        readonly=True,
        default="open",
        tracking=True,
        index=True,
    )
    distance = fields.Integer(
        string="Difference",
        readonly=True,
        aggregator=None,
        help="Bits of 64 in which the two perceptual hashes differ; 0 looks identical.",
    )
    is_same_file = fields.Boolean(readonly=True)
    photo_id = fields.Many2one(
        "cattle.animal.photo",
        string="New Photo",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    other_photo_id = fields.Many2one(
        "cattle.animal.photo",
        string="Earlier Photo",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    animal_id = fields.Many2one(
        related="photo_id.animal_id", store=True, index=True, string="New Animal"
    )
    other_animal_id = fields.Many2one(
        related="other_photo_id.animal_id",
        store=True,
        index=True,
        string="Earlier Animal",
    )
    company_id = fields.Many2one(related="photo_id.company_id", store=True, index=True)
    # both pictures and what surrounds them, side by side
    image = fields.Image(related="photo_id.image", string="New Picture")
    other_image = fields.Image(related="other_photo_id.image", string="Earlier Picture")
    owner_id = fields.Many2one(related="animal_id.owner_id", string="New Owner")
    other_owner_id = fields.Many2one(
        related="other_animal_id.owner_id", string="Earlier Owner"
    )
    kind = fields.Selection(related="photo_id.kind", string="New Kind")
    other_kind = fields.Selection(related="other_photo_id.kind", string="Earlier Kind")
    taken_at = fields.Datetime(related="photo_id.taken_at", string="New Taken At")
    other_taken_at = fields.Datetime(
        related="other_photo_id.taken_at", string="Earlier Taken At"
    )
    # verdict
    user_id = fields.Many2one("res.users", string="Compared By", readonly=True)
    compared_at = fields.Datetime(readonly=True)

    _pair_unique = models.UniqueIndex(
        "(photo_id, other_photo_id)", "These two photos are compared already."
    )

    @api.depends("animal_id.code", "other_animal_id.code")
    def _compute_display_name(self):
        for match in self:
            match.display_name = (
                f"{match.animal_id.code or ''} / {match.other_animal_id.code or ''}"
            )

    def copy_data(self, default=None):
        raise UserError(self.env._("Two photos are compared once: no copies."))

    def action_different(self):
        """Clear the suspicion: two animals that happen to look alike."""
        self.check_access("write")
        return self._decide("different")

    def action_same(self):
        """Confirm that one animal is in the register twice."""
        self.check_access("write")
        return self._decide("same")

    def _decide(self, state):
        return self._move(
            state, user_id=self.env.uid, compared_at=fields.Datetime.now()
        )

    @api.model
    def _count_open(self, animals):
        """Map animal ids to the photos still to be compared, on either side."""
        counts = {}
        for side in ("animal_id", "other_animal_id"):
            for animal, count in self._read_group(
                [(side, "in", animals.ids), ("state", "=", "open")], [side], ["__count"]
            ):
                counts[animal.id] = counts.get(animal.id, 0) + count
        return counts

    @api.model
    def _record_matches(self, photos):
        """Search the register once for the look-alikes of new photos.

        Only other animals of the same company count.
        """
        if not photos:
            return self.browse()
        photos.flush_recordset(["phash", "sha256", "animal_id", "company_id"])
        rows = self.env.execute_query(self._prepare_match_query(photos))
        return self.sudo().create(
            [
                {
                    "photo_id": photo_id,
                    "other_photo_id": other_id,
                    "distance": distance,
                    "is_same_file": is_same_file,
                }
                for photo_id, other_id, distance, is_same_file in rows
            ]
        )

    @api.model
    def _prepare_match_query(self, photos):
        # OFFSET 0 makes the planner look into the index for each photo, which is
        # 20 times quicker than to compare it with all the others
        return SQL(
            """SELECT photo.id, other.id, bits.distance, other.sha256 = photo.sha256
                 FROM cattle_animal_photo photo
           CROSS JOIN LATERAL (
                      SELECT * FROM cattle_animal_photo near
                       WHERE %(near_groups)s && %(photo_groups)s
                      OFFSET 0) other
           CROSS JOIN LATERAL (
                      SELECT bit_count(('x' || photo.phash)::bit(64)
                                       # ('x' || other.phash)::bit(64)) AS distance
                      ) bits
                WHERE photo.id IN %(ids)s
                  AND other.company_id = photo.company_id
                  AND other.animal_id <> photo.animal_id
                  AND other.id < photo.id
                  AND bits.distance <= %(limit)s""",
            near_groups=SQL(phash_groups_sql("near.phash")),
            photo_groups=SQL(phash_groups_sql("photo.phash")),
            ids=tuple(photos.ids),
            limit=NEAR_DUPLICATE_BITS,
        )
