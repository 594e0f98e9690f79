"""Template databases: one per state of the add-ons' code, copied for each use."""

import re
import sys

from setup import database, paths, process
from setup.database import Database
from setup.say import StopError, step

DATA = paths.LOCAL / "test-odoo"


def plain():
    """Return the template with our add-ons and no demo data."""
    return Database(f"plain_{database.code_key()}", DATA)


def demo():
    """Return the template with our add-ons and their demo data."""
    return Database(f"demo_{database.code_key()}", DATA)


def ensure(*wanted):
    """Make the templates that are wanted and absent; two are made side by side.

    :param wanted: what `plain` and `demo` return
    """
    absent = [template for template in wanted if not _is_made(template)]
    if not absent:
        return
    base = _base()
    _drop_older()
    names = " and ".join(template.name.split("_")[0] for template in absent)
    with step(f"Template databases: {names}"):
        first, *others = [base.copy_to(template.name) for template in absent]
        for other in others:
            _beside(first, other)
        if not others:
            make(first)


def make(template):
    """Install the add-ons into a copy of the base."""
    log = template.install(demo=template.name.startswith("demo_"))
    database.check_log(log)
    template.finish("made")


def _beside(first, second):
    """Install into both, the second one by a process of its own."""
    command = [paths.VENV_PYTHON, "-m", "setup.templates", second.name]
    log = paths.LOGS / f"{second.name}.log"
    with process.running(command, log, cwd=paths.ROOT) as child:
        make(first)
        if child.wait():
            raise StopError(log.read_text().strip())


def install_log(template):
    """Return the log of the installation that made a template."""
    return paths.LOGS / f"{template.name}-install.log"


def warnings_in(log):
    """Return the lines of an Odoo log that are warnings or worse."""
    text = log.read_text(encoding="utf-8", errors="replace")
    return re.findall(r"^.* (?:WARNING|ERROR|CRITICAL) .*$", text, re.MULTILINE)


def _is_made(template):
    return template.made_with() and install_log(template).exists()


def _base():
    base = Database(f"base_{database.base_key()}", DATA)
    if not base.made_with():
        with step("Base database with the Indian chart and Hindi (once)"):
            base.make_base()
            base.finish("made")
    return base


def _drop_older():
    keys = (database.code_key(), database.base_key())
    for name in database.names():
        if re.match(r"(plain|demo|base)_", name) and not name.endswith(keys):
            Database(name, DATA).drop()


if __name__ == "__main__":
    make(Database(sys.argv[1], DATA))
