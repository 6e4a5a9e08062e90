"""Lighter files written out, so that a team can look at them and publish them."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from delest.errors import unwritable
from delest.records.advice.remedy import Remedy

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_MOST_NAME_CHARACTERS: Final = 100
_MOST_FOLDERS: Final = 12
_CODED: Final = {"br": ".br", "gzip": ".gz", "zstd": ".zst"}
_SUFFIXES: Final = {
    "image/webp": ".webp",
    "image/avif": ".avif",
    "font/woff2": ".woff2",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}


def write_remedies(folder: Path, remedies: Iterable[Remedy]) -> int:
    """Write lighter files below ``folder``, by host and path, and return how many.

    A file that is coded for the wire gets the ending of its coding (``.br``), so that a server can send it as it is.

    Raises:
        InputError: one cannot be written.
    """
    count = 0
    for each in remedies:
        if not each.body:
            continue  # the answer to what is not there
        path = folder / place(each)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(each.body)
        except OSError as error:
            raise unwritable(path, error) from error
        count += 1
    return count


def place(remedy: Remedy) -> Path:
    """Return where a remedy is written: below the folder whatever its address says."""
    parts = urlsplit(remedy.url)
    folders = [_safe(each) for each in unquote(parts.path).split("/")]
    name = folders.pop() or "index.html"
    if parts.query:
        name = f"{name}.{_safe(parts.query)}"
    suffix = _SUFFIXES.get(remedy.content_type.partition(";")[0], "")
    name = name if name.lower().endswith(suffix) else f"{name}{suffix}"
    coded = _CODED.get(remedy.content_encoding, "")
    return Path(remedy.rule, _safe(parts.netloc), *[each for each in folders if each][:_MOST_FOLDERS], f"{name}{coded}")


def _safe(text: str) -> str:
    """Return a name that is one, on any system, and leads nowhere else."""
    return _UNSAFE.sub("_", text).strip(".")[:_MOST_NAME_CHARACTERS]
