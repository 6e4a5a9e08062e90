"""A report format; one file of ``formats`` has one, as ``FORMAT``."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from delest.records.audit import AuditReport


class Format(Struct, frozen=True, kw_only=True):
    """How an audit is written."""

    id: str
    """What ``--format`` calls it."""
    suffixes: tuple[str, ...]
    """Of the files that are written in it, such as ``.html``; the usual one first."""
    pieces: Callable[[AuditReport], Iterable[str]]
    """The report in pieces, in the language in use: the JSON of a long audit is larger than the audit in memory."""
