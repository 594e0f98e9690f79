from odoo import http
from odoo.http import content_disposition, request

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class PayoutFile(http.Controller):
    """The frozen files of payout batches, for accountants."""

    @http.route("/agent_mlm/payout_batch/<int:batch_id>/file", type="http", auth="user")
    def payout_file(self, batch_id):
        """Send the file of a batch exactly as it was exported.

        Not read-only: every download leaves a note.

        :param int batch_id: the batch
        """
        batch = request.env["mlm.payout.batch"].browse(batch_id).exists()
        if not batch:
            raise request.not_found()
        name, content = batch.read_file()
        headers = [
            ("Content-Type", KINDS[name.rpartition(".")[2]]),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)
