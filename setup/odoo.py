"""Odoo 19 itself: Debian's package, unpacked into the cache, on the venv's path."""

import os
import sysconfig
from pathlib import Path

from setup import debian, machine, paths
from setup.say import StopError, step

_SERVER = "odoo-19"
# the package links to these instead of carrying copies
_LINKED = (
    "fonts-roboto-unhinted",
    "fonts-font-awesome",
    "fonts-montserrat",
    "fonts-inconsolata",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
_SCRIPT = paths.VENV / "bin" / "odoo"
_PACKAGE_CODE = Path("usr/lib/python3/dist-packages")
# not in Debian's package for want of its source; without a file of this name
# every back-office page logs an error
_LEFT_OUT = Path("odoo/addons/mail/static/lib/selfie_segmentation")


def ensure():
    """Put Odoo on the path of the virtual environment, fetched once."""
    code = _own_source() or _from_debian()
    pth = Path(sysconfig.get_path("purelib")) / "odoo.pth"
    pth.write_text(f"{code}\n", encoding="utf-8")
    _SCRIPT.write_text("import odoo.cli\n\nodoo.cli.main()\n", encoding="utf-8")


def _own_source():
    given = os.environ.get("ODOO_SOURCE")
    if not given:
        return None
    source = Path(given).expanduser().resolve()
    if not (source / "odoo" / "release.py").exists():
        raise StopError(
            f"ODOO_SOURCE={given} is no Odoo: it has no odoo/release.py. "
            "Give the folder that holds the folder odoo/."
        )
    return source


def _from_debian():
    unpacked = sorted(paths.cache().glob(f"{_SERVER}_*[!.partial]"))
    if unpacked:
        return unpacked[-1] / _PACKAGE_CODE
    machine.check_disk(3)
    with step("Odoo 19 from Debian (133 MB, once)"):
        suite = debian.Suite("sid")
        suite.update()
        packages = suite.fetch([_SERVER, *_LINKED])
        folder = paths.cache() / f"{_SERVER}_{debian.version(packages[0])}"
        debian.unpack(packages, folder)
        code = folder / _PACKAGE_CODE
        (code / _LEFT_OUT).mkdir(parents=True, exist_ok=True)
        (code / _LEFT_OUT / "selfie_segmentation.js").touch()
    return code


def version():
    """Return a name for the Odoo in use, for keys of what was built with it."""
    pth = Path(sysconfig.get_path("purelib")) / "odoo.pth"
    return pth.read_text(encoding="utf-8").strip()


def command(*arguments):
    """Return the command line of Odoo with `arguments`.

    A script, not `-m odoo`: Odoo starts its web socket server from this file.
    """
    return [paths.VENV_PYTHON, _SCRIPT, *arguments]


def environment(data):
    """Return the variables that adapt odoo.conf to this machine.

    :param path data: folder of the filestore and the sessions
    """
    return {
        "ODOO_RC": str(paths.CONFIG),
        "ODOO_ADDONS_PATH": str(paths.ADDONS),
        "ODOO_DATA_DIR": str(data),
        "ODOO_HTTP_INTERFACE": "127.0.0.1",
    }
