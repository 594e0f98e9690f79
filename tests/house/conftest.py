"""The demo office from the inside, as any of its users; nothing is kept."""

import pytest

from odoo import SUPERUSER_ID, api

from tests.conftest import open_registry


@pytest.fixture
def office(demo_database):
    """An environment of the demo office, rolled back after the test."""
    with open_registry(demo_database.name).cursor() as cursor:
        yield api.Environment(cursor, SUPERUSER_ID, {})
        cursor.rollback()


@pytest.fixture
def office_as(office):
    """Return a function giving the environment of a user: `office_as("manager")`."""

    def enter(login):
        user = office["res.users"].search([("login", "=", login)])
        assert user, f"the demo data make no user {login}"
        return office(user=user.id)

    return enter
