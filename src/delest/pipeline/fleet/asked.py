"""What a command asks of a campaign."""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Final

from msgspec import Struct

from delest.records.fleet.service import FleetList, Service

_OF_CRAWLS: Final = frozenset({"--max-pages", "--depth", "--include", "--exclude", "--query", "--pages-in"})
"""Options, each with a value, that do nothing where the pages are listed one by one: an audit refuses them there."""


class Asked(Struct, frozen=True, kw_only=True):
    """A campaign to start, or to continue."""

    name: str
    folder: Path
    """Of this campaign."""
    services: FleetList
    options: tuple[str, ...] = ()
    """Of every audit, as on the command line."""
    config: Path | None = None
    """File of options that every audit reads; None: none is read."""
    at_once: int = 1
    """Audits in this process; a cluster has as many as its workers have threads."""
    tries: int = 3
    limit_s: float = 0.0
    """Of one service; 0: none."""
    by_address: bool = False
    """Lanes are by the address of the server, not by registrable domain."""
    shard: tuple[int, int] = (1, 1)
    pages_per_minute: float = 0.0
    """Page loads that all audits of the campaign start together; 0: as many as they do."""
    hours: tuple[time, time] | None = None
    """Local hours to begin audits in; the second may be of the next day."""
    own_options: tuple[str, ...] = ()
    """The options above as they were given, for who continues the campaign."""
    again: bool = False
    """Services that failed are audited again, from the start."""

    def runs(self) -> Path:
        """Return where the audits are saved."""
        return self.folder / "runs"

    def stop(self) -> Path:
        """Return the file that asks all audits of the campaign to end."""
        return self.folder / "stop"

    def pace(self) -> Path:
        """Return the file of the pace that all audits keep together."""
        return self.folder / "pace"

    def log(self, service: str) -> Path:
        """Return where the audit of a service says what it does."""
        return self.folder / "logs" / f"{service}.log"


def open_at(hours: tuple[time, time] | None, now: datetime) -> bool:
    """Tell whether audits may begin at a local time."""
    if hours is None:
        return True
    begin, end = hours
    here = now.time()
    return begin <= here < end if begin <= end else here >= begin or here < end


def write_pages(asked: Asked, service: Service) -> None:
    """Write the list of URLs of a service that has one, where its audit reads it."""
    if service.pages:
        path = _list_of(asked, service)
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"{url}\n" for url in service.pages), "utf-8")


def _list_of(asked: Asked, service: Service) -> Path:
    return asked.folder / "pages" / f"{service.id}.txt"


def _for_a_list(options: Sequence[str]) -> list[str]:
    """Return options that were meant for all services without those that a list of URLs has no use for."""
    kept: list[str] = []
    words = iter(options)
    for word in words:
        name, equals, _value = word.partition("=")
        if name not in _OF_CRAWLS:
            kept.append(word)
        elif not equals:
            next(words, None)
    return kept


def arguments(asked: Asked, service: Service) -> list[str]:
    """Return what ``delest`` is called with to audit a service: the same each time, whether it starts or resumes."""
    settings = ["--config", str(asked.config)] if asked.config else ["--no-config"]
    row: list[str] = []
    for name, value in (
        ("--max-pages", None if service.pages else service.max_pages),
        ("--preset", service.preset),
        ("--device", service.device),
        ("--views-per-year", None if service.views_per_year is None else f"{service.views_per_year:.15g}"),
        ("--traffic", service.views_file),
        ("--traffic-days", service.views_days),
        ("--login", service.login),
        ("--urls-file", str(_list_of(asked, service)) if service.pages else ""),
    ):
        row += [name, str(value)] if value else []
    row += ["--sample"] if service.sample else []
    site = [] if service.pages else [service.url]
    own = ["--run", str(asked.runs() / service.id), "--no-report", "--quiet"]
    own += ["--shared-pace", str(asked.pace())] if asked.pages_per_minute else []
    options = _for_a_list(asked.options) if service.pages else asked.options
    return ["audit", *settings, *options, *row, *own, *(["--", *site] if site else [])]
