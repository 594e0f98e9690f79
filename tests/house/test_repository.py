"""What must never be written into the repository, and how its files begin."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from setup import paths
from tests.house import sources

_HEADER = b'<?xml version="1.0" encoding="UTF-8" ?>\n'
_WORDS = ("TODO", "FIXME")


def _output(*command):
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return result.stdout


def _registries():
    """Return the hosts packages come from on this machine and by default."""
    hosts = {"py" + "pi.org", "files.python" + "hosted.org", "registry.npm" + "js.org"}
    hosts |= set(_output("apt-get", "indextargets", "--format", "$(SITE)").split())
    pip = (sys.executable, "-m", "pip", "config", "get", "global.index-url")
    hosts |= {_output(*pip).strip(), os.environ.get("PIP_INDEX_URL", "")}
    names = {urlsplit(host).hostname or host for host in hosts}
    return {name for name in names if "." in name}


def _places_of_this_machine():
    folders = {str(paths.ROOT.parent), str(Path.home())}
    return {f"{folder.rstrip('/')}/" for folder in folders} - {"/"}


def _containing(words):
    return {
        f"{sources.name(path)}: {word}"
        for path in sources.tracked()
        if not _is_binary(path)
        for word in words
        if word in path.read_text(encoding="utf-8", errors="replace")
    }


def _is_binary(path):
    return b"\0" in path.read_bytes()[:8192]


def test_no_registry_is_named():
    assert not _containing(_registries())


def test_no_folder_of_this_machine_is_named():
    assert not _containing(_places_of_this_machine())


def test_lock_files_hold_no_address():
    for path in sources.tracked("*.lock"):
        assert "://" not in path.read_text(encoding="utf-8"), sources.name(path)


def test_nothing_is_left_for_later():
    code = sources.tracked("addons/*.py", "addons/*.xml", "addons/*.js", "setup/*.py")
    left = [
        f"{sources.name(path)}: {word}"
        for path in code
        for word in _WORDS
        if word in path.read_text(encoding="utf-8")
    ]
    assert not left


@pytest.mark.parametrize("path", sources.tracked("*.xml"), ids=sources.name)
def test_xml_is_well_formed_and_has_the_header(path):
    content = path.read_bytes()
    etree.fromstring(content)
    assert content.startswith(_HEADER)
