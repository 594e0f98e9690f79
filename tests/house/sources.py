"""The files of the repository, as the house rules read them."""

import ast
import subprocess

from setup import paths

# a checkout may belong to another account than the one that tests it
_GIT = ("git", "-c", f"safe.directory={paths.ROOT}")


def tracked(*patterns):
    """Return the files git knows or would take, narrowed by git's path patterns."""
    listed = subprocess.run(
        [*_GIT, "ls-files", "-z", "-co", "--exclude-standard", "--", *patterns],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [paths.ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in files if path.is_file()]


def name(path):
    """Return how a message calls a file: its place in the repository."""
    return str(path.relative_to(paths.ROOT))


def tree(path):
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))
