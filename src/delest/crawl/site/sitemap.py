"""The pages that a site lists itself (the protocol of sitemaps.org, version 0.9)."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from delest.crawl.client import AGAIN_AFTER_S, Client, Fetched, fetch, may_recover
from delest.crawl.site.sitemap_file import CUT_SHORT, FILE_LIMIT_BYTES, ParsedSitemap, parse_sitemap
from delest.errors import N_, NN_
from delest.message import Message
from delest.reason import Reason, ReasonCode
from delest.urls import same_site

FILES_LIMIT: Final = 100
"""Sitemaps read in one audit."""
INDEX_DEPTH_LIMIT: Final = 2
"""An index of sitemaps, and, against the protocol but in use, an index of indexes."""
URLS_LIMIT: Final = 200_000
"""URLs taken from all sitemaps of one audit."""
SEARCH_LIMIT_S: Final = 120.0
"""Time for all sitemaps of one audit."""
WARNINGS_LIMIT: Final = 20
_TOO_DEEP: Final = NN_(
    "{url}: {n} sitemap is not read: it is in an index of an index of an index",
    "{url}: {n} sitemaps are not read: they are in an index of an index of an index",
)
_ELSEWHERE: Final = NN_(
    "{url}: {n} sitemap of another site is not read", "{url}: {n} sitemaps of other sites are not read"
)


@dataclass(frozen=True, slots=True)
class SitemapFindings:
    """What all sitemaps of a site say together."""

    urls: tuple[str, ...] = ()
    """Normalised, each once, in the order of the sitemaps; of any host, as the crawl's scope is not known here."""
    warnings: tuple[Message, ...] = ()
    """At most ``WARNINGS_LIMIT``."""


Asking = Callable[[str], AbstractAsyncContextManager[object]]
"""Entered and left just before a file is asked for: who keeps requests apart waits in it."""


async def sitemap_urls(
    client: Client, seeds: Iterable[str], *, usual: str, asking: Asking = nullcontext
) -> SitemapFindings:
    """Return the pages listed by the sitemaps ``seeds`` (those of robots.txt) and by the sitemaps that these name.

    Without seeds the ``usual`` place is tried, and nothing is said when there is nothing.
    """
    named = tuple(seeds)
    search = _Search(client, asking)
    try:
        async with asyncio.timeout(SEARCH_LIMIT_S):
            await search.run(named or (usual,))
    except TimeoutError:
        search.warnings.append(Message.of(N_("sitemaps: stopped after {limit} s"), limit=SEARCH_LIMIT_S))
    silent = not named and not search.urls
    return SitemapFindings(tuple(search.urls), () if silent else tuple(search.warnings[:WARNINGS_LIMIT]))


class _Search:
    """The way through the sitemaps of one site."""

    def __init__(self, client: Client, asking: Asking) -> None:
        self.urls: dict[str, None] = {}
        self.warnings: list[Message] = []
        self._client = client
        self._asking = asking

    async def run(self, seeds: tuple[str, ...]) -> None:
        waiting = deque((url, 0) for url in seeds)
        seen = set(seeds)
        files = 0
        while waiting:
            if files == FILES_LIMIT or len(self.urls) >= URLS_LIMIT:
                stopped = N_("sitemaps: stopped (files: {files}, URLs: {urls})")
                self.warnings.append(Message.of(stopped, files=files, urls=len(self.urls)))
                return
            url, depth = waiting.popleft()
            files += 1
            sitemap = await self._read(url)
            self.urls |= dict.fromkeys(sitemap.pages[: URLS_LIMIT - len(self.urls)])
            children = [child for child in sitemap.sitemaps if child not in seen]
            own = [child for child in children if same_site(child, url)] if depth < INDEX_DEPTH_LIMIT else []
            # the protocol lets an index name sitemaps of its own site only; a stranger's index sends us nowhere
            if unread := len(children) - len(own):
                self.warnings.append(
                    Message.counted(_TOO_DEEP if depth >= INDEX_DEPTH_LIMIT else _ELSEWHERE, unread, url=url)
                )
            seen.update(own)
            waiting.extend((child, depth + 1) for child in own)

    async def _fetch(self, url: str) -> Fetched:
        async with self._asking(url):
            pass  # a sitemap may be a minute on its way: pages do not wait for that
        return await fetch(self._client, url, limit_bytes=FILE_LIMIT_BYTES)

    async def _read(self, url: str) -> ParsedSitemap:
        answer = await self._fetch(url)
        if may_recover(answer):
            await asyncio.sleep(AGAIN_AFTER_S)
            answer = await self._fetch(url)
        trouble = _trouble(answer)
        if trouble:
            self.warnings.append(Message.of(N_("{url}: {reason}"), url=url, reason=trouble))
        if answer.status != HTTPStatus.OK:
            return ParsedSitemap()
        sitemap = await asyncio.to_thread(parse_sitemap, answer.body, answer.url)
        self.warnings += sitemap.warnings
        return sitemap


def _trouble(answer: Fetched) -> Reason | None:
    if answer.error:
        return answer.error
    if answer.status != HTTPStatus.OK:
        return Reason.of(ReasonCode.HTTP_ERROR, answer.status)
    return CUT_SHORT if answer.truncated else None
