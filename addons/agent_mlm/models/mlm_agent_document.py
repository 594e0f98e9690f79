import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype

ACCEPTED_TYPES = ("image/jpeg", "image/png", "image/webp", "application/pdf")
MAX_BYTES = 10 * 1024 * 1024


class MlmAgentDocument(models.Model):
    """A paper that proves who an agent is or what he may sell."""

    _name = "mlm.agent.document"
    _description = "Agent Document"
    _order = "kind, id"

    agent_id = fields.Many2one(
        "mlm.agent", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("pan", "PAN card"),
            ("aadhaar", "Masked Aadhaar"),
            ("licence", "Licence"),
            ("bank", "Cancelled cheque or passbook"),
            ("photo", "Photograph"),
            ("other", "Other"),
        ],
        required=True,
    )
    file = fields.Binary(attachment=True, required=True)
    file_name = fields.Char(string="File name")
    is_pdf = fields.Boolean(compute="_compute_is_pdf", help="Chooses the preview.")
    is_verified = fields.Boolean(string="Verified", readonly=True, copy=False)
    verified_by_id = fields.Many2one(
        "res.users", string="Verified by", readonly=True, copy=False
    )
    verified_at = fields.Datetime(string="Verified at", readonly=True, copy=False)

    @api.depends("kind", "agent_id.code")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for document in self:
            parts = labels.get(document.kind), document.agent_id.code
            document.display_name = " ".join(filter(None, parts))

    @api.depends("file_name")
    def _compute_is_pdf(self):
        for document in self:
            document.is_pdf = (document.file_name or "").lower().endswith(".pdf")

    @api.constrains("file")
    def _check_file(self):
        for document in self:
            raw = base64.b64decode(document.with_context(bin_size=False).file)
            if len(raw) > MAX_BYTES or guess_mimetype(raw) not in ACCEPTED_TYPES:
                raise ValidationError(
                    self.env._(
                        "%(name)s: send a JPEG, PNG, WebP picture or a PDF of at most "
                        "10 MB.",
                        name=document.file_name or document.display_name,
                    )
                )

    def write(self, vals):
        if "file" in vals:
            vals = {**vals, "is_verified": False}
        return super().write(vals)

    def action_verify(self):
        """Record that the user compared these papers with their originals."""
        self.check_access("write")
        self.write(
            {
                "is_verified": True,
                "verified_by_id": self.env.uid,
                "verified_at": fields.Datetime.now(),
            }
        )
