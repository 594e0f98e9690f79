"""What the server requires is permissive or LGPL, as our own licence needs."""

import re
from importlib.metadata import metadata

import pytest

from setup import packages

# the whole is free of GPL parts as far as it is imported here: its licence note
# names the Emacs files as the only ones under the GPL
# openupgradelib (AGPL) is named by the manifest of OCA's job queue, whose migration
# scripts from older versions import it; neither our code nor a running server does
_REVIEWED = {"docutils", "openupgradelib"}
_STRONG = re.compile(r"(?<!Lesser )(?<!Library or )(General Public|\bA?GPL)")


def _names():
    lines = packages.RUNTIME.read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if "==" in line and "win32" not in line]
    return [line.split("==")[0] for line in pinned]


def _licence(name):
    about = metadata(name)
    classes = about.get_all("Classifier", [])
    stated = [entry for entry in classes if entry.startswith("License ::")]
    return about.get("License-Expression") or " ".join(stated) or about.get("License")


@pytest.mark.parametrize("name", sorted(set(_names()) - _REVIEWED))
def test_licence_is_permissive_or_lesser(name):
    licence = _licence(name)
    assert licence, f"{name} states no licence"
    assert not _STRONG.search(licence.replace("(LGPL", "")), licence
