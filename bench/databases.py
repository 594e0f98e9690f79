"""The databases that are measured: each is made once, and copied for each run."""

import hashlib
from contextlib import contextmanager
from pathlib import Path

from bench import business, session, tree
from setup import database, paths
from setup.database import Database
from setup.say import step

DATA = paths.LOCAL / "bench-odoo"
_PREFIX = "bench_"


def office(policies):
    """Return an office of 310 agents with so many paid proposals in the queue.

    One proposal more than asked for waits, to warm the caches up with.
    """
    name = f"{_PREFIX}office_{policies}_{_key(business)}"
    return _made(name, lambda env: business.open_office(env, policies + 1))


def tree_of(agents):
    """Return an office with so many agents in one tree."""
    name = f"{_PREFIX}tree_{agents}_{_key(tree)}"
    return _made(name, lambda env: tree.plant(env, agents))


def base():
    """Return Odoo with the Indian chart, without any add-on of ours."""
    found = Database(f"{_PREFIX}base_{database.base_key()}", DATA)
    if not found.made_with():
        with step("Base database with the Indian chart (about a minute, once)"):
            found.make_base()
            found.finish("made")
    return found


@contextmanager
def copied(template):
    """Lend a copy of `template` that may be spoilt."""
    copy = template.copy_to(f"{_PREFIX}run")
    try:
        yield copy
    finally:
        copy.drop()


def _made(name, fill):
    """Return the database `name`, filled by `fill(env)` when it is not there yet."""
    found = Database(name, DATA)
    if not found.made_with():
        installed = _installed()
        with step(f"Preparing {name} (once)"):
            installed.copy_to(name)
            with session.opened(found) as env:
                fill(env)
                env.cr.commit()
                env.cr.execute("ANALYZE")
            found.finish("made")
    return found


def _installed():
    found = Database(f"{_PREFIX}installed_{database.code_key()}", DATA)
    if not found.made_with():
        start = base()
        drop_older()
        with step("Our add-ons in it (about a minute, once)"):
            start.copy_to(found.name)
            database.check_log(found.install(demo=False))
            found.finish("made")
    return found


def drop_older():
    """Drop what was made with other code than the present one."""
    keys = (database.code_key(), database.base_key())
    for name in database.names():
        if name.startswith(_PREFIX) and not any(key in name for key in keys):
            Database(name, DATA).drop()


def _key(module):
    """Return a digest of the add-ons and of the bench's code that fills with it."""
    code = hashlib.sha256(Path(module.__file__).read_bytes()).hexdigest()
    return f"{database.code_key()}_{code[:6]}"
