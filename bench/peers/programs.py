"""What peers need and the project does not: fetched here, into `.local`, when asked."""

import shutil

from setup import packages, paths, process
from setup.say import StopError, line, step

HERE = paths.ROOT / "bench" / "peers"
FOLDER = paths.LOCAL / "bench-peers"
_NODE = FOLDER / "node"
_OCA = FOLDER / "oca"
_ADVICE = "Is the network up? The other figures are measured without it."


def node_modules():
    """Return the folder of `pg` and `sequelize`; None when they can not be had."""
    done = _NODE / "node_modules" / "sequelize"
    if not shutil.which("npm"):
        line("  The peer on Node is left out: there is no npm on this machine.")
        return None
    return _NODE / "node_modules" if done.exists() or _fetched(_npm) else None


def oca_addons():
    """Return the folder of OCA's commission add-ons; None when they can not be had."""
    folder = _OCA / "odoo" / "addons"
    return folder if folder.exists() or _fetched(_wheels) else None


def _fetched(fetch):
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        fetch()
    except StopError as error:
        line(f"  A peer is left out: {error}")
        return False
    return True


def _npm():
    _NODE.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, _NODE)
    command = ["npm", "ci", "--prefix", _NODE, "--ignore-scripts", "--no-audit"]
    with step("npm packages of the peer on Node (25 MB, once)"):
        process.run(command, "bench-npm", _ADVICE)


def _wheels():
    # they require a package `odoo`, which no registry has: ours serves
    with step("OCA's commission add-ons (once)"):
        packages.add(packages.OCA, _OCA, "--no-deps")
