"""The limit on this machine: one SQL statement over plain tables, no application."""

import time
from contextlib import closing

import psycopg2

from bench.peers import plain_tables

NAME = "the limit: one SQL statement"
_STATEMENT = """
    WITH RECURSIVE sold AS (
        UPDATE policies SET status = 'approved', approved_at = now()
         WHERE status = 'paid' RETURNING id, agent_id, premium
    ), upline AS (
        SELECT DISTINCT agent_id AS seller, agent_id AS payee, 1 AS level FROM sold
        UNION ALL
        SELECT upline.seller, agents.parent_id, upline.level + 1
          FROM upline JOIN agents ON agents.id = upline.payee
         WHERE upline.level < 3 AND agents.parent_id IS NOT NULL
    ), paid AS (
        INSERT INTO commissions (policy_id, agent_id, level, amount)
        SELECT sold.id, upline.payee, upline.level,
               round(sold.premium * (ARRAY[0.10, 0.05, 0.02])[upline.level], 2)
          FROM sold JOIN upline ON upline.seller = sold.agent_id
        RETURNING agent_id, amount
    )
    UPDATE agents SET wallet = wallet + credit.amount
      FROM (SELECT agent_id, sum(amount) AS amount FROM paid GROUP BY 1) credit
     WHERE agents.id = credit.agent_id
"""


def rates(policies):
    """Return the policies a second of one run."""
    with plain_tables.fresh(policies) as database:
        connection = psycopg2.connect(dbname=database)
        with closing(connection), connection.cursor() as cursor:
            started = time.perf_counter()
            cursor.execute(_STATEMENT)
            connection.commit()
            seconds = time.perf_counter() - started
    return [policies / seconds]
