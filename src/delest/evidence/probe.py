"""A criterion that an audit says something of: one file in ``criteria``, with one object called ``PROBE``."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from msgspec import Struct

from delest.errors import N_
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import MAY_BE_VALID, Evidence, Look, Resource, Seen, Status, Told

MOST_RESOURCES: Final = 20


class Judge(Protocol):
    """Looks at every page, then concludes."""

    def look(self, page: SeenPage) -> Look | None:
        """Return what one page shows; None: nothing that is to be said page by page."""

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        """Return what the audit says of the criterion."""


class Probe(Struct, frozen=True, kw_only=True):
    """One criterion."""

    id: str
    """The file's name."""
    criterion: str
    judge: Callable[[], Judge]
    threshold: str
    limits: tuple[str, ...] = ()
    by_hand: str
    action: str = ""


def evidence(probe: Probe, looks: Iterable[Look], **fields: object) -> Evidence:
    """Return evidence with what the probe says of itself; its pages are put in order, worst first.

    A status that the criterion cannot get from a measurement is taken back.
    """
    found = Evidence(
        criterion=probe.criterion,
        threshold=Told.of(probe.threshold),
        limits=tuple(map(Told.of, probe.limits)),
        by_hand=Told.of(probe.by_hand),
        looks=tuple(sorted(looks, key=lambda look: (-look.badness, look.url))),
        **fields,  # type: ignore[arg-type]
    )
    if found.status is Status.VALID and probe.criterion not in MAY_BE_VALID:
        raise ValueError(f"{probe.criterion} can never be {found.status} by measure")
    return found


def worst_of(looks: Sequence[Look]) -> Seen:
    """Return the state of a site whose pages are in these states."""
    states = {look.seen for look in looks}
    return next((seen for seen in (Seen.FOUND, Seen.NOTHING) if seen in states), Seen.NOT_MEASURED)


def every_page(looks: Sequence[Look], site: Site) -> Status:
    """Return the status where each page must meet the criterion: one that does not decides; all must be measured."""
    if any(look.status is Status.NOT_VALID for look in looks):
        return Status.NOT_VALID
    whole = site.complete and site.not_measured == 0 and looks
    return Status.VALID if whole and all(look.status is Status.VALID for look in looks) else Status.TO_ASSESS


UNSURE: Final = Told.of(
    N_("A page that was not measured whole, or not at all, keeps this from being decided: measure it again.")
)
NOT_EXAMINED: Final = Told.of(N_("The pages were not examined by rules: `delest advise RUN` does so."))
LOCAL: Final = Told.of(
    N_("The audit was of a copy on the machine that measured: its protocols say nothing of the published service.")
)
NOT_LOOKED_UP: Final = Told.of(N_("The size of linked documents was not looked up: `--documents 100` does so."))
NO_PAGES: Final = Told.of(N_("No page was measured."))


def by_probe(*names: str) -> Told:
    """Return that something was not looked at, and which probes would."""
    said = N_("Not looked at: `delest rgesn RUN {option}` loads the pages once more and does so.")
    return Told.of(said, option=" ".join(f"--probe {name}" for name in names))


class Files:
    """Files over all pages, each counted once."""

    def __init__(self) -> None:
        self._bytes: dict[str, float] = {}
        self._pages: defaultdict[str, int] = defaultdict(int)
        self._said: dict[str, str] = {}

    def add(self, url: str, n_bytes: float, said: str = "") -> None:
        """Take in one file of one page."""
        self._bytes[url] = max(n_bytes, self._bytes.get(url, 0))
        self._pages[url] += 1
        self._said[url] = said

    def __len__(self) -> int:
        return len(self._bytes)

    @property
    def total_bytes(self) -> float:
        """Of all of them, each once."""
        return sum(self._bytes.values())

    def heaviest(self) -> tuple[Resource, ...]:
        """Return the ones of most bytes."""
        order = sorted(self._bytes, key=lambda url: (-self._bytes[url], url))[:MOST_RESOURCES]
        return tuple(
            Resource(url=url, bytes=self._bytes[url], pages=self._pages[url], said=self._said[url]) for url in order
        )
