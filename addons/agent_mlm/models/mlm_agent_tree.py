from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class MlmAgent(models.Model):
    """The tree of sponsors: ``parent_path`` answers upline, downline and level."""

    _inherit = "mlm.agent"

    sponsor_id = fields.Many2one(
        "mlm.agent",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The agent one level up, who earns on this agent's sales.",
    )
    parent_path = fields.Char(index=True)
    recruit_ids = fields.One2many("mlm.agent", "sponsor_id", string="Direct team")
    level = fields.Integer(
        compute="_compute_level",
        search="_search_level",
        help="1 at the top of the tree, one more with each sponsor above.",
    )
    recruit_count = fields.Integer(
        string="Direct members", compute="_compute_recruit_count"
    )
    team_count = fields.Integer(
        string="Whole team",
        compute="_compute_team_count",
        help="All agents below this one, on every level.",
    )
    upline_user_ids = fields.Many2many(
        "res.users",
        string="Logins above",
        compute="_compute_upline_user_ids",
        search="_search_upline_user_ids",
        help="This agent's login and those of his sponsors: who may see his sales.",
    )

    _sponsor_is_another = models.Constraint(
        "CHECK (sponsor_id IS NULL OR sponsor_id != id)",
        "An agent can not sponsor himself.",
    )

    @api.depends("parent_path")
    def _compute_level(self):
        for agent in self:
            agent.level = (agent.parent_path or "").count("/")

    @api.model
    def _search_level(self, operator, value):
        compare = {"in": SQL("IN"), ">": SQL(">"), "<": SQL("<")}
        compare |= {">=": SQL(">="), "<=": SQL("<=")}
        if operator not in compare:
            return NotImplemented
        value = tuple(map(int, value)) if operator == "in" else int(value)
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "length(%(path)s) - length(replace(%(path)s, '/', ''))"
                " %(op)s %(value)s",
                path=SQL.identifier(alias, "parent_path"),
                op=compare[operator],
                value=value,
            )
        )

    @api.depends("recruit_ids")
    def _compute_recruit_count(self):
        counts = dict(
            self._read_group(
                [("sponsor_id", "in", self.ids)], ["sponsor_id"], ["__count"]
            )
        )
        for agent in self:
            agent.recruit_count = counts.get(agent._origin, 0)

    @api.depends("parent_path")
    def _compute_team_count(self):
        counts = self._count_teams()
        for agent in self:
            agent.team_count = counts.get(agent._origin.id, 0)

    def _count_teams(self):
        """Return {agent id: members below}, in one query that reads the index.

        Each agent's path stands in the query as a constant: only then can
        PostgreSQL answer LIKE from the index (docs/adr/tree.md).
        """
        agents = self._origin.filtered("parent_path")
        if not agents:
            return {}
        self.env["mlm.agent"].flush_model(["parent_path", "active"])
        counts = SQL(" UNION ALL ").join(
            SQL(
                "(SELECT %(id)s, count(*) FROM mlm_agent"
                " WHERE parent_path LIKE %(path)s AND active AND id != %(id)s)",
                id=agent.id,
                path=f"{agent.parent_path}%",
            )
            for agent in agents
        )
        return dict(self.env.execute_query(counts))

    @api.depends("parent_path", "user_id")
    def _compute_upline_user_ids(self):
        for agent in self:
            agent.upline_user_ids = agent._get_upline().user_id

    @api.model
    def _search_upline_user_ids(self, operator, value):
        """Find the teams of the agents who sign in as these users.

        Searched when a rule is applied, so that a record rule built on it names a
        path, not ids (Odoo caches the ids in rules until the next restart).
        """
        if operator != "in":
            return NotImplemented
        heads = self.sudo().search([("user_id", "in", list(value))])
        return Domain("id", "child_of", heads.ids)

    @api.constrains("sponsor_id")
    def _check_sponsor_admitted(self):
        for agent in self:
            if agent.sponsor_id.state in ("pending", "rejected"):
                raise ValidationError(
                    self.env._(
                        "%(sponsor)s is not admitted and can not sponsor anybody yet.",
                        sponsor=agent.sponsor_id.display_name,
                    )
                )

    def write(self, vals):
        if vals.get("sponsor_id"):
            self._check_sponsor_above(self.browse(vals["sponsor_id"]).sudo())
        return super().write(vals)

    def _check_sponsor_above(self, sponsor):
        """Refuse cycles in words, before the ORM refuses them in one of its own."""
        if self & sponsor._get_upline():
            raise ValidationError(
                self.env._("An agent can not stand below himself or his own team.")
            )

    def _get_upline(self):
        """Return the agent and his sponsors, the agent first, the top last."""
        self.ensure_one()
        path = (self.parent_path or "").strip("/")
        return self.browse(int(agent) for agent in reversed(path.split("/")) if agent)

    def _fetch_uplines(self):
        """Read these agents and their sponsors at once, not branch by branch."""
        paths = "".join(agent.parent_path or "" for agent in self)
        self.browse({int(agent) for agent in paths.split("/") if agent}).fetch()

    def action_open_team(self):
        """Open the tree at this agent: his sponsor above, his team below him."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "agent_mlm.mlm_agent_tree_action"
        )
        return {
            **action,
            # no domain: the tree would show everyone it finds side by side
            "context": {
                "hierarchy_res_id": self.id,
                "search_default_sponsor_id": self.id,
            },
        }
