"""Calls from outside, with real keys over JSON-2."""

from datetime import datetime, timedelta

import pytest
import requests

from odoo import SUPERUSER_ID, api

from tests.conftest import open_registry


@pytest.fixture
def api_of(odoo_server):
    """Return a function that gives a caller with a key of its own: `api_of("agent")`.

    The caller posts to /json/2/MODEL/METHOD and returns the answer of `requests`.
    """

    def enter(login):
        key = _make_key(odoo_server.database, login)

        def call(model, method, **arguments):
            return requests.post(
                f"{odoo_server.url}/json/2/{model}/{method}",
                headers={"Authorization": f"bearer {key}"},
                json=arguments,
                timeout=60,
            )

        return call

    return enter


def _make_key(database, login):
    with open_registry(database).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        user = env["res.users"].search([("login", "=", login)])
        expiration = datetime.now() + timedelta(hours=12)  # noqa: DTZ005 - as Odoo does
        keys = env["res.users.apikeys"].with_user(user).sudo()
        return keys._generate("rpc", "test", expiration)
