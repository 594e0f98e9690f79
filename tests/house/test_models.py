"""Every model of ours is described, guarded, and can be copied or says why not."""

import ast

import psycopg2
import pytest

from odoo.exceptions import UserError

from setup import paths
from tests.house import sources


def _model_classes():
    for path in sources.tracked("addons/*/models/*.py", "addons/*/wizard/*.py"):
        for node in sources.tree(path).body:
            if isinstance(node, ast.ClassDef) and _attributes(node) & _MODEL:
                yield path, node


_MODEL = {"_name", "_inherit"}


def _attributes(node):
    return {
        target.id
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def _our_models(env):
    """Return our models that have a table and records."""
    ours = paths.our_addons()
    return [
        env[name]
        for name, model in env.registry.items()
        if model._original_module in ours and not model._abstract and model._auto
    ]


def test_every_model_says_what_it_is():
    silent = [
        f"{sources.name(path)}: {node.name}"
        for path, node in _model_classes()
        if "_name" in _attributes(node)
        and not (ast.get_docstring(node) and "_description" in _attributes(node))
    ]
    assert not silent


def test_every_public_method_of_a_model_has_a_docstring():
    silent = [
        f"{sources.name(path)}: {node.name}.{method.name}"
        for path, node in _model_classes()
        for method in node.body
        if isinstance(method, ast.FunctionDef)
        and not method.name.startswith("_")
        and method.name not in _INHERITED
        and not ast.get_docstring(method)
    ]
    assert not silent


# the ORM's own methods, which core documents
_INHERITED = {"create", "write", "unlink", "copy", "copy_data", "default_get", "init"}


def test_every_model_has_access_rights(office):
    granted = set(office["ir.model.access"].search([]).mapped("model_id.model"))
    assert not [
        model._name for model in _our_models(office) if model._name not in granted
    ]


def test_portal_users_write_nothing_directly(office):
    portal = office.ref("base.group_portal") | office.ref(
        "agent_mlm.agent_mlm_group_portal_agent"
    )
    rights = office["ir.model.access"].search([("group_id", "in", portal.ids)])
    ours = {model._name for model in _our_models(office)}
    writing = rights.filtered(
        lambda right: (
            right.model_id.model in ours
            and (right.perm_write or right.perm_create or right.perm_unlink)
        )
    )
    assert not writing.mapped("name")


def test_a_copy_of_any_record_works_or_is_refused_in_words(office):
    for model in _our_models(office):
        record = model.search([], limit=1)
        try:
            with office.cr.savepoint():
                record.copy()
        except UserError as refusal:
            assert str(refusal).strip(), model._name
        except psycopg2.Error as error:
            pytest.fail(f"{model._name} can not be copied: {error}")
