from odoo import Command, api, fields, models


class MlmCommissionSimulation(models.TransientModel):
    """A sale that never was: who would get what for it, and why, tax included.

    It is a sale like any other to the code that shares one; only nothing is kept.
    """

    _name = "mlm.commission.simulation"
    _description = "Commission Simulator"
    _inherit = ["mlm.commission.mixin"]

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    agent_id = fields.Many2one(
        "mlm.agent",
        string="Seller",
        domain="[('company_id', '=', company_id)]",
    )
    plan_id = fields.Many2one(
        "mlm.commission.plan",
        string="Commission plan",
        domain="[('company_id', '=', company_id)]",
        default=lambda self: self.env.company.mlm_commission_plan_id,
        help="The version in force on the day of the sale counts.",
    )
    date = fields.Date(
        string="Sold on", required=True, default=fields.Date.context_today
    )
    amount = fields.Monetary(string="Premium without GST", default=10_000)
    line_ids = fields.One2many(
        "mlm.commission.simulation.line",
        "simulation_id",
        string="Who gets what",
        compute="_compute_line_ids",
        store=True,
    )
    problem = fields.Char(compute="_compute_problem")
    amount_total = fields.Monetary(string="Together", compute="_compute_totals")
    amount_tax = fields.Monetary(string="Tax (TDS)", compute="_compute_totals")
    amount_net = fields.Monetary(string="Into wallets", compute="_compute_totals")
    rate_total = fields.Float(
        string="Of the premium (%)", digits=(7, 2), compute="_compute_totals"
    )

    def _get_commission_base(self):
        """Override: the premium that is typed in."""
        self.ensure_one()
        return self.amount

    def _get_commission_agent(self):
        """Override: the seller who is chosen."""
        self.ensure_one()
        return self.agent_id._origin

    def _get_commission_date(self):
        """Override: the day that is chosen."""
        self.ensure_one()
        return self.date

    def _get_commission_plan(self):
        """Override: the plan that is chosen."""
        self.ensure_one()
        return self.plan_id._origin

    @api.depends(lambda self: self._get_simulated_fields())
    @api.depends_context("lang")
    def _compute_line_ids(self):
        for simulation in self:
            shares = simulation._simulate_shares()
            taxes = simulation._simulate_taxes(shares)
            simulation.line_ids = [
                Command.clear(),
                *(
                    Command.create(simulation._prepare_line_vals(share, taxes))
                    for share in shares
                ),
            ]

    @api.model
    def _get_simulated_fields(self):
        """Return the names of what is typed in; add to it with new questions."""
        return ["agent_id", "plan_id", "date", "amount", "company_id"]

    @api.depends("agent_id", "plan_id", "date", "amount", "line_ids")
    def _compute_problem(self):
        for simulation in self:
            simulation.problem = simulation._find_problem()

    @api.depends("line_ids.amount", "line_ids.amount_tax", "amount")
    def _compute_totals(self):
        for simulation in self:
            total = sum(simulation.line_ids.mapped("amount"))
            tax = sum(simulation.line_ids.mapped("amount_tax"))
            simulation.amount_total = total
            simulation.amount_tax = tax
            simulation.amount_net = total - tax
            simulation.rate_total = (
                100 * total / simulation.amount if simulation.amount else 0.0
            )

    def _find_problem(self):
        """Return why nobody would get anything, or False."""
        if not self.agent_id:
            return self.env._("Choose the seller: a direct sale pays no commission.")
        if self.amount <= 0:
            return self.env._("Enter the premium.")
        if not self._find_plan_version():
            return self.env._("No version of this plan is in force on that day.")
        if not self.line_ids:
            return self.env._("The plan has no level for a sale like this.")
        return False

    def _find_plan_version(self):
        return self._get_plans_in_force().get(
            (self._get_commission_plan(), self._get_commission_date())
        )

    def _simulate_shares(self):
        """Return the vals of the commissions this sale would bring."""
        if not self.agent_id or self.amount <= 0 or not self._find_plan_version():
            return []
        return self._prepare_commissions_vals(self._get_plans_in_force())

    def _simulate_taxes(self, shares):
        """Return the rows of tax, were all that is not held approved that day."""
        agents = self.env["mlm.agent"].sudo()
        credits_by_agent = {
            agents.browse(share["agent_id"]): share["amount"]
            for share in shares
            if share["state"] != "held"
        }
        if not credits_by_agent:
            return []
        return agents._list_withholdings(credits_by_agent, self.date)

    def _prepare_line_vals(self, share, taxes):
        commission = self.env["mlm.commission"].sudo().new({**share, "res_id": False})
        rows = [
            self.env["mlm.withholding"].sudo().new(vals)
            for vals in taxes
            if vals["agent_id"] == share["agent_id"]
        ]
        names = ("agent_id", "level", "amount", "state", "standing")
        return {
            **{name: share[name] for name in names},
            "amount_tax": sum(row.amount for row in rows),
            "explanation": commission.explanation,
            "tax_explanation": " ".join(row.explanation for row in rows),
        }


class MlmCommissionSimulationLine(models.TransientModel):
    """What one agent would get for a simulated sale."""

    _name = "mlm.commission.simulation.line"
    _description = "Simulated Commission"
    _order = "simulation_id, level, id"

    simulation_id = fields.Many2one(
        "mlm.commission.simulation", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="simulation_id.currency_id")
    agent_id = fields.Many2one("mlm.agent", readonly=True)
    level = fields.Integer(readonly=True)
    state = fields.Selection(
        [("pending", "Pending"), ("held", "Held")], string="Status", readonly=True
    )
    amount = fields.Monetary(string="Commission", readonly=True)
    amount_tax = fields.Monetary(string="Tax (TDS)", readonly=True)
    amount_net = fields.Monetary(string="Into the wallet", compute="_compute_net")
    explanation = fields.Text(string="Why", readonly=True)
    tax_explanation = fields.Text(string="Why this tax", readonly=True)
    standing = fields.Char(readonly=True)

    @api.depends("amount", "amount_tax", "state")
    def _compute_net(self):
        for line in self:
            line.amount_net = (
                0.0 if line.state == "held" else line.amount - line.amount_tax
            )
