"""The collector behind "one file = one extension": a rule, a report format, a traffic source."""

import importlib
import pkgutil
from types import ModuleType

from delest.errors import N_, InputError


def names(package: ModuleType) -> tuple[str, ...]:
    """Return the ids of the extensions in ``package``, sorted, without importing them.

    A file name is an id once its underscores are hyphens (``image_encoding.py`` is ``image-encoding``).
    """
    return tuple(sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules(package.__path__)))


def load(package: ModuleType, name: str) -> ModuleType:
    """Import the extension called ``name``.

    Raises:
        InputError: the package has no such extension.
    """
    known = names(package)
    if name not in known:
        raise InputError(N_("{name!r} is not one of: {known}"), name=name, known=", ".join(known))
    return importlib.import_module(f"{package.__name__}.{name.replace('-', '_')}")


def collect(package: ModuleType) -> dict[str, ModuleType]:
    """Import every extension of ``package``, by id."""
    return {name: load(package, name) for name in names(package)}
