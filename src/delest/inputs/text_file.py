"""Text files that users give, in the encodings that spreadsheets write."""

from pathlib import Path
from typing import Final

from delest.inputs.files import read_bytes

MOST_BYTES: Final = 50_000_000


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252.

    Raises:
        InputError: it cannot be read, or is larger than 50 MB.
    """
    return decoded(read_bytes(path, most_bytes=MOST_BYTES))


def decoded(content: bytes) -> str:
    """Return the text of a file."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content[: len(content) & ~1].decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
