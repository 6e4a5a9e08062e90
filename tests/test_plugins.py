import importlib
import sys

import pytest

from delest import plugins
from delest.errors import InputError


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Three extensions; importing one leaves its name in ``imported``."""
    folder = tmp_path / "kennel"
    folder.mkdir()
    (folder / "__init__.py").write_text("imported = []\n")
    for name in ("dog", "big_cat", "ant"):
        (folder / f"{name}.py").write_text("from kennel import imported\nimported.append(__name__)\n")
    (folder / "notes.txt").write_text("not one")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("kennel")
    for name in ("kennel", "kennel.dog", "kennel.big_cat", "kennel.ant"):
        sys.modules.pop(name, None)


def test_names_are_ids_in_order_and_nothing_is_imported(package):
    assert plugins.names(package) == ("ant", "big-cat", "dog")
    assert package.imported == []


def test_one_is_imported_by_its_id(package):
    assert plugins.load(package, "big-cat").__name__ == "kennel.big_cat"
    assert package.imported == ["kennel.big_cat"]


def test_all_are_collected_by_id(package):
    assert {name: module.__name__ for name, module in plugins.collect(package).items()} == {
        "ant": "kennel.ant",
        "big-cat": "kennel.big_cat",
        "dog": "kennel.dog",
    }


@pytest.mark.parametrize("name", ["cow", "", "big_cat", "../os", "os.path", "__init__", "Dog"])
def test_an_unknown_name_is_refused_with_the_known_ones(package, name):
    with pytest.raises(InputError) as refused:
        plugins.load(package, name)
    assert str(refused.value) == f"{name!r} is not one of: ant, big-cat, dog"
    assert package.imported == []
