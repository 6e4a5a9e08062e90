"""Consent banners that were to be answered and were not: the page behind them was not measured. Pure."""

from collections.abc import Iterable, Iterator

from delest.check.allowance import cold_loads
from delest.reason import Reason, ReasonCode
from delest.records.pages.consent import Answered, Choice
from delest.records.runs.audit import PageFacts


class Unanswered:
    """What became of the answers to the banners of all pages of a check.

    A page without a banner counts as answered. Where banners were to be accepted and no page had a known one, the
    site most likely has one that was not recognised: then no page counts.
    """

    def __init__(self, pages: Iterable[PageFacts]) -> None:
        answers = [each for page in pages for each in _answers(page)]
        accepted = any(each.choice is Choice.ACCEPT for each in answers)
        self._none_known = accepted and all(_none(each) for each in answers)

    def reason(self, page: PageFacts) -> Reason | None:
        """Return why a page is not the one that was asked for, on any of its loads; None: it is."""
        reasons = (each.reason for each in _answers(page) if self._none_known or not _none(each))
        return next(filter(None, reasons), None)


def _answers(page: PageFacts) -> Iterator[Answered]:
    for load in cold_loads(page):
        if load.consent is not None:
            yield load.consent


def _none(answered: Answered) -> bool:
    return answered.reason is not None and answered.reason.code is ReasonCode.NO_BANNER
