"""Where things lie: in the checkout, or in the cache all checkouts share."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
CONFIG = ROOT / "odoo.conf"
LOCAL = ROOT / ".local"
LOGS = LOCAL / "log"
VENV = ROOT / ".venv"
ARTEFACTS = ROOT / "artefacts"
# there once a test run has come to its end
TESTS_ENDED = LOCAL / "tests-ended"
# for root, whose home is closed to the account that runs PostgreSQL
OPEN_PLACE = Path("/var/lib/cattle-insurance")
VENV_PYTHON = VENV / "bin" / "python"


def cache():
    """Return the folder for downloads, shared by every checkout of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "cattle-insurance"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def our_addons():
    """Return the names of the add-ons of this repository, sorted."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


def is_open_to_all(folder):
    """Tell whether any account may go into `folder`, from the root down."""
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))
