"""What a resource is called across builds: its URL without the hash of its content.

``/assets/app.3f9a.js`` is ``/assets/app.*.js``. A part of a file name counts as a hash where it looks like what
bundlers write: hexadecimal digits with letters among them, or a run of letters and digits in mixed case. Years,
versions and words stay as they are.
"""

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

_PART: Final = re.compile(r"[A-Za-z0-9]+")
_WORDS: Final = re.compile(r"[0-9]{0,4}(?:[A-Z]?[a-z]{2,}|[A-Z]{2,})(?:[A-Z][a-z]{2,})*[0-9]{0,4}")
"""A name in words, as people write them: ``jQuery``, ``SemiBold``, ``400Regular``, ``es2015``."""
_HEX: Final = re.compile(r"[0-9a-f]{4,}|[0-9A-F]{4,}")
_LONG: Final = 16
_SHORTEST_MIXED: Final = 8
_DIGITS_OF_A_STAMP: Final = 9
_VERSION_QUERIES: Final = frozenset({"v", "ver", "version", "h", "hash", "t", "ts", "cb", "rev", "_", "build"})
_MARK: Final = "*"


def identity(url: str, site_origin: str = "") -> str:
    """Return the name of a resource across builds; of the site's own origin, its path alone.

    Query fields that only name a version are dropped; all others stay, for they may name another resource.
    """
    parts = urlsplit(url)
    segments = parts.path.split("/")
    path = "/".join([*map(_folder, segments[:-1]), _file(segments[-1])])
    kept = [
        f"{name}={_file(value)}" if value else name
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in _VERSION_QUERIES and not _is_hash(name)
    ]
    own = bool(site_origin) and f"{parts.scheme}://{parts.netloc}" == site_origin
    return ("" if own else f"{parts.scheme}://{parts.netloc}") + path + ("?" + "&".join(kept) if kept else "")


def stem(name: str) -> str:
    """Return the file name of an identity without folders and suffix: ``hero`` of ``/img/hero.*.jpg``."""
    return name.partition("?")[0].rpartition("/")[2].partition(".")[0].lower()


def _folder(segment: str) -> str:
    """Return a folder's name; only long runs are hashes there, for folders are named by people."""
    return _MARK if len(segment) >= _LONG and _is_hash(segment.replace("-", "").replace("_", "")) else segment


def _file(segment: str) -> str:
    name, dot, suffix = segment.rpartition(".")
    if not dot:
        name, suffix = segment, ""
    return (
        _PART.sub(lambda match: _MARK if _is_hash(match[0], first=not match.start()) else match[0], name) + dot + suffix
    )


def _is_hash(text: str, *, first: bool = False) -> bool:
    """Tell whether a part of a name is made by a machine; ``first``: nothing comes before it in the name."""
    if text.isdigit():
        return len(text) >= _DIGITS_OF_A_STAMP
    has_digit = any(map(str.isdigit, text))
    if _HEX.fullmatch(text) and has_digit:
        return True
    if len(text) < _SHORTEST_MIXED:
        return False
    mixed = any(map(str.islower, text)) and any(map(str.isupper, text[1:]))
    if has_digit:
        return (mixed and not _WORDS.fullmatch(text)) or (len(text) >= _LONG and not _WORDS.fullmatch(text))
    return mixed and not first and len(text) == _SHORTEST_MIXED  # as Vite and Rollup write them
