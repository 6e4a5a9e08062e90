"""How one host is treated, by what its answers said."""

import asyncio
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from delest.crawl.site.backoff import LONGEST_WAIT_S, NOT_NOW, asked_for_s
from delest.crawl.site.breaker import Breaker
from delest.crawl.site.pace import Pace
from delest.reason import ReasonCode
from delest.records.pages.load import Kind, LoadFacts, Outcome, PageLoad

_FIRST_SERVER_ERROR: Final = 500
_OF_THE_NETWORK: Final = frozenset({ReasonCode.NET_ERROR, ReasonCode.NAME_NOT_FOUND, ReasonCode.BAD_CERTIFICATE})
_NO_ANSWER: Final = frozenset({Outcome.REFUSED, Outcome.TIMED_OUT})


class Manners:
    """The pace of one host, and whether it is to be left alone."""

    def __init__(self, delay_s: float) -> None:
        self._pace = Pace(delay_s)
        self._breaker = Breaker()

    @property
    def failing(self) -> bool:
        """No page of this host is to be loaded any more."""
        return self._breaker.failing

    @property
    def rests(self) -> bool:
        """Nothing of this host is to be loaded now."""
        return self.failing or self._breaker.rest_s(time.monotonic()) > 0

    async def wait_turn(self, crawl_delay: Pace | None = None) -> bool:
        """Return when the next page may be loaded, after the ``crawl_delay`` of its origin too; False: none may."""
        while not self.failing:
            if crawl_delay is not None:
                await crawl_delay.wait()
            await self._pace.wait()
            rest_s = self._breaker.rest_s(time.monotonic())
            if not rest_s:  # looked at last: it may have begun while others had their turn
                break
            await asyncio.sleep(rest_s)
        return not self.failing

    def heard(self, load: PageLoad, retry_after: str = "") -> None:
        """Take note of how a load of one of its pages went, and of the header field of that name."""
        if is_failure(load):
            self._failed(load.status, retry_after)
        elif load.status is not None:
            self._answered(_answer_took_s(load))

    def heard_answer(self, status: int | None, took_s: float, retry_after: str = "") -> None:
        """Take note of an answer to a request of delest's own, and of that header field; None: there was none."""
        if status is None or _has_trouble(status):
            self._failed(status, retry_after)
        else:
            self._answered(took_s)

    def _failed(self, status: int | None, retry_after: str) -> None:
        """Slow down, and leave the whole host alone for as long as it asked to be: for good, if it says "for hours"."""
        self._pace.strained()
        self._breaker.failed(time.monotonic())
        rest_s = asked_for_s(retry_after, datetime.now(UTC))
        if status not in NOT_NOW or rest_s is None:
            return
        if rest_s <= LONGEST_WAIT_S:
            self._breaker.asked_for(rest_s, time.monotonic())
        elif status == HTTPStatus.TOO_MANY_REQUESTS:  # which is said of the visitor, 503 perhaps of one page
            self._breaker.failing = True

    def _answered(self, took_s: float | None) -> None:
        self._breaker.succeeded()
        if took_s is not None:
            self._pace.answered(took_s)


def is_failure(load: LoadFacts) -> bool:
    """Tell whether the host, not the page, has trouble: no answer, a server error, or too many requests."""
    if load.status is not None:
        return _has_trouble(load.status)
    return load.outcome in _NO_ANSWER or (
        load.outcome is Outcome.FAILED and load.reason is not None and load.reason.code in _OF_THE_NETWORK
    )


def _has_trouble(status: int) -> bool:
    return status in NOT_NOW or status >= _FIRST_SERVER_ERROR


def _answer_took_s(load: PageLoad) -> float | None:
    for transfer in load.transfers:
        if transfer.kind is Kind.DOCUMENT and transfer.url == load.final_url:
            if transfer.start_ms is None or transfer.end_ms is None:
                return None
            return (transfer.end_ms - transfer.start_ms) / 1000
    return None
