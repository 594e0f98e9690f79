"""Odoo inside this process: no server between the clock and the work."""

import os
from contextlib import contextmanager

from setup import odoo as odoo_setup


@contextmanager
def opened(database, addons=None):
    """Give an environment of `database` as the superuser, with a registry of its own.

    :param path addons: a folder of add-ons instead of ours
    """
    os.environ.update(odoo_setup.environment(database.data))
    if addons:
        os.environ["ODOO_ADDONS_PATH"] = str(addons)
    # imported only now: Odoo reads its configuration when it is imported
    from odoo import api, sql_db
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["--no-http", "--workers=0", "--log-level=error"])
    registry = Registry(database.name)
    try:
        with registry.cursor() as cursor:
            yield api.Environment(
                cursor, api.SUPERUSER_ID, {"lang": "en_US", "tz": "UTC"}
            )
    finally:
        Registry.delete(database.name)
        sql_db.close_db(database.name)
