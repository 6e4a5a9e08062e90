"""Every error raised in src gives what its sentences need: no message can fail to be said."""

import ast
import string
from pathlib import Path

import pytest

from delest import errors
from delest.errors import DelestError

SRC = Path(__file__).parents[2] / "src" / "delest"
CLASSES = {name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, DelestError)}
RESERVED = {"self", "sentence", "remedy"}


def name_of(call):
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def raised(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node) in CLASSES]


def sentences(tree):
    """Name -> text of the module's own ``NAME = N_("...")``."""
    named = {}
    for node in ast.walk(tree):
        target = node.target if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [None])[0]
        if isinstance(target, ast.Name) and marked(node.value) is not None:
            named[target.id] = marked(node.value)
    return named


def marked(node):
    """The text of ``N_("...")``; None for anything else."""
    if isinstance(node, ast.Call) and name_of(node) == "N_" and isinstance(node.args[0], ast.Constant):
        return node.args[0].value
    return None


def placeholders(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def faults(call, named):
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    written = [*call.args, *(value for name, value in given.items() if name == "remedy")]
    templates = [named.get(node.id) if isinstance(node, ast.Name) else marked(node) for node in written]
    if None in templates or len(call.args) != 1:
        yield "a sentence is not written as N_(...)"
        return
    needed = set().union(*map(placeholders, templates))
    values = set(given) - {"remedy"}
    if None not in values and needed != values:
        yield f"needs {sorted(needed)}, is given {sorted(values)}"
    if needed & RESERVED:
        yield f"reserved: {sorted(needed & RESERVED)}"


@pytest.fixture(scope="module")
def modules():
    return {file.relative_to(SRC): ast.parse(file.read_text("utf-8")) for file in sorted(SRC.rglob("*.py"))}


def test_every_raise_site_gives_what_its_sentences_need(modules):
    assert [
        f"{file}:{call.lineno}: {fault}"
        for file, tree in modules.items()
        for call in raised(tree)
        for fault in faults(call, sentences(tree))
    ] == []


def test_every_class_of_the_tree_is_raised_somewhere(modules):
    assert {name_of(call) for tree in modules.values() for call in raised(tree)} == CLASSES - {"DelestError"}


@pytest.mark.parametrize(
    "planted",
    [
        'InputError(N_("{a}"))',
        'InputError(N_("a"), a=1)',
        'InputError(N_("{a}"), remedy=N_("{b}"), a=1)',
        'InputError("a")',
        'InputError(N_("a"), remedy="b")',
        'InputError(N_("a"), remedy=B)',
        'errors.InputError(N_("{remedy}"), remedy=N_("b"))',
    ],
)
def test_planted_faults_are_found(planted):
    (call,) = raised(ast.parse(planted))
    assert list(faults(call, {}))
