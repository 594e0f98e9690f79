"""What one piece of work costs: seconds with its COMMIT, and SQL statements."""

import gc
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Lap:
    """One run: wall time in seconds, SQL statements sent."""

    seconds: float
    queries: int


def timed(env, work):
    """Run `work` as one request would: empty record cache, all written, committed.

    :param work: a function without arguments
    :return: its Lap
    """
    env.flush_all()
    env.cr.commit()
    env.invalidate_all()
    gc.collect()
    queries, started = env.cr.sql_log_count, time.perf_counter()
    work()
    env.flush_all()
    env.cr.commit()
    return Lap(time.perf_counter() - started, env.cr.sql_log_count - queries)
