import importlib
import re
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from delest import plugins
from delest.errors import InputError


class Animal(NamedTuple):
    """A kind of extension."""

    id: str
    legs: int


def _extension(name):
    return (
        "from kennel import imported\n"
        f"from {__name__} import Animal\n"
        f"ANIMAL = Animal(id={name!r}, legs=4)\n"
        "imported.append(__name__)\n"
    )


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Three extensions; importing one leaves its name in ``imported``."""
    folder = tmp_path / "kennel"
    folder.mkdir()
    (folder / "__init__.py").write_text("imported = []\n")
    for name in ("dog", "big_cat", "ant"):
        (folder / f"{name}.py").write_text(_extension(name.replace("_", "-")))
    (folder / "notes.txt").write_text("not one")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("kennel")
    for name in [each for each in sys.modules if each.partition(".")[0] == "kennel"]:
        del sys.modules[name]


def test_names_are_ids_in_order_and_nothing_is_imported(package):
    assert plugins.names(package) == ("ant", "big-cat", "dog")
    assert package.imported == []


def test_one_is_imported_by_its_id(package):
    assert plugins.load(package, Animal, "big-cat") == Animal(id="big-cat", legs=4)
    assert package.imported == ["kennel.big_cat"]


def test_all_are_collected_by_id(package):
    assert plugins.collect(package, Animal) == {name: Animal(id=name, legs=4) for name in ("ant", "big-cat", "dog")}


def test_folders_inside_are_searched_and_are_no_part_of_the_id(package):
    inside = Path(package.__path__[0], "birds", "large")
    inside.mkdir(parents=True)
    for folder in (inside, inside.parent):
        (folder / "__init__.py").touch()
    (inside / "grey_heron.py").write_text(_extension("grey-heron"))
    assert plugins.names(package) == ("ant", "big-cat", "dog", "grey-heron")
    assert plugins.load(package, Animal, "grey-heron") == Animal(id="grey-heron", legs=4)
    assert package.imported == ["kennel.birds.large.grey_heron"]
    (inside.parent / "dog.py").touch()
    with pytest.raises(TypeError, match=re.escape("kennel.birds.dog and kennel.dog")):
        plugins.names(package)


@pytest.mark.parametrize("name", ["cow", "", "big_cat", "../os", "os.path", "__init__", "Dog"])
def test_an_unknown_name_is_refused_with_the_known_ones(package, name):
    with pytest.raises(InputError) as refused:
        plugins.load(package, Animal, name)
    assert str(refused.value) == f"{name!r} is not one of: ant, big-cat, dog"
    assert package.imported == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1", "ANIMAL must be a Animal, not NoneType"),
        ("ANIMAL = {'id': 'ant', 'legs': 6}", "ANIMAL must be a Animal, not dict"),
        (_extension("bee"), "the id must be 'ant' like the file, not 'bee'"),
    ],
)
def test_a_file_that_is_not_an_extension_is_our_mistake(package, text, said):
    Path(package.__path__[0], "ant.py").write_text(text)
    assert plugins.names(package) == ("ant", "big-cat", "dog")
    with pytest.raises(TypeError, match=re.escape(said)):
        plugins.load(package, Animal, "ant")
    with pytest.raises(TypeError, match=re.escape(said)):
        plugins.collect(package, Animal)


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("", False)])
def test_development_is_asked_for_in_the_environment(monkeypatch, value, expected):
    monkeypatch.setenv("DELEST_DEVELOPMENT", value)
    assert plugins.in_development() is (expected or sys.flags.dev_mode)
