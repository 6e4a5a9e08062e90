"""The list of a fleet: one service a row, and what is wrong with rows."""

from enum import StrEnum

from msgspec import Struct

from delest.message import Message


class Service(Struct, frozen=True, kw_only=True):
    """One service: what is audited under one id, edition after edition."""

    id: str
    """Letters, digits, ``.``, ``_`` and ``-``; kept for ever, and the name of its run directory."""
    url: str
    """Start URL, in the browser's spelling."""
    line: int = 0
    """Of the list."""
    name: str = ""
    ministry: str = ""
    entity: str = ""
    theme: str = ""
    tags: tuple[str, ...] = ()
    contact: str = ""
    """Who looks after the service; only reports show it."""
    budget_bytes: int | None = None
    """The most that a page of it should weigh."""
    max_pages: int | None = None
    sample: bool = False
    """Pages are drawn at random."""
    preset: str = ""
    """How pages are chosen: ``rgesn``; empty: they are not."""
    pages: tuple[str, ...] = ()
    """URLs to load and no others, the start URL first; empty: links are followed."""
    device: str = ""
    views_per_year: float | None = None
    views_file: str = ""
    """Page views by page: path of an export or an access log."""
    views_days: float | None = None
    """Days that the file covers, where it does not say."""
    login: str = ""
    """Path of a login file; the list never holds a secret."""
    lane: str = ""
    """Services with the same one are never audited at the same time; empty: their registrable domain."""
    active: bool = True


class ProblemKind(StrEnum):
    """What may be the matter with a row."""

    WRONG_ROW = "wrong-row"
    """It cannot be read, and is left out."""
    MISSPELT = "misspelt-column"
    """The heading of a column is almost one that is known, so its cells are not read."""
    SAME_ID = "same-id"
    SAME_ADDRESS = "same-address"
    """Another row has the same URL, or one that differs by ``www`` or the scheme alone."""
    SAME_PAGE = "same-page"
    """It leads to the same address as another row."""
    CHANGED_HOST = "changed-host"
    """An earlier campaign has its id for another host."""
    NO_ANSWER = "no-answer"
    LEADS_ELSEWHERE = "leads-elsewhere"
    """It redirects to another site."""


class RowProblem(Struct, frozen=True, kw_only=True):
    """What is wrong with one row."""

    line: int
    service: str
    """Its id; empty where it has none that can be read."""
    kind: ProblemKind
    message: Message
    remedy: Message | None = None
    left_out: bool = False
    """The row is not audited."""


class FleetList(Struct, frozen=True, kw_only=True):
    """A list as it was read."""

    source: str
    """Name of the file."""
    services: tuple[Service, ...]
    problems: tuple[RowProblem, ...] = ()
    looked_up: bool = False
    """The services were asked for their start pages, to find problems."""
