"""Limits on pages: what a team writes down, in its own file or in that of another tool."""

from enum import StrEnum

from msgspec import Struct

from delest.records.pages.load import CacheState


class Measure(StrEnum):
    """What a limit is on."""

    WEIGHT = "weight"
    """Transferred bytes of a page load."""
    REQUESTS = "requests"
    """Requests that were answered over the network."""
    ELEMENTS = "elements"
    """Elements of the settled document."""
    RESOURCE = "resource"
    """Transferred bytes of one resource."""


class Limit(Struct, frozen=True, kw_only=True):
    """The most that a page may have of something."""

    measure: Measure
    most: float
    """In bytes, or a number."""
    kinds: tuple[str, ...] = ()
    """Names of ``Kind``: only what is of these counts; empty: all."""
    party: str = ""
    """``first`` or ``third``; empty: both."""
    state: CacheState = CacheState.COLD
    key: str = ""
    """The name under which the user wrote it: ``image``, ``--max-page-weight``."""


class Match(StrEnum):
    """How a pattern names pages."""

    GLOB = "glob"
    """``*`` is any text; a pattern that starts with ``/`` is held against path and query, any other against the URL."""
    ROBOTS = "robots"
    """As in robots.txt: the beginning of the path, ``*`` any text, ``$`` at the end the end of the path."""
    REGEX = "regex"
    """A regular expression, found anywhere in the URL."""


class PageBudget(Struct, frozen=True, kw_only=True):
    """Limits for some pages."""

    place: str
    """Where the user wrote it: ``delest.toml, line 12``."""
    file: str = ""
    """The file that holds it; empty: none, it is on the command line."""
    line: int = 1
    pages: str = "*"
    match: Match = Match.GLOB
    template: str = ""
    """Only pages of this template, as reports name it; empty: of any."""
    limits: tuple[Limit, ...]


class BudgetSet(Struct, frozen=True, kw_only=True):
    """The budgets of one file."""

    dialect: str
    entries: tuple[PageBudget, ...]
    last_wins: bool = False
    """Of several entries that match a page, only the last one applies (Lighthouse); else all of them do."""
    unchecked: tuple[str, ...] = ()
    """What the file also asks for and a measurement of bytes cannot check, such as timings: said in the verdict."""
    site_kgco2e_per_year: float | None = None
    """The most that the data transfer of the whole site may stand for, by the high estimate; needs traffic."""
    converted: tuple[str, ...] = ()
    """What was taken in another sense than its own tool's: said by ``--explain``."""
