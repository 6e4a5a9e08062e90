"""Files that users give: read whole but bounded, as UTF-8 text, with one error for what cannot be read."""

from pathlib import Path
from typing import Final

from delest.errors import N_, InputError

TEXT_BYTES: Final = 5_000_000
"""The longest text that anybody writes by hand or exports for delest; what needs more says so."""
_MB: Final = 1_000_000


def shown(path: Path) -> str:
    """Return a path relative to the working directory where it is below it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def read_bytes(path: Path, *, most_bytes: int) -> bytes:
    """Return what a file contains.

    Raises:
        InputError: it cannot be read, or is longer than ``most_bytes``.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise InputError(
            N_("{file} cannot be read: {problem}"),
            remedy=N_("check the path and its permissions"),
            file=shown(path),
            problem=error.strerror or error,
        ) from error
    if len(content) > most_bytes:
        raise InputError(
            N_("{file} is longer than {limit} MB"),
            remedy=N_("give a smaller file, or divide it"),
            file=shown(path),
            limit=most_bytes / _MB,
        )
    return content


def read_text(path: Path, *, most_bytes: int = TEXT_BYTES) -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark.

    Raises:
        InputError: as ``read_bytes``, or it is not UTF-8. No error quotes the file, which may contain secrets.
    """
    content = read_bytes(path, most_bytes=most_bytes)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(N_("{file} is not UTF-8 text"), remedy=N_("save it as UTF-8 text"), file=shown(path)) from None
