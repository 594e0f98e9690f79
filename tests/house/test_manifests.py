"""Our manifests satisfy the linter Odoo's own add-ons are held to."""

import logging
import re

import pytest

from odoo.modules.module import Manifest

from setup import paths

_MODEL_FILE = re.compile(r"\w\.\w+\.csv$")  # like ir.model.access.csv


@pytest.fixture(params=paths.our_addons())
def manifest(request):
    return Manifest.for_addon(request.param)


def test_core_finds_no_fault(manifest, caplog):
    # imported late: pytest would collect core's test class from this file
    from odoo.addons.test_lint.tests.test_manifests import ManifestLinter

    linter = ManifestLinter()
    with caplog.at_level(logging.WARNING):
        linter._test_manifest_keys(manifest)
        linter._test_manifest_values(manifest)
    assert not caplog.messages


def test_every_data_file_is_declared_and_exists(manifest):
    root = paths.ADDONS / manifest.name
    declared = {root / name for name in (*manifest["data"], *manifest["demo"])}
    loaded = ("data", "demo", "security", "views", "wizard", "report")
    present = {
        path
        for folder in loaded
        for path in (root / folder).rglob("*")
        if path.suffix == ".xml" or _MODEL_FILE.search(path.name)
    }
    assert declared == present


def test_licence_is_ours(manifest):
    assert manifest["license"] == "LGPL-3"
