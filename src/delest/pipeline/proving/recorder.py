"""Which pages of an audit are recorded, and whose recordings are kept: those of the heaviest."""

from collections.abc import Callable
from pathlib import Path

from delest.measure.browser.browser import Driver
from delest.measure.replay.record import Recorded, record
from delest.reason import Reason
from delest.records.advice.proof import Doubt, PageProof
from delest.records.pages.consent import Choice
from delest.records.pages.load import Capture, Outcome, PageLoad
from delest.records.runs.loading import LoadOptions
from delest.store import recording


class Recorder:
    """Records the first load of each page, and keeps the recordings of the ``most`` pages that rank highest.

    Which these are is known only when all are loaded: each page is recorded, and all but the highest so far are let go.
    """

    def __init__(
        self, driver: Driver, options: LoadOptions, run: Path, most: int, views: Callable[[str], float]
    ) -> None:
        self._driver = driver
        self._options = options
        self._run = run
        self._most = most
        self._views = views
        self._pending: dict[str, list[Recorded]] = {}
        self._kept: dict[str, tuple[float, Reason | None]] = {}
        """Rank and, of a page without a recording, the reason; by page."""

    async def load(
        self, url: str, *, keep_bodies: bool = True, after: str | None = None, consent: Choice | None = None
    ) -> Capture:
        """Load a page as a loader does, for the first time: with an empty cache, and record that load.

        Raises:
            NoBrowserError: no browser can be started.
        """
        if not keep_bodies or after is not None or consent is not None:
            raise NotImplementedError("only first loads are recorded")
        recorded = await record(self._driver, self._options, url)
        self._pending.setdefault(url, []).append(recorded)
        return recorded.capture

    def counted(self, load: PageLoad) -> None:
        """Take note that a page counts, by this load: its recording is kept while the page is among the highest.

        Raises:
            InputError: the disk does not take it.
        """
        url = load.requested_url
        made = self._pending.pop(url, [])
        recorded = next((each for each in made if each.capture.load.started_at == load.started_at), None)
        if recorded is None or load.outcome is not Outcome.OK:
            return
        rank = recorded.capture.load.transferred_bytes * self._views(url)
        if len(self._kept) >= self._most and rank <= min(kept for kept, _reason in self._kept.values()):
            return
        if recorded.tape is not None:
            recording.keep(self._run, recorded.tape)
        self._kept[url] = rank, recorded.reason
        while len(self._kept) > self._most:
            lowest = min(self._kept, key=lambda each: self._kept[each][0])
            del self._kept[lowest]
            recording.drop(self._run, lowest)

    def let_go(self, url: str) -> None:
        """Forget what was recorded of a page that is done with."""
        self._pending.pop(url, None)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that are to be proven, highest first."""
        return tuple(sorted(self._kept, key=lambda url: self._kept[url][0], reverse=True))

    def unproven(self, url: str) -> PageProof:
        """Return the proof of a page whose recording could not be kept."""
        return PageProof(page_url=url, doubt=Doubt.NOT_RECORDED, reason=self._kept[url][1])
