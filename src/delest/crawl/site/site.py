"""What is known of the site beside its pages: the rules of each origin, and where sitemaps lead."""

import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import Final

from delest.crawl.client import Client, Fetched, fetch
from delest.crawl.documents.known import DocumentScope
from delest.crawl.documents.stated_size import stated_size
from delest.crawl.site.manners import Manners
from delest.crawl.site.pace import Pace, Spacing
from delest.crawl.site.rules import Rules
from delest.crawl.site.sitemap import SitemapFindings, sitemap_urls
from delest.message import Message
from delest.reason import Reason, ReasonCode
from delest.records.pages.document import Document
from delest.records.pages.load import Capture
from delest.records.runs.skip_reason import SkipReason
from delest.urls import host, origin, same_site

_SITEMAPS: Final = " sitemaps"
ANOTHER_SITE: Final = Reason(code=ReasonCode.LEADS_ELSEWHERE)
OUT_OF_SCOPE: Final = Reason(code=ReasonCode.OUT_OF_SCOPE)


class Site:
    """Asks the site for what is no page of the audit, under its rules and at its pace."""

    def __init__(self, client: Client, *, obey_robots: bool, delay_s: float = 0.0) -> None:
        self._client = client
        self.rules = Rules(client, obey=obey_robots)
        self._delay_s = delay_s
        self._manners: dict[str, Manners] = {}
        self._paces: dict[str, Pace] = {}
        self._spacings: dict[str, Spacing] = {}

    def refusal(self, url: str) -> SkipReason:
        """Return why ``url`` was not let through."""
        if self._treat(url).failing:
            return SkipReason.HOST_FAILING
        return SkipReason.ROBOTS_UNREAD if self.rules.unread(url) else SkipReason.ROBOTS

    async def wait_turn(self, url: str) -> bool:
        """Return when the crawl delay of its origin and the state of its host let ``url`` be loaded; False: never."""
        crawl_delay = None
        if self.rules.obeyed:
            crawl_delay = self._paces.setdefault(origin(url), Pace(await self.rules.delay_s(url)))
        return await self._treat(url).wait_turn(crawl_delay)

    @asynccontextmanager
    async def asking(self, url: str, *, beside: str = "") -> AsyncIterator[None]:
        """Be entered just before ``url`` is asked for, and left when it answered: keeps to the delay of its host.

        Only a delay that was asked for, by the site's robots.txt or by the user, holds requests apart. ``beside``
        names requests that keep to it among themselves, so that pages do not wait for a list of sitemaps.
        """
        gap_s = max(self.rules.known_delay_s(url) or 0.0, self._delay_s)
        if not gap_s:
            yield
            return
        async with self._spacings.setdefault(host(url) + beside, Spacing()).asking(gap_s):
            yield

    def heard(self, capture: Capture) -> None:
        """Take note of how a load went, for those that come after it from the host that answered last."""
        self._treat(capture.load.final_url).heard(capture.load, capture.retry_after)

    async def answers(self, url: str) -> bool:
        """Tell whether ``url``, whose turn it is, is answered with a status of success."""
        async with self.asking(url):
            asked_s = time.monotonic()
            answer = await fetch(self._client, url, limit_bytes=0)
        self._treat(answer.url).heard_answer(answer.status, time.monotonic() - asked_s, answer.retry_after)
        return answer.status is not None and HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES

    async def gap_s(self, url: str) -> float:
        """Return how long the site, or the user, asks to leave between two requests to the host of ``url``."""
        return max(await self.rules.delay_s(url) or 0.0, self._delay_s)

    async def body(self, url: str, limit_bytes: int) -> Fetched:
        """Return what is served under ``url``, whose turn it is; not a success where it is on another host."""
        async with self.asking(url):
            asked_s = time.monotonic()
            answer = await fetch(self._client, url, limit_bytes=limit_bytes)
        self._treat(answer.url).heard_answer(answer.status, time.monotonic() - asked_s, answer.retry_after)
        return answer if host(answer.url) == host(url) else Fetched(url=answer.url, error=ANOTHER_SITE)

    async def size(self, url: str) -> int | None:
        """Return how large the file under ``url`` is, whose turn it is, as its server says; None: it does not."""

        async def refusal(target: str) -> Reason | None:
            return None if host(target) == host(url) else ANOTHER_SITE

        async with self.asking(url):
            return (await stated_size(self._client, url, refusal)).document.stated_bytes

    async def document(self, url: str, scope: DocumentScope) -> Document:
        """Return what the server of ``url``, whose turn it is, says of the file there.

        Where it redirects to must be in ``scope`` and allowed as well.
        """

        async def refusal(target: str) -> Reason | None:
            if target not in scope:
                return OUT_OF_SCOPE if same_site(target, url) else ANOTHER_SITE
            if not await self.rules.allows(target):
                return self.refusal(target).reason
            return SkipReason.HOST_FAILING.reason if self._treat(target).rests else None

        async with self.asking(url):
            asked_s = time.monotonic()
            stated = await stated_size(self._client, url, refusal)
        treated = self._treat(stated.asked_last)
        treated.heard_answer(stated.document.status, time.monotonic() - asked_s, stated.retry_after)
        return stated.document

    def _treat(self, url: str) -> Manners:
        return self._manners.setdefault(host(url), Manners(self._delay_s))

    async def sitemap(self, start_urls: Iterable[str]) -> SitemapFindings:
        """Return what the sitemaps of the start URLs' origins list."""
        urls: dict[str, None] = {}
        warnings: list[Message] = []
        for url in {origin(u): u for u in start_urls}.values():
            seeds, usual = (await self.rules.of(url)).sitemaps, f"{origin(url)}/sitemap.xml"
            if not seeds and not await self.rules.allows(usual):
                continue  # those that robots.txt names are there to be read
            found = await sitemap_urls(self._client, seeds, usual=usual, asking=partial(self.asking, beside=_SITEMAPS))
            urls.update(dict.fromkeys(found.urls))
            warnings += found.warnings
        return SitemapFindings(tuple(urls), tuple(warnings))
