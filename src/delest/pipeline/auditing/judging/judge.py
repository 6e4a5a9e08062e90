"""Whether a page that was loaded counts: it exists, is in the language asked for, and says what no other has said."""

import asyncio
from typing import Final, NamedTuple

from delest.crawl.pages.duplicates import Duplicates
from delest.crawl.pages.fingerprint import fingerprint
from delest.crawl.pages.language import speaks
from delest.crawl.pages.links import PageLinks, page_links
from delest.crawl.pages.query_encoding import python_encoding
from delest.crawl.site.site import Site
from delest.crawl.site.turn import TurnOf
from delest.measure.load import PageLoader
from delest.pipeline.auditing.judging.not_found import NotFound
from delest.pipeline.auditing.views import Views
from delest.records.pages.fingerprint import Fingerprint
from delest.records.pages.load import Capture, Kind, Outcome
from delest.records.runs.audit import Step
from delest.records.runs.scope import Scope
from delest.records.runs.skip_reason import SkipReason
from delest.urls import with_route_of

DUPLICATE: Final = frozenset({SkipReason.SAME_CONTENT, SkipReason.CANONICAL})
"""Reasons of pages whose links count all the same: of a list, each page may name the first one as its own address."""


class Content(NamedTuple):
    """What was read of a page."""

    links: PageLinks = PageLinks()
    fingerprint: Fingerprint | None = None
    """None: nothing could be read."""


class Judge:
    """Knows what the pages of this crawl say."""

    def __init__(self, scope: Scope, site: Site, turn: TurnOf) -> None:
        self._scope = scope
        self._not_found = NotFound(site, turn)
        self._duplicates = Duplicates()
        self._views = Views()

    def resume(self, step: Step) -> None:
        """Take note of a page that an earlier process has read."""
        if step.fingerprint is None:
            return
        url = with_route_of(step.final_url, step.url)
        self._views.is_place(url, step.fingerprint.exact)
        if step.reason is None:
            self._note(url, step.depth, step.fingerprint, step.canonical)

    def names_no_view(self, url: str) -> bool:
        """Tell whether the fragment of ``url`` is one of a page whose fragments are places in it."""
        return url not in self._scope.start_urls and self._views.names_none(url)

    async def read(self, first: Capture) -> Content:
        """Return what a loaded page says."""
        if first.load.outcome is not Outcome.OK:
            return Content()
        return await asyncio.to_thread(_read, first, self._scope.language)

    async def exists(self, first: Capture, content: Content, depth: int, loader: PageLoader) -> Capture:
        """Return the load as what it is; a page that was asked for by name is not doubted."""
        if not depth or content.fingerprint is None:
            return first
        return await self._not_found.judged(first, content.fingerprint, loader)

    def reason(self, first: Capture, content: Content, depth: int) -> SkipReason | None:
        """Return why a page does not count; None: it does, and is taken note of.

        A page asked for by name always does. In a sample each page stands for others like it, duplicates among them:
        there they count as they are drawn.
        """
        if content.fingerprint is None or first.load.outcome is not Outcome.OK:
            return None
        url, links = with_route_of(first.load.final_url, first.load.requested_url), content.links
        if self._views.is_place(url, content.fingerprint.exact) and depth:
            return SkipReason.SAME_VIEW
        if depth and self._scope.language and speaks(links.language, self._scope.language) is False:
            return SkipReason.OTHER_LANGUAGE
        if depth and self._scope.sample is None:
            reason = self._duplicates.reason(url, content.fingerprint, links.canonical)
            if reason is not None:
                return reason
        self._note(url, depth, content.fingerprint, links.canonical)
        return None

    def _note(self, url: str, depth: int, page: Fingerprint, canonical: str) -> None:
        self._duplicates.note(url, page, canonical)
        if not depth:
            self._not_found.note_start(page)


def _read(first: Capture, language: str) -> Content:
    links = page_links(first.html, first.load.final_url, served=_served(first), language=language, parts=first.parts)
    return Content(links, fingerprint(first.html))


def _served(first: Capture) -> str:
    """Return the page's own document as it came, before any script ran; empty where it was not kept."""
    for transfer in first.load.transfers:
        if transfer.kind is Kind.DOCUMENT and transfer.url == first.load.final_url and transfer.body_sha256:
            encoding = python_encoding(first.parts[0].encoding) if first.parts else "utf-8"
            return first.bodies.get(transfer.body_sha256, b"").decode(encoding, "replace")
    return ""
