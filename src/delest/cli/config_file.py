"""Finding and reading the file of options: ``delest.toml``, or ``[tool.delest]`` in ``pyproject.toml``."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from delest.errors import N_, InputError
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

    def place(self, *key: str) -> str:
        """Return where a key stands, in words: the file, and the line of the key or of what it is within."""
        for length in range(len(key), 0, -1):
            line = self.lines.get(key[:length])
            if line is not None:
                return _("{file}, line {line}").format(file=shown(self.path), line=line)
        return shown(self.path)


def shown(path: Path | None) -> str:
    """Return a path as short as it can be said from the working directory."""
    if path is None:
        return "-"
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def named(path: Path) -> ConfigFile:
    """Return the file that the user names.

    Raises:
        InputError: it cannot be read, or is no TOML.
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
        InputError: the file cannot be read, or is no TOML.
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
    text, problem = file_text(path)
    if problem:
        raise InputError(
            N_("{file} cannot be read: {problem}"),
            remedy=N_("name another file with --config, or leave it out with --no-config"),
            file=shown(path),
            problem=problem,
        )
    project = path.name == _PROJECT
    if project and "delest" not in text:
        return None  # other people's file: not even parsed
    table: Any = _toml(text, path)
    prefix = _IN_PROJECT if project else ()
    for name in prefix:
        table = table.get(name) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        return None
    return ConfigFile(path, table, dict(_lines(text, prefix)))


def file_text(path: Path) -> tuple[str, str]:
    """Return the text of a file that a user wrote, and why there is none; that holds nothing of the file."""
    try:
        with path.open("rb") as file:
            content = file.read(_BYTES_AT_MOST + 1)
        if len(content) > _BYTES_AT_MOST:
            return "", _("it is longer than {limit} bytes").format(limit=_BYTES_AT_MOST)
        return content.decode("utf-8-sig"), ""
    except OSError as error:
        return "", error.strerror or str(error)
    except UnicodeDecodeError:
        return "", _("not UTF-8 text")


def _toml(text: str, path: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - only where there is a file

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(
            N_("{file} is not valid TOML: {problem}"),
            remedy=N_("mend that line; strings need quotation marks, decimal numbers a point"),
            file=shown(path),
            problem=str(error),
        ) from error


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
