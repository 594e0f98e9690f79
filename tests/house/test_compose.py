"""The Docker way in: what it mounts exists, and no secret has a default."""

import re

import pytest
import yaml

from setup import paths

_FILE = paths.ROOT / "docker-compose.yml"
_SECRETS = ("POSTGRES_PASSWORD", "ADMIN_PASSWORD")


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))["services"]


def test_every_mounted_file_is_in_the_repository(services):
    mounts = [
        mount.split(":")[0]
        for service in services.values()
        for mount in service.get("volumes", ())
        if mount.startswith("./")
    ]
    assert mounts
    assert not [mount for mount in mounts if not (paths.ROOT / mount).exists()]


@pytest.mark.parametrize("secret", _SECRETS)
def test_a_secret_must_be_given(secret):
    uses = re.findall(rf"\$\{{{secret}(.{{2}})", _FILE.read_text(encoding="utf-8"))
    assert uses
    assert set(uses) == {":?"}


def test_only_nginx_is_reachable_from_outside(services):
    assert [name for name in services if "ports" in services[name]] == ["nginx"]


@pytest.mark.parametrize("name", ["database", "odoo", "nginx"])
def test_every_lasting_service_has_a_health_check(services, name):
    assert services[name]["healthcheck"]["test"]
    assert services[name]["restart"] == "unless-stopped"
