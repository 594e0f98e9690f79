"""Real transactions side by side, in a database of their own."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from threading import Barrier
from unittest import mock

import pytest

import odoo
from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests.common import get_db_name
from odoo.tools import SQL

from setup.database import drop_database


class Crowd:
    """People who do things in the same database at the same time.

    :param registry: of a database where commits are meant
    """

    def __init__(self, registry):
        self.registry = registry

    @contextmanager
    def alone(self):
        """Give an environment whose work is committed at the end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def at_once(self, *deeds):
        """Do all deeds at the same moment; return how each of them ended.

        Each one is a function of an environment, with a transaction of its own that
        is played again after a collision, as Odoo plays a request again.

        :return: for each deed None, or the UserError that refused it
        """
        barrier = Barrier(len(deeds))
        with ThreadPoolExecutor(len(deeds)) as threads:
            futures = [threads.submit(self._do, deed, barrier) for deed in deeds]
        return [future.result() for future in futures]

    def _do(self, deed, barrier):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute("SELECT 1")  # from here on this transaction sees what is now
            barrier.wait(timeout=30)
            try:
                retrying(partial(deed, env), env)
            except UserError as refusal:
                cr.rollback()
                return refusal
        return None


@pytest.fixture(scope="session")
def untouched():
    """The name of a copy of the test database that nobody ever connects to."""
    original = get_db_name()
    name = f"{original}_untouched"
    odoo.sql_db.close_db(original)  # a template may not be in use
    _copy(original, name)
    yield name
    drop_database(name)


@pytest.fixture(scope="module")
def crowd(untouched):
    """People in a database of the test file's own, which is dropped at its end."""
    name = f"{get_db_name()}_crowd"
    _copy(untouched, name)
    with mock.patch.dict(odoo.tools.config.options, {"test_enable": False}):
        registry = Registry(name)
    # a collision is played again at once, not after seconds
    with mock.patch(
        "odoo.service.model.random.uniform", lambda *_: random.random() / 20
    ):
        yield Crowd(registry)
    Registry.delete(name)
    odoo.sql_db.close_db(name)
    drop_database(name)


def _copy(template, name):
    drop_database(name)
    _order(
        SQL(
            "CREATE DATABASE %s TEMPLATE %s",
            SQL.identifier(name),
            SQL.identifier(template),
        )
    )


def _order(statement):
    with closing(odoo.sql_db.db_connect("postgres").cursor()) as cr:
        cr._cnx.autocommit = True  # databases are not made inside a transaction
        cr.execute(statement)
