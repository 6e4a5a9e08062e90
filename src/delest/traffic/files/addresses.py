"""What the cells of an export say of pages: an address, a place holder, a total, or a title."""

import re
from typing import Final

from delest.urls import has_credentials, host, normalise

_PLACE_HOLDERS: Final = re.compile(
    r"(.+ - )?(others|autres)|\((other|autre|autres|not set|non défini|non définie|none|aucun|unknown|inconnu)\)"
    r"|page url not defined|url de (la )?page non définie|page url non définie|\(data not available\)",
    re.IGNORECASE,
)
_TOTALS: Final = re.compile(
    r"(grand |sous-|sub-?)?(total|totaux|totals)( général)?|somme|sum|ensemble( du site)?|whole site|all pages"
    r"|toutes les pages",
    re.IGNORECASE,
)
_DOCUMENTS: Final = frozenset({
    "7z", "avi", "csv", "doc", "docm", "docx", "epub", "gpx", "gz", "ics", "kml", "m4a", "m4v", "mkv", "mov", "mp3",
    "mp4", "mpeg", "mpg", "odg", "odp", "ods", "odt", "ogg", "ogv", "pdf", "pps", "ppsx", "ppt", "pptx", "rar", "rtf",
    "tar", "tgz", "wav", "webm", "wmv", "xls", "xlsm", "xlsx", "zip",
})  # fmt: skip
"""Endings of files that a person opens or downloads."""
_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{2,5})$")
_LONGEST: Final = 4_096
_CLIENT: Final = re.compile(
    r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9.]*[0-9])|(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F.]{1,15}"
)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def without_clients(text: str) -> str:
    """Return a text without network addresses: those of people are printed nowhere."""
    return _CLIENT.sub("#", text)


def is_place_holder(text: str) -> bool:
    """Tell whether a label says that the source does not know, or does not tell, which page it was."""
    return _PLACE_HOLDERS.fullmatch(text.strip()) is not None


def is_total(text: str) -> bool:
    """Tell whether a label is that of a row that sums up the others."""
    return _TOTALS.fullmatch(text.strip()) is not None


def address(text: str, host_name: str = "") -> str | None:
    """Return an absolute URL or a path from the root; None where ``text`` is neither.

    Tools also write the host and the path without a scheme (``www.example.org/aide``), or the host in a cell of its
    own.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if text.startswith("/") and not text.startswith("//"):
        return _absolute(f"https://{host_name.strip()}{text}") if host_name.strip() else text
    return _absolute(text if _SCHEME.match(text) else f"https://{text.removeprefix('//')}")


def _absolute(written: str) -> str | None:
    if any(mark in written.partition("://")[2].partition("/")[0] for mark in " |"):
        return None
    url = normalise(written)
    known = url is not None and ("." in host(url) or "://localhost" in written)
    return url if known and url is not None and not has_credentials(written) else None


def is_document(page: str) -> bool:
    """Tell whether an address is that of a file that a person opens, by the ending of its path."""
    found = _ENDING.search(page.partition("?")[0].partition("#")[0])
    return found is not None and found[1].lower() in _DOCUMENTS and found.start() > page.find("://") + 3
