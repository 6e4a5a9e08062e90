"""What a host shows for an address that does not exist, where it answers it with a status of success."""

import asyncio
import secrets
from typing import Final

from msgspec.structs import replace

from delest.crawl.pages.fingerprint import fingerprint, in_common
from delest.crawl.site.site import Site
from delest.crawl.site.turn import Turn, TurnOf
from delest.measure.load import PageLoader
from delest.measure.visit.seen.signs import signs
from delest.reason import Reason, ReasonCode
from delest.records.pages.fingerprint import Fingerprint
from delest.records.pages.load import Capture, Outcome
from delest.urls import origin

REASON: Final = Reason(code=ReasonCode.SOFT_404_ALIKE)

_MOST_IN_COMMON: Final = 0.8
"""Share of the words, from which a page under the same title is the same: it may quote the address asked for."""
_FEWEST_WORDS: Final = 10
"""A page that says less than this is told from no other."""
_MOST_CHARACTERS: Final = 500_000


class NotFound:
    """Asks each host once for an address that no one has, when the first page of it is to be judged."""

    def __init__(self, site: Site, turn: TurnOf) -> None:
        self._site = site
        self._turn = turn
        self._signatures: dict[str, asyncio.Future[Fingerprint | None]] = {}
        self._starts: set[str] = set()
        self._titles: set[str] = set()

    def note_start(self, page: Fingerprint) -> None:
        """Take note of a page that was asked for by name, and therefore exists."""
        self._starts.add(page.exact)
        self._titles.add(page.title)

    async def judged(self, first: Capture, page: Fingerprint, loader: PageLoader) -> Capture:
        """Return the load as what it is: as it was, or as one of the host's page for what does not exist."""
        signature = await self._signature(origin(first.load.final_url), loader)
        if signature is None or not self._is_same(page, signature, first.html):
            return first
        return replace(first, load=replace(first.load, outcome=Outcome.HTTP_ERROR, reason=REASON))

    def _is_same(self, page: Fingerprint, signature: Fingerprint, html: str) -> bool:
        if signature.exact in self._starts:
            return False  # a site that shows its home page for whatever is asked
        if page.exact == signature.exact:
            return True
        # Much of a short page is its frame: without a title of its own and without saying so, it may be another page.
        told = signature.title != "" and signature.title not in self._titles and page.title == signature.title
        return told and in_common(page, signature) >= _MOST_IN_COMMON and _says_so(html)

    async def _signature(self, home: str, loader: PageLoader) -> Fingerprint | None:
        if home in self._signatures:
            return await asyncio.shield(self._signatures[home])
        found = self._signatures[home] = asyncio.get_running_loop().create_future()
        signature = None
        try:
            signature = await self._ask(f"{home}/{secrets.token_hex(12)}", loader)
        finally:
            found.set_result(signature)
        return signature

    async def _comes(self, url: str) -> bool:
        return await self._turn(url) is Turn.COMES

    async def _ask(self, url: str, loader: PageLoader) -> Fingerprint | None:
        if not await self._comes(url) or not await self._site.answers(url) or not await self._comes(url):
            return None
        shown = await loader.load(url)
        if shown.load.outcome is not Outcome.OK:
            return None
        page = await asyncio.to_thread(fingerprint, shown.html)
        return page if page.words >= _FEWEST_WORDS else None


def _says_so(html: str) -> bool:
    """Tell whether a page says somewhere that there is nothing under its address."""
    text = " ".join(html[:_MOST_CHARACTERS].lower().replace("’", "'").split())
    return any(words in text for sign in signs() if sign.name == "not-found" for words in (*sign.texts, *sign.titles))
