"""The peer a team would write by hand on Node, with `pg` or with Sequelize."""

import json
import os
import subprocess
from functools import cache

from bench.peers import plain_tables, programs
from setup.say import line

# name: (library, connections at work side by side)
STYLES = {
    "Node, pg": ("pg", 1),
    "Node, pg, 8 connections": ("pg", 8),
    "Node, Sequelize, 8 connections": ("sequelize", 8),
}
_SCRIPT = programs.HERE / "node_row_by_row.js"


@cache
def fetch():
    """Return the folder of the libraries, fetched once; None without Node."""
    return programs.node_modules()


def rates(style, policies):
    """Return the policies a second of one run, or nothing where Node is missing."""
    modules = fetch()
    if not modules:
        return []
    with plain_tables.fresh(policies) as database:
        library, connections = STYLES[style]
        command = ["node", _SCRIPT, library, str(connections)]
        env = os.environ | {"NODE_PATH": str(modules), "PGDATABASE": database}
        run = subprocess.run(
            command, env=env, capture_output=True, text=True, check=False
        )
    if run.returncode:
        line(f"  {style} failed: {run.stderr.strip().splitlines()[-1]}")
        return []
    return [policies / json.loads(run.stdout)["seconds"]]
