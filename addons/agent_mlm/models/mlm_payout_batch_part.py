from odoo import fields, models


class MlmPayoutBatchPart(models.Model):
    """Rows of a payout file that are rendered but not written yet.

    Lives only while a file is being written; see `mlm.payout.batch`.
    """

    _name = "mlm.payout.batch.part"
    _description = "Payout Batch Part"
    _order = "number"
    _rec_name = "number"

    batch_id = fields.Many2one(
        "mlm.payout.batch", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(required=True)
    rows = fields.Json(required=True)

    _number_uniq = models.UniqueIndex(
        "(batch_id, number)", "Somebody else is writing this file right now."
    )
