"""A format of printed pages; one file of ``formats`` has one, as ``FORMAT``."""

from collections.abc import Callable

from msgspec import Struct

from delest.report.page import Page


class Format(Struct, frozen=True, kw_only=True):
    """How a page is laid out."""

    id: str
    """What ``--format`` calls it."""
    suffixes: tuple[str, ...]
    """Of the files that are written in it, such as ``.html``; the usual one first."""
    render: Callable[[Page], str]
    """The page in the language in use."""
