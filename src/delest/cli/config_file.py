"""Finding and reading the file of options: ``delest.toml``, or ``[tool.delest]`` in ``pyproject.toml``."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from delest.errors import N_, InputError
from delest.inputs.files import read_text, shown
from delest.inputs.toml import parse_toml
from delest.report.language.words import _

_OWN: Final = "delest.toml"
_PROJECT: Final = "pyproject.toml"
_IN_PROJECT: Final = ("tool", "delest")
_BYTES_AT_MOST: Final = 1_000_000
_PART: Final = r"""(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_NAME: Final = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER: Final = re.compile(rf"[ \t]*\[\[?[ \t]*({_NAME})[ \t]*\]")
_KEY: Final = re.compile(rf"[ \t]*({_NAME})[ \t]*=")

Key = tuple[str, ...]


class ConfigFile(NamedTuple):
    """What one file says; without a path: nothing."""

    path: Path | None = None
    table: Mapping[str, Any] = {}
    lines: Mapping[Key, int] = {}

    @property
    def name(self) -> str:
        """Return its path as short as it can be said from the working directory; ``-`` where there is none."""
        return shown(self.path) if self.path is not None else "-"

    def place(self, *key: str) -> str:
        """Return where a key is, in words: the file, and the line of the key or of the table around it."""
        for length in range(len(key), 0, -1):
            line = self.lines.get(key[:length])
            if line is not None:
                return _("{file}, line {line}").format(file=self.name, line=line)
        return self.name


def named(path: Path) -> ConfigFile:
    """Return the file that the user names.

    Raises:
        InputError: it cannot be read, or is not TOML.
    """
    found = _read(path.absolute())
    if found is None:
        raise InputError(
            N_("{file} has no table [tool.delest]"),
            remedy=N_("add one, or name a delest.toml with --config"),
            file=str(path),
        )
    return found


def nearest(directory: Path) -> ConfigFile:
    """Return the file of the directory, or of the nearest one above it within the same repository.

    Outside a repository nothing above counts: what others leave in a shared directory is no configuration of yours.

    Raises:
        InputError: the file cannot be read, or is not TOML.
    """
    above = (directory, *directory.parents)
    root = next((place for place in above if (place / ".git").exists()), directory)
    for place in above[: above.index(root) + 1]:
        for name in (_OWN, _PROJECT):
            path = place / name
            found = _read(path) if path.is_file() else None
            if found is not None:
                return found
    return ConfigFile()


def _read(path: Path) -> ConfigFile | None:
    """Return what a file says; None where it is a project's and says nothing of delest."""
    text = read_text(path, most_bytes=_BYTES_AT_MOST)
    project = path.name == _PROJECT
    if project and "delest" not in text:
        return None  # other people's file: not even parsed
    table: Any = parse_toml(text, shown(path))
    prefix = _IN_PROJECT if project else ()
    for name in prefix:
        table = table.get(name) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        return None
    return ConfigFile(path, table, dict(_lines(text, prefix)))


def _lines(text: str, prefix: Key) -> Iterator[tuple[Key, int]]:
    """Yield each key of valid TOML with its line, as far as they can be seen line by line."""
    table: Key = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = found = _parts(header[1])
        elif key:
            found = (*table, *_parts(key[1]))
        else:
            continue
        if found[: len(prefix)] == prefix:
            yield found[len(prefix) :], number


def _parts(name: str) -> Key:
    return tuple(part.strip("\"'") for part in re.findall(_PART, name))
