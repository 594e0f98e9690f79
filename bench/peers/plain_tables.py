"""The few plain tables a hand-written back end has, with the same agents and work."""

from contextlib import closing, contextmanager

import psycopg2

from bench.peers import programs
from setup.database import drop_database

_NAME = "bench_plain"
_WORK = """
    INSERT INTO policies (agent_id, premium)
    SELECT 61 + (i %% 250), 2000 + (i * 7919::bigint) %% 8001
      FROM generate_series(1, %s) i
"""
_CHECK = """
    SELECT (SELECT count(*) FROM commissions),
           (SELECT sum(amount) FROM commissions), (SELECT sum(wallet) FROM agents)
"""


@contextmanager
def fresh(policies):
    """Lend a database with 310 agents and so many paid policies; check it afterwards.

    :return: its name
    """
    drop_database(_NAME)
    _order("postgres", f"CREATE DATABASE {_NAME}")
    schema = (programs.HERE / "schema.sql").read_text(encoding="utf-8")
    _order(_NAME, schema)
    _order(_NAME, _WORK, [policies])
    _order(_NAME, "ANALYZE")
    yield _NAME
    connection = psycopg2.connect(dbname=_NAME)
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(_CHECK)
        count, earned, credited = cursor.fetchone()
    assert (count, earned) == (3 * policies, credited), (count, earned, credited)
    drop_database(_NAME)


def _order(database, statement, values=None):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)
