"""No file holds two ideas, no function scrolls off the screen."""

import ast

from tests.house import sources

_FILE = 400
_FUNCTION = 60
# what was let through, with its length; an entry may shrink or go, never grow
_LONGER_FILES = {}
_LONGER_FUNCTIONS = {}


def _files():
    return sources.tracked("*.py", "*.js", "addons/*.xml", "tests/*")


def _functions():
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    for path in sources.tracked("*.py"):
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, kinds):
                length = node.end_lineno - node.lineno + 1
                yield f"{sources.name(path)}:{node.name}", length


def test_no_file_is_longer_than_400_lines():
    lengths = {
        sources.name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in _files()
        if "/i18n/" not in str(path) and path.suffix != ".lock"
    }
    longer = {name: length for name, length in lengths.items() if length > _FILE}
    assert longer == _LONGER_FILES


def test_no_function_is_longer_than_60_lines():
    longer = {name: length for name, length in _functions() if length > _FUNCTION}
    assert longer == _LONGER_FUNCTIONS
