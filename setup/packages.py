"""Python packages: `uv` from PyPI, and a virtual environment from a locked list."""

import hashlib
import os
import re
import subprocess
import sys

from setup import machine, paths, process
from setup.say import step

RUNTIME = paths.ROOT / "requirements.lock"
DEVELOPMENT = paths.ROOT / "requirements-dev.lock"
POSTGRES = paths.ROOT / "setup" / "postgres.lock"
# measured beside us by `make bench`, never required: AGPL
OCA = paths.ROOT / "bench" / "peers" / "oca.lock"
# for the image of docker-compose.yml, which has the rest
_DOCKER = paths.ROOT / "setup" / "docker" / "packages.lock"
_UV_LOCK = paths.ROOT / "setup" / "uv-bootstrap.lock"
_OFFLINE = (
    "Python packages could not be fetched. Check the network and start again; "
    "what has arrived is kept."
)


def ensure(lock):
    """Make `.venv` hold exactly what `lock` lists, and go on inside it.

    The development list contains the runtime list, so it serves both.

    :param path lock: RUNTIME or DEVELOPMENT
    """
    wanted = {_digest(lock), _digest(DEVELOPMENT)}
    marker = paths.VENV / "lock-digest"
    if not (marker.exists() and marker.read_text() in wanted):
        machine.check_disk(3)
        marker.unlink(missing_ok=True)
        python = machine.find_python()
        uv = _uv(python)
        with step("Python packages (about 300 MB, once)"):
            _make_venv(uv, python)
            _call(uv, "pip", "sync", "--require-hashes", "--quiet", lock)
        marker.write_text(_digest(lock))


def go_inside(arguments):
    """Replace this process by the same command inside the environment."""
    os.chdir(paths.ROOT)
    os.execv(paths.VENV_PYTHON, [paths.VENV_PYTHON, "-m", "setup", *arguments])


def inside():
    """Tell whether this interpreter is the one of `.venv`."""
    return sys.prefix == str(paths.VENV)


def lock():
    """Resolve all Python packages again and write the lock files."""
    uv = _uv(machine.find_python())
    project = paths.ROOT / "pyproject.toml"
    development = ("--group", "dev", "--constraints", RUNTIME)
    for target, source, further in (
        (_UV_LOCK, _UV_LOCK.with_suffix(".in"), ()),
        (POSTGRES, POSTGRES.with_suffix(".in"), ()),
        (OCA, OCA.with_suffix(".in"), ("--no-deps",)),
        (RUNTIME, project, ()),
        (_DOCKER, _DOCKER.with_suffix(".in"), ("--no-deps", "--constraints", RUNTIME)),
        (DEVELOPMENT, project, development),
    ):
        with step(f"Resolve {target.name}"):
            _call(uv, "pip", "compile", *_COMPILE, *further, "-o", target, source)


_COMPILE = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--custom-compile-command=make lock",
    "--quiet",
    "--upgrade",
)


def add(lock, folder, *options):
    """Install what `lock` lists into a folder of its own, for a part seldom needed.

    :param options: further options of `uv pip install`
    """
    install = ["pip", "install", "--quiet", "--require-hashes", "--target", folder]
    _call(_uv(machine.find_python()), *install, *options, "-r", lock)


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _make_venv(uv, python):
    if not paths.VENV_PYTHON.exists():
        _call(uv, "venv", "--clear", "--quiet", "--python", python, paths.VENV)


def _uv(python):
    """Return the locked `uv`, from the cache after the first time."""
    home = paths.cache() / f"uv-{_digest(_UV_LOCK)[:12]}"
    if not (home / "bin" / "uv").exists():
        with step("uv, the package installer"):
            advice = "Python lacks a part. As root: apt-get install python3-venv"
            process.run([python, "-m", "venv", "--clear", home], "venv", advice)
            pip = [home / "bin" / "python", "-m", "pip", "install", "--quiet"]
            process.run([*pip, "--require-hashes", "-r", _UV_LOCK], "pip", _OFFLINE)
    return home / "bin" / "uv"


def _call(uv, *arguments):
    env = {
        "UV_PYTHON_DOWNLOADS": "never",
        "VIRTUAL_ENV": str(paths.VENV),
        **_mirror(uv),
    }
    os.chdir(paths.ROOT)
    process.run([uv, *arguments], "uv", _OFFLINE, env=env)


def _mirror(uv):
    """Let uv use the index and the certificates this machine's pip is told to use."""
    pip = [uv.parent / "python", "-m", "pip", "config", "list"]
    told = subprocess.run(pip, capture_output=True, text=True, check=False).stdout
    settings = dict(re.findall(r"^(?:global|:env:)\.([\w-]+)='(.*)'$", told, re.M))
    pairs = {"UV_DEFAULT_INDEX": "index-url", "SSL_CERT_FILE": "cert"}
    return {
        variable: settings[setting]
        for variable, setting in pairs.items()
        if setting in settings and variable not in os.environ
    }
