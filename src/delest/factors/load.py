"""The released factor sets, and a user's own."""

import functools
import hashlib
import tomllib
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from delest.errors import N_, InputError
from delest.factors import ecoindex
from delest.factors.read import parse, parse_sources
from delest.inputs.files import read_text
from delest.records.co2e.factor import FactorSet, FactorSets, Source

LOCK_NAME: Final = "SHA256SUMS"
_SOURCES_NAME: Final = "sources.toml"
_NO_SETS: Final = frozenset({_SOURCES_NAME, ecoindex.FILE_NAME})
_MAX_BYTES: Final = 5_000_000
"""A factor file is read by people; one larger than this is something else."""


def data_files() -> tuple[Traversable, ...]:
    """Return the released data files, by name: factor sets, their sources, and the figures of EcoIndex."""
    folder = resources.files("delest.factors") / "data"
    return tuple(sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name))


@functools.cache
def sources() -> Mapping[str, Source]:
    """Return every source that released rows cite, by id."""
    text = (resources.files("delest.factors") / "data" / _SOURCES_NAME).read_text("utf-8")
    return parse_sources(tomllib.loads(text)["source"], _SOURCES_NAME)


@functools.cache
def released() -> FactorSets:
    """Return every released set, by id."""
    sets = [parse(f.read_bytes().decode(), f.name, sources()) for f in data_files() if f.name not in _NO_SETS]
    return {s.ref.id: s for s in sets}


def available() -> tuple[str, ...]:
    """Return the ids of the released sets."""
    return tuple(released())


def load_set(set_id: str) -> FactorSet:
    """Return the released set called ``set_id``.

    Raises:
        InputError: there is none.
    """
    if set_id not in released():
        raise InputError(
            N_("no factor set is called {name!r}"),
            remedy=N_("choose one of: {known}; or give your own file with --factors"),
            name=set_id,
            known=", ".join(available()),
        )
    return released()[set_id]


def load_file(path: Path) -> FactorSet:
    """Return a user's own set.

    Raises:
        InputError: the file cannot be read, breaks a rule, or takes the id of a released set.
    """
    text = read_text(path, most_bytes=_MAX_BYTES)
    own = parse(text, str(path), sources())
    if own.ref in (factors.ref for factors in released().values()):
        return own
    if own.ref.id in released():
        raise InputError(
            N_("{file}: the id {id!r} belongs to a released set"),
            remedy=N_("give your set an id of its own in [set]"),
            file=str(path),
            id=own.ref.id,
        )
    taken = [row_id for row_id in own.factors if any(row_id in factors.factors for factors in released().values())]
    if taken:
        raise InputError(
            N_("{file}: released rows have these ids already: {taken}"),
            remedy=N_("begin the ids of your rows with the id of your set, for example {id}.gb"),
            file=str(path),
            taken=", ".join(taken),
            id=own.ref.id,
        )
    return own


def altered() -> tuple[str, ...]:
    """Return the names of released files that are not, byte for byte, what was released.

    A file that is missing, new to the lock or changed is altered. The lock is ``data/SHA256SUMS``.
    """
    lock = (resources.files("delest.factors") / "data" / LOCK_NAME).read_text("ascii")
    expected = {name: digest for digest, name in (line.split() for line in lock.splitlines())}
    found = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in data_files()}
    return tuple(sorted(n for n in expected.keys() | found.keys() if expected.get(n) != found.get(n)))
