"""The collector behind "one file = one extension": a rule, a report format, a traffic source.

The files of a package may lie in folders by subject: an id does not say in which, so no two files have the same name.

An extension is one typed object in a file of its own: ``RULE = Rule(id=..., ...)``, ``FORMAT = Format(id=..., ...)``.
The object is named like its class in capitals, and its id is the file's name. A file that has none, one of another
class, or one with another id is our own mistake: it raises ``TypeError``, which no command turns into a message.
"""

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Protocol, TypeVar

from delest.errors import N_, InputError


class Extension(Protocol):
    """What every extension has."""

    @property
    def id(self) -> str:
        """The file's name, its underscores as hyphens."""


_T = TypeVar("_T", bound=Extension)


def names(package: ModuleType) -> tuple[str, ...]:
    """Return the ids of the extensions in ``package``, sorted, without importing them.

    A file name is an id once its underscores are hyphens (``image_encoding.py`` is ``image-encoding``).
    """
    return tuple(sorted(modules(package)))


def modules(package: ModuleType) -> dict[str, str]:
    """Return the full module name of every extension by its id, from all folders of ``package``; imports none.

    Raises:
        TypeError: two files have the same name.
    """
    found: dict[str, str] = {}
    for id_, name in _files(package.__path__, package.__name__):
        if id_ in found:
            raise TypeError(f"{found[id_]} and {name} have the same name")
        found[id_] = name
    return found


def _files(folders: Iterable[str], package: str) -> Iterator[tuple[str, str]]:
    for module in pkgutil.iter_modules(folders):
        name = f"{package}.{module.name}"
        if module.ispkg:
            yield from _files([str(Path(folder, module.name)) for folder in folders], name)
        else:
            yield module.name.replace("_", "-"), name


def load(package: ModuleType, kind: type[_T], name: str) -> _T:
    """Import the extension called ``name`` and return its object, which is of the class ``kind``.

    Raises:
        InputError: the package has no such extension.
        TypeError: the file is not an extension of that kind.
    """
    known = modules(package)
    if name not in known:
        raise InputError(N_("{name!r} is not one of: {known}"), name=name, known=", ".join(sorted(known)))
    return _imported(known[name], kind, name)


def collect(package: ModuleType, kind: type[_T]) -> dict[str, _T]:
    """Import every extension of ``package`` and return their objects by id, in the order of their ids.

    Raises:
        TypeError: a file is not an extension of that kind.
    """
    return {name: _imported(module, kind, name) for name, module in sorted(modules(package).items())}


def _imported(module_name: str, kind: type[_T], name: str) -> _T:
    module = importlib.import_module(module_name)
    wanted = kind.__name__.upper()
    found = getattr(module, wanted, None)
    if not isinstance(found, kind):
        raise TypeError(f"{module.__name__}: {wanted} must be a {kind.__name__}, not {type(found).__name__}")
    if found.id != name:
        raise TypeError(f"{module.__name__}: the id must be {name!r} like the file, not {found.id!r}")
    return found


def in_development() -> bool:
    """Return whether mistakes of our own must fail loudly: ``DELEST_DEVELOPMENT=1``, or Python's ``-X dev``.

    Elsewhere a rule with a mistake costs its own finding and is named in a warning: an audit of hours is not lost.
    """
    return bool(os.environ.get("DELEST_DEVELOPMENT")) or sys.flags.dev_mode
