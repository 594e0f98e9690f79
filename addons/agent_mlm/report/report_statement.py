from odoo import api, models


class ReportStatement(models.AbstractModel):
    """What the statement's page shows: it is printed for its holder only."""

    _name = "report.agent_mlm.report_statement"
    _description = "Agent Statement"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Return the statements to print.

        Whoever is signed in can ask for any report by its address: the wallets are
        checked here.

        :param docids: ids of agents; empty when ``data`` names them
        :param dict data: ``date_start`` and ``date_end``, and maybe ``agent_ids``
        """
        data = data or {}
        agents = self.env["mlm.agent"].browse(docids or data.get("agent_ids") or ())
        agents._check_wallet_holder()
        agents._check_printable()
        return {
            "doc_ids": agents.ids,
            "doc_model": "mlm.agent",
            "docs": agents,
            "statements": agents._make_translated_statements(
                data.get("date_start"), data.get("date_end")
            ),
        }
