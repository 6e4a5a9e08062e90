"""What pages are expected to weigh before they are loaded: their HTML and the files it names, asked for by request.

An expectation is made in the same way for every page, drawn or not, and never out of what a browser has measured: else
the pages drawn would agree with theirs better than all others, and the interval would be too narrow.
"""

import asyncio
import math
import statistics
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Final

from delest.crawl.client import Fetched
from delest.crawl.files import family
from delest.crawl.pages.links import PageLinks, page_links
from delest.crawl.pages.makings import Makings, makings
from delest.crawl.site.site import Site
from delest.crawl.site.turn import Turn, TurnOf
from delest.errors import N_

LEAST_PAGES: Final = 120
"""Of fewer pages, a sample that expectations guide would load most."""
PAGES_LIMIT: Final = 3_000
FILES_LIMIT: Final = 5_000
_HTML_LIMIT_BYTES: Final = 10_000_000
_AT_A_TIME: Final = 4
_TIME_LIMIT_S: Final = 300.0
"""For all that is read in one audit."""
_GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_GONE_AT_MOST: Final = 0.5
"""Of the pages asked for."""
_SHARE_KNOWN: Final = 0.95
"""Of the pages; where fewer could be read, there are no expectations."""


class Forecasts:
    """Reads pages and the sizes of their files, and says what each page is expected to weigh."""

    def __init__(self, site: Site, turn: TurnOf, say: Callable[[str], None], language: str = "") -> None:
        self._language = language
        self._say = say
        self._site = site
        self._turn = turn
        self._pages: dict[str, Makings | None] = {}
        """None: could not be read."""
        self.links: dict[str, PageLinks] = {}
        """Where each page that was read leads, as its HTML says before any script."""
        self._gone: set[str] = set()
        """URLs that answer that there is nothing."""
        self._moved: dict[str, str] = {}
        """Where URLs redirect to."""
        self._barred: set[str] = set()
        """May not be asked for."""
        self._sizes: dict[str, int | None] = {}
        self._left_s = _TIME_LIMIT_S

    async def read(self, urls: Iterable[str]) -> None:
        """Read those of the pages that were not read yet, and ask how large their files are."""
        new = [url for url in urls if url not in self._pages and url not in self._barred]
        if not new or len(self._pages) + len(new) > PAGES_LIMIT or await self._takes_too_long(new):
            return
        clock = asyncio.get_running_loop().time
        started_s = clock()
        if not self._pages:
            self._say(N_("Reading the HTML of the known pages before the draw."))
        try:
            async with asyncio.timeout(self._left_s):
                await self._each(self._page, new)
                files = {file for url in new if (page := self._pages.get(url)) for file in page.files}
                unknown = sorted(files - self._sizes.keys())[: FILES_LIMIT - len(self._sizes)]
                await self._each(self._file, unknown)
        except TimeoutError:
            pass
        self._left_s = max(0.0, self._left_s - (clock() - started_s))

    async def _takes_too_long(self, urls: list[str]) -> bool:
        return self._left_s <= 0 or await self._site.gap_s(urls[0]) * len(urls) > self._left_s

    async def _each(self, ask: Callable[[str], Awaitable[None]], urls: list[str]) -> None:
        waiting = iter(urls)

        async def work() -> None:
            for url in waiting:
                its_turn = await self._turn(url)
                if its_turn is Turn.COMES:
                    await ask(url)
                elif its_turn is Turn.REFUSED:
                    self._barred.add(url)

        await asyncio.gather(*(work() for _ in range(_AT_A_TIME)))

    async def _page(self, url: str) -> None:
        answer = await self._site.body(url, _HTML_LIMIT_BYTES)
        if answer.status in _GONE:
            self._gone.add(url)
        if answer.url != url:
            self._moved[url] = answer.url
        self._pages[url] = None
        if answer.status == HTTPStatus.OK and not answer.error:
            self._pages[url], self.links[url] = await asyncio.to_thread(_read, answer, self._language)

    async def _file(self, url: str) -> None:
        self._sizes[url] = await self._site.size(url)

    @property
    def not_pages(self) -> frozenset[str]:
        """URLs of links that lead nowhere, or to another of the pages.

        Where most lead nowhere none is, for then the server may refuse whoever is not a browser.
        """
        gone = self._gone if len(self._gone) <= _GONE_AT_MOST * len(self._pages) else ()
        return frozenset(gone) | {url for url, to in self._moved.items() if to in self._pages}

    def expected_bytes(self, urls: Iterable[str]) -> Mapping[str, float] | None:
        """Return what each page is expected to weigh; None where too few could be read.

        A file whose size is not known counts like the others of its kind, a page that could not be read like all.
        Pages that may not be asked for, and those that are not there, count in none.
        """
        left_out = self._barred | self.not_pages
        asked = [url for url in urls if url not in left_out]
        read = {url: page for url in asked if (page := self._pages.get(url)) is not None}
        if not read or len(read) < _SHARE_KNOWN * len(asked):
            return None
        of_kind = self._mean_of_kind()
        known = {
            url: page.html_bytes + math.fsum(self._size(file, of_kind) for file in page.files)
            for url, page in read.items()
        }
        mean = statistics.fmean(known.values())
        return {url: known.get(url, mean) for url in asked}

    def _size(self, file: str, of_kind: Mapping[str, float]) -> float:
        size = self._sizes.get(file)
        return of_kind.get(family(file), 0.0) if size is None else float(size)

    def _mean_of_kind(self) -> Mapping[str, float]:
        sizes: defaultdict[str, list[int]] = defaultdict(list)
        for file, size in self._sizes.items():
            if size is not None:
                sizes[family(file)].append(size)
        return {kind: statistics.fmean(each) for kind, each in sizes.items()}


def _read(answer: Fetched, language: str) -> tuple[Makings, PageLinks]:
    html = answer.body.decode("utf-8", "replace")
    return makings(html, answer.url, answer.wire_bytes), page_links(html, answer.url, language=language)
