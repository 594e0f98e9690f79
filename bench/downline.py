"""Claim: the downline of an agent among 100,000 is found in <= 1 ms, by the index."""

import json

from odoo.tools import SQL

from bench import databases, session
from bench.report import Row
from setup.say import step

_BUDGET = 1.0  # ms
_RECURSIVE = """
    WITH RECURSIVE team AS (
        SELECT id FROM mlm_agent WHERE id = %s
        UNION ALL
        SELECT agent.id FROM mlm_agent agent JOIN team ON agent.sponsor_id = team.id
    )
    SELECT id FROM team
"""


def measure(options):
    """Time the statement Odoo sends for ``child_of`` against a recursive one."""
    with session.opened(databases.tree_of(options.agents)) as env:
        head = env["mlm.agent"].search(
            [("sponsor_id.sponsor_id", "!=", False)], limit=1
        )
        search = env["mlm.agent"]._search([("id", "child_of", head.id)]).select()
        with step(f"Downline among {options.agents} agents"):
            plans = [_explain(env, search) for _run in range(options.runs)]
            recursive = SQL(_RECURSIVE, head.id)
            others = [_explain(env, recursive) for _run in range(options.runs)]
    indexes = _indexes(plans[0]["Plan"])
    team = plans[0]["Plan"]["Actual Rows"]
    return [
        Row(
            f"downline of an agent among {options.agents:,}",
            "ms",
            [plan["Execution Time"] for plan in plans],
            _BUDGET,
            {"recursive SQL": [plan["Execution Time"] for plan in others]},
            note=f"{team} agents found by {', '.join(indexes) or 'NO INDEX'}.",
        )
    ]


def _explain(env, statement):
    """Run a statement; return PostgreSQL's plan of it with its time."""
    explain = SQL("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) %s", statement)
    ((answer,),) = env.execute_query(explain)
    return (json.loads(answer) if isinstance(answer, str) else answer)[0]


def _indexes(plan):
    """Return the names of the indexes a plan reads."""
    own = [plan["Index Name"]] if "Index Name" in plan else []
    return own + [name for part in plan.get("Plans", ()) for name in _indexes(part)]
