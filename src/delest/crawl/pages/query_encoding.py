"""The query of a link, encoded as the page's encoding says (URL standard, "query state"). Pure."""

import codecs
import re
from typing import Final

_UTF_8: Final = "utf-8"
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_AS_WRITTEN: Final = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be"})
"""Python's names of encodings in which queries are encoded as UTF-8, as ever."""


def python_encoding(label: str) -> str:
    """Return Python's name for an encoding that a browser names; UTF-8 where it has none."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return _UTF_8
    return "cp1252" if name in {"iso8859-1", "ascii"} else name  # which is what browsers read under these names


def with_encoded_query(href: str, encoding: str) -> str:
    """Return a link as written, with what is not ASCII in its query percent-encoded in ``encoding`` (Python's name).

    What the encoding lacks becomes a numeric character reference, as browsers write it.
    """
    if encoding in _AS_WRITTEN or href.isascii():
        return href
    rest, hash_mark, fragment = href.partition("#")
    address, mark, query = rest.partition("?")
    return f"{address}{mark}{_NOT_ASCII.sub(lambda run: _encoded(run[0], encoding), query)}{hash_mark}{fragment}"


def _encoded(text: str, encoding: str) -> str:
    return "".join(_encoded_character(each, encoding) for each in text)


def _encoded_character(character: str, encoding: str) -> str:
    try:
        data = character.encode(encoding)
    except UnicodeEncodeError:
        return f"%26%23{ord(character)}%3B"
    return "".join(chr(byte) if 0x20 < byte < 0x7F else f"%{byte:02X}" for byte in data)  # noqa: PLR2004 - ASCII
