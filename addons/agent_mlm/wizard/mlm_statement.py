from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.mlm_agent import ACCOUNTANT
from .mlm_register_export import find_span


class MlmStatement(models.TransientModel):
    """Makes the statements of one agent or many, to send or to go on with."""

    _name = "mlm.statement"
    _description = "Agent Statements"

    agent_ids = fields.Many2many(
        "mlm.agent",
        string="Agents",
        default=lambda self: self._default_agents(),
        help="Empty: all agents whose wallet moved in the period, or is not empty.",
    )
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    span = fields.Selection(
        selection=lambda self: (
            self.env["mlm.register.export"]
            ._fields["span"]
            ._description_selection(self.env)
        ),
        string="Period",
        required=True,
        default="last_month",
    )
    date_start = fields.Date(
        string="From",
        required=True,
        compute="_compute_dates",
        precompute=True,
        store=True,
        readonly=False,
    )
    date_end = fields.Date(
        string="To",
        required=True,
        compute="_compute_dates",
        precompute=True,
        store=True,
        readonly=False,
    )
    layout = fields.Selection(
        [("pdf", "PDF, a page for each agent"), ("xlsx", "Excel, all in one workbook")],
        string="As",
        required=True,
        default="pdf",
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.model
    def _default_agents(self):
        if self.env.context.get("active_model") == "mlm.agent":
            return self.env.context.get("active_ids")
        return False

    @api.depends("span")
    def _compute_dates(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            if wizard.span == "other":
                wizard.date_start = wizard.date_start or today
                wizard.date_end = wizard.date_end or today
            else:
                wizard.date_start, wizard.date_end = find_span(wizard.span, today)

    def action_make(self):
        """Make the statements and hand them over as a file.

        :raise UserError: if there is no agent to make one for
        """
        self.ensure_one()
        self.check_access("write")
        self.env["guarded.state.mixin"]._check_role(ACCOUNTANT)
        agents = self.agent_ids or self._find_moved()
        if not agents:
            raise UserError(
                self.env._("No wallet moved in this period, and all are empty.")
            )
        made = agents.export_statement(self.date_start, self.date_end, self.layout)
        self.write({"file": made["content"], "file_name": made["name"]})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{made['name']}"
            "?download=true",
            "target": "self",
            "close": True,
        }

    def _find_moved(self):
        """Return the agents whose wallet moved in the period or is not empty."""
        company = self.company_id
        lines = self.env["account.move.line"]._read_group(
            [
                ("account_id", "=", company.mlm_payable_account_id.id),
                ("company_id", "=", company.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", self.date_end),
            ],
            ["partner_id"],
            ["balance:sum", "date:max"],
        )
        partners = self.env["res.partner"].union(
            *(
                partner
                for partner, balance, last in lines
                if last >= self.date_start or not company.currency_id.is_zero(balance)
            )
        )
        agents = self.env["mlm.agent"].with_context(active_test=False)
        return agents.search(
            [("partner_id", "in", partners.ids), ("company_id", "=", company.id)]
        )
