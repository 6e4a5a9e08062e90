"""The pages that a crawl knows and does not weigh, each with its reason."""

from collections.abc import Mapping

from delest.crawl.frontier import Frontier
from delest.records.runs.audit import Step
from delest.records.runs.skip_reason import NOT_ANOTHER_PAGE, SkipReason
from delest.store.journal import Journal


class Skipped:
    """Takes note of pages that are passed by before they are loaded, or left out afterwards."""

    def __init__(self, frontier: Frontier, journal: Journal) -> None:
        self._frontier = frontier
        self._journal = journal
        self._reasons: dict[str, SkipReason] = {}

    def __contains__(self, url: str) -> bool:
        return url in self._reasons

    @property
    def reasons(self) -> Mapping[str, SkipReason]:
        """Reason by URL."""
        return self._reasons

    def resume(self, reasons: Mapping[str, SkipReason]) -> None:
        """Take over those of a run that is continued."""
        self._reasons |= reasons

    def pass_by(self, url: str, reason: SkipReason) -> None:
        """Take note that a page is not loaded: its place goes to another one."""
        self._reasons[url] = reason
        self._frontier.give_back()

    def leave_out(self, step: Step, reason: SkipReason) -> None:
        """Write down that a page was loaded and is not weighed: it is not a page of its own."""
        self._reasons[step.url] = reason
        if reason in NOT_ANOTHER_PAGE:
            self._frontier.queue.went(step.url, counted=False)
        self._journal.leave_out(step)
