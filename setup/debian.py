"""Debian packages: installed by apt with root, or unpacked without it.

Unpacking uses lists and folders of our own, so neither root nor a change of the
machine's configuration is needed. The mirror is the one the machine already
uses; apt checks the signatures with the keyring the machine already has.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from setup import machine, paths, process
from setup.say import StopError, step

_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_OFFLINE = (
    "Debian's mirror could not be reached. Check the network and start again; "
    "what has arrived is kept."
)


class Suite:
    """A Debian suite with package lists of its own in the cache.

    :param str name: a suite to read from the machine's Debian mirror, such as
        `sid`; without it, the sources the machine itself is configured for
    """

    def __init__(self, name=""):
        self.name = name or "machine"
        self.folder = paths.cache() / f"apt-{self.name}"
        self.options = ["-o", f"Dir::State::lists={self.folder / 'lists'}"]
        self.options += ["-o", f"Dir::Cache={self.folder / 'cache'}"]
        self.options += ["-o", "APT::Sandbox::User=root"]
        (self.folder / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        (self.folder / "cache").mkdir(exist_ok=True)
        if name:
            self._use_mirror(name)

    def _use_mirror(self, name):
        if not _KEYRING.exists():
            raise StopError(
                f"{_KEYRING} is missing, so Debian's signatures can not be checked. "
                "As root: apt-get install debian-archive-keyring"
            )
        source = self.folder / "sources.list"
        source.write_text(f"deb [signed-by={_KEYRING}] {_mirror()} {name} main\n")
        self.options += ["-o", f"Dir::Etc::sourcelist={source}"]
        self.options += ["-o", "Dir::Etc::sourceparts=/dev/null"]
        self.options += ["-o", "APT::Update::Error-Mode=any"]

    def update(self):
        """Fetch the package lists anew."""
        process.run(["apt-get", *self.options, "update"], "apt-update", _OFFLINE)

    def fetch(self, packages):
        """Download `packages` into the cache.

        :return: the paths of the package files
        """
        folder = self.folder / "packages"
        folder.mkdir(exist_ok=True)
        before = Path.cwd()
        os.chdir(folder)  # apt-get downloads into the current folder
        try:
            command = ["apt-get", *self.options, "download", *packages]
            process.run(command, "apt-download", _OFFLINE)
        finally:
            os.chdir(before)
        return [_newest(folder, package) for package in packages]

    def missing_for(self, package):
        """Return what apt would install for `package`, itself included."""
        command = ["apt-get", *self.options, "-s", "--no-install-recommends"]
        plan = subprocess.run(
            [*command, "install", package], capture_output=True, text=True, check=False
        )
        return re.findall(r"^Inst (\S+)", plan.stdout, re.MULTILINE)


def _newest(folder, package):
    return max(folder.glob(f"{package}_*.deb"), key=lambda path: path.stat().st_mtime)


def version(package):
    """Return the version of a package file, fit for a folder's name."""
    name = package.name.split("_")[1]
    return re.sub(r"[^\w.+~-]", "-", name)


def unpack(packages, folder):
    """Unpack package files into `folder`, all or nothing, then forget them."""
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    for package in packages:
        advice = f"{package.name} could not be unpacked. Is the disk full?"
        process.run(["dpkg-deb", "-x", package, partial], "dpkg-deb", advice)
    partial.replace(folder)
    for package in packages:
        package.unlink()


def _mirror():
    """Return the address of the Debian mirror of this machine.

    :raise StopError: when apt knows none
    """
    found = _debian_address([])
    if not found:  # a fresh container has no lists yet, and without them no labels
        machine_suite = Suite()
        machine_suite.update()
        found = _debian_address(machine_suite.options)
    if not found:
        raise StopError(
            "apt on this machine knows no Debian mirror. Give an Odoo 19 of your "
            "own: make run ODOO_SOURCE=/path/to/odoo"
        )
    return found


def _debian_address(options):
    if not shutil.which("apt-get"):
        raise StopError(
            "apt-get is missing: this set-up needs Debian or a relative of it. "
            "Elsewhere use docker-compose.yml."
        )
    form = "$(LABEL)\t$(REPO_URI)"
    command = ["apt-get", *options, "indextargets", "--format", form]
    targets = subprocess.run(command, capture_output=True, text=True, check=False)
    rows = [row.split("\t") for row in targets.stdout.splitlines()]
    return next((address for label, address in rows if label == "Debian"), "")


def install(packages, purpose):
    """Install Debian packages for good, which needs root or sudo.

    :param list packages: names of Debian packages
    :param str purpose: what a person misses without them
    :raise StopError: without root and sudo, saying what to run
    """
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not machine.is_root():
        if not shutil.which("sudo"):
            raise StopError(
                f"{purpose} needs: {' '.join(packages)}. "
                f"As root: apt-get install --no-install-recommends {' '.join(packages)}"
            )
        command = ["sudo", *command]
        subprocess.run(["sudo", "-v"], check=False)  # asks for the password, visibly
    with step(f"Debian packages {' '.join(packages)}"):
        _install(command, packages)


def _install(command, packages):
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    advice = (
        f"{' '.join(packages)} could not be installed. Check the network, or as root: "
        f"apt-get install {' '.join(packages)}"
    )
    update = command[: command.index("install")] + ["update"]
    try:
        process.run(command, "apt-install", advice, env=env)
    except StopError:  # the lists may be old or absent
        process.run(update, "apt-update", advice)
        process.run(command, "apt-install", advice, env=env)
