"""Databases: made once, brought up to date when the add-ons' code changed.

A finished database carries a comment that says which code it was made with; one
without it was left half-made and is made anew.
"""

import ast
import hashlib
import json
import os
import re
import shutil
from contextlib import closing

import psycopg2
from psycopg2 import sql

from setup import odoo, paths, process
from setup.say import StopError, step

_ADVICE = (
    "The database could not be brought up to the code. It is tried again at the next "
    "start; an unfinished database is made anew."
)
_QUIET = ("--no-http", "--stop-after-init", "--workers=0", "--max-cron-threads=0")
_LANGUAGE = "hi_IN"
# pages open at once instead of after ten seconds of bundling
_PREPARE = """
env.ref("base.user_admin").tz = "Asia/Kolkata"
for name in ("web.assets_web", "web.assets_frontend", "web.assets_frontend_lazy"):
    bundle = env["ir.qweb"]._get_asset_bundle(name, css=True, js=True)
    bundle.js()
    bundle.css()
env.cr.commit()
"""


class Database:
    """An Odoo database with its files.

    :param str name: its name on the server
    :param path data: the folder of its filestore and sessions
    """

    def __init__(self, name, data):
        self.name = name
        self.data = data

    def made_with(self):
        """Return the key it was finished with, None when it is absent or unfinished."""
        query = """
            SELECT shobj_description(oid, 'pg_database')
              FROM pg_database WHERE datname = %s
        """
        rows = _ask(query, [self.name])
        return rows[0][0] if rows else None

    def exists(self):
        """Tell whether the server has a database of this name."""
        return bool(_ask("SELECT FROM pg_database WHERE datname = %s", [self.name]))

    def finish(self, key):
        """Note that the database is complete, and with which code."""
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        _order(comment.format(sql.Identifier(self.name), sql.Literal(key)))

    def drop(self):
        """Remove the database, its files and whoever is connected to it."""
        drop_database(self.name)
        shutil.rmtree(self._files(), ignore_errors=True)

    def copy_to(self, name):
        """Return a copy under another name; the files are linked, not doubled."""
        copy = Database(name, self.data)
        copy.drop()
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        _order(create.format(sql.Identifier(name), sql.Identifier(self.name)))
        if self._files().exists():
            shutil.copytree(self._files(), copy._files(), copy_function=os.link)
        return copy

    def set_address(self, address):
        """Note where the office is served; mails and printed pages link to it."""
        note = "UPDATE ir_config_parameter SET value = %s WHERE key = 'web.base.url'"
        _order(note, [address], dbname=self.name)

    def logins(self):
        """Return the logins of the users that may enter."""
        rows = _ask("SELECT login FROM res_users WHERE active", dbname=self.name)
        return [row[0] for row in rows]

    def _files(self):
        return self.data / "filestore" / self.name

    def make_base(self):
        """Create it with what the add-ons need of Odoo, for a company in India."""
        self.drop()
        self._odoo("init", "db", "init", self.name, "--country", "IN")
        needed = ",".join(needed_of_odoo())
        self._load("base", "-i", needed, "--load-language", _LANGUAGE)

    def install(self, *, demo):
        """Install the add-ons of this repository.

        :param bool demo: with their demo data; Odoo's own stays out of it, for an
            insurer's office has no furniture to sell
        :return: the path of the log
        """
        self._allow_demo(demo)
        log = self._load("install", "-i", ",".join(paths.our_addons()))
        self._allow_demo(False)
        self._odoo("prepare", "shell", "-d", self.name, "--no-http", text=_PREPARE)
        return log

    def upgrade(self):
        """Bring the add-ons of this repository up to the code of the checkout."""
        ours = ",".join(paths.our_addons())
        return self._load("upgrade", "-i", ours, "-u", ours)

    def uninstall(self):
        """Remove the add-ons of this repository with all their data."""
        ours = paths.our_addons()
        return self._odoo("uninstall", "module", "uninstall", *ours, "-d", self.name)

    def installed(self):
        """Return the names of the installed add-ons."""
        query = "SELECT name FROM ir_module_module WHERE state = 'installed'"
        return [row[0] for row in _ask(query, dbname=self.name)]

    def tables(self):
        """Return the names of the tables."""
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return [row[0] for row in _ask(query, dbname=self.name)]

    def _load(self, purpose, *arguments):
        return self._odoo(purpose, "-d", self.name, *_QUIET, *arguments)

    def _odoo(self, purpose, *arguments, text=None):
        command = odoo.command(*arguments)
        env = odoo.environment(self.data)
        log = f"{self.name}-{purpose}"
        return process.run(command, log, _ADVICE, env=env, text=text)

    def _allow_demo(self, wanted):
        """Let the next installed add-ons load demo data, or not.

        Odoo loads it where all that an add-on depends on has it.
        """
        flag = "UPDATE ir_module_module SET demo = %s WHERE NOT name = ANY(%s)"
        _order(flag, [wanted, paths.our_addons()], dbname=self.name)


def needed_of_odoo():
    """Return the names of Odoo's add-ons that ours depend on."""
    manifests = (paths.ADDONS / name / "__manifest__.py" for name in paths.our_addons())
    depends = {
        name
        for path in manifests
        for name in ast.literal_eval(path.read_text(encoding="utf-8"))["depends"]
    }
    return sorted(depends - set(paths.our_addons()))


def code_key():
    """Return a digest of the add-ons' code and of the Odoo they run on."""
    digest = hashlib.sha256(odoo.version().encode())
    for path in sorted(paths.ADDONS.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".md"):
            digest.update(str(path.relative_to(paths.ADDONS)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def base_key():
    """Return a digest of what a base database is made of."""
    parts = [odoo.version(), needed_of_odoo(), _LANGUAGE]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def ensure(database, *, private):
    """Have the office's database, made once and as new as the code.

    :param bool private: the server is our own, so an unfinished one may be dropped
    :raise StopError: when a database of that name is somebody else's
    """
    key, made_with = code_key(), database.made_with()
    if made_with is None:
        _check_ours(database, private)
        with step("Database with the Indian chart and Hindi (about a minute, once)"):
            database.make_base()
        with step("The add-ons and their demo data (about a minute, once)"):
            check_log(database.install(demo=True))
    elif made_with != key:
        with step("Upgrade of the add-ons, their code changed"):
            database.upgrade()
    database.finish(key)


def _check_ours(database, private):
    if not private and database.exists():
        raise StopError(
            f"The server {os.environ['PGHOST']} has a database {database.name} that "
            "this set-up did not make. Choose another name: make run DB=name"
        )


def names():
    """Return the names of all databases on the server."""
    return [row[0] for row in _ask("SELECT datname FROM pg_database")]


def check_log(log):
    """Refuse an installation that went on without its demo data.

    :param path log: what Odoo wrote while it installed
    :raise StopError: naming the add-on
    """
    text = log.read_text(encoding="utf-8", errors="replace")
    failed = re.findall(r"Module (\w+) demo data failed", text)
    if failed:
        raise StopError(f"The demo data of {failed[0]} failed. The reason is in {log}")


def drop_database(name):
    """Remove a database and whoever of ours is connected to it.

    Not by FORCE: that fails while an autovacuum is at work, which is a superuser's.
    """
    _ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = %s AND usename = current_user",
        [name],
    )
    _order(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _ask(query, values=(), dbname="postgres"):
    connection = psycopg2.connect(dbname=dbname)
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def _order(statement, values=None, dbname="postgres"):
    connection = psycopg2.connect(dbname=dbname)
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)
