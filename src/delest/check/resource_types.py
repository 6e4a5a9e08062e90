"""The resource types of Lighthouse, as our kinds and parties."""

from collections.abc import Mapping
from typing import Final

from delest.records.pages.load import Kind

LIGHTHOUSE_TYPES: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "total": ((), ""),
    "document": ((Kind.DOCUMENT,), ""),
    "script": ((Kind.SCRIPT,), ""),
    "stylesheet": ((Kind.STYLESHEET,), ""),
    "image": ((Kind.IMAGE,), ""),
    "media": ((Kind.MEDIA,), ""),
    "font": ((Kind.FONT,), ""),
    "other": ((Kind.OTHER, Kind.FETCH, Kind.WEBSOCKET), ""),
    "third-party": ((), "third"),
}
"""Kinds and party; empty: all. Lighthouse has no type of its own for what scripts fetch."""
