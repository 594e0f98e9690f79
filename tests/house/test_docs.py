"""A setting nobody wrote about does not exist for a stranger."""

import ast

from setup import paths
from tests.house import sources


def _settings_fields():
    for path in sources.tracked("addons/*/models/res_config_settings.py"):
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.Assign) and _is_field(node.value):
                yield node.targets[0].id


def _is_field(value):
    return isinstance(value, ast.Call) and ast.unparse(value.func).startswith("fields.")


def _documentation():
    files = sources.tracked("*.md")
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_documentation_mentions_every_setting():
    text = _documentation()
    assert not [name for name in _settings_fields() if f"`{name}`" not in text]


def test_every_addon_has_its_page():
    headings = ("Description", "Configure", "Usage", "Not implemented", "Testing")
    for name in paths.our_addons():
        page = (paths.ADDONS / name / "README.md").read_text(encoding="utf-8")
        missing = [title for title in headings if f"## {title}" not in page]
        assert not missing, f"{name}/README.md lacks {missing}"
