"""Text files that users give, in the encodings that spreadsheets write."""

from pathlib import Path
from typing import Final

from delest.errors import N_, InputError

MOST_BYTES: Final = 50_000_000


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252.

    Raises:
        InputError: it cannot be read, or is larger than 50 MB.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            N_("{file}: cannot be read: {reason}"),
            remedy=N_("check the name of the file and that you may read it"),
            file=path,
            reason=error.strerror or error,
        ) from error
    if len(content) > MOST_BYTES:
        raise InputError(
            N_("{file} is longer than {limit} MB"),
            remedy=N_("split the file"),
            file=path,
            limit=MOST_BYTES // 1_000_000,
        )
    return decoded(content)


def decoded(content: bytes) -> str:
    """Return the text of a file."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content[: len(content) & ~1].decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
