"""Pages beside the site's heaviest resources: what is on every page, and what on one alone."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import own_host
from delest.report.digest.resources import named_resources
from delest.report.language.words import _
from delest.report.page import Block, Column, Items, Prose, Row, Section, Table
from delest.report.pages.audit.sections.cards import card_id, card_urls
from delest.report.said import NOTHING, Heat, Jump, Link, Words, of_bytes, say

_RESOURCES: Final = 10
_PAGES: Final = 8
_WORTH_A_ROW: Final = 0.01
"""Share of one page at least."""
_PAGES_AT_LEAST: Final = 2


def matrix_section(report: AuditReport) -> tuple[Section, ...]:
    """Return the share that each heavy resource has of each of the heaviest pages; none where one page is known."""
    pages = [page for page in report.weights[:_PAGES] if page.requests]
    if report.site is None or len(pages) < _PAGES_AT_LEAST:
        return ()
    shares = [_shares(page) for page in pages]
    site = own_host(report)
    named = len(named_resources(report.site))
    rows = tuple(
        Row((
            Jump(f"resource-{at}", Link(each.url, site=site)) if at <= named else Link(each.url, site=site),
            of_bytes(each.transferred_bytes),
            *(Heat(of_page[each.url]) if each.url in of_page else NOTHING for of_page in shares),
        ))
        for at, each in enumerate(report.site.heaviest_resources[:_RESOURCES], 1)
        if any(of_page.get(each.url, 0.0) >= _WORTH_A_ROW for of_page in shares)
    )  # fmt: skip
    told = _(
        "Each column is a page, by its number in the list below; each cell is the share of that page in percent."
        " A row that is filled is loaded by all: start there."
    )
    columns = (
        Column(_("Resource"), long=True),
        Column(_("Weight"), figures=True),
        *(Column(str(at), figures=True) for at in range(1, len(pages) + 1)),
    )
    cards = card_urls(report)
    listed = tuple(
        say(
            "{page} · {weight}",
            page=_page(page.url, site, cards),
            weight=of_bytes(page.cold.transferred_bytes.median),
        )
        for page in pages
    )
    table = Table(_("Share of each page, in percent"), columns, rows)
    blocks: tuple[Block, ...] = (Prose(told), table, Items(listed, numbered=True))
    return (Section("matrix", _("Pages beside the heaviest resources"), blocks),) if rows else ()


def _page(url: str, site: str, cards: Sequence[str]) -> Words:
    link = Link(url, site=site)
    return Jump(card_id(cards, url), link) if url in cards else link


def _shares(page: PageWeight) -> dict[str, float]:
    whole = page.cold.transferred_bytes.median or 1.0
    of_page: defaultdict[str, float] = defaultdict(float)
    for each in page.requests:
        of_page[each.url] += each.transferred_bytes / whole
    return dict(of_page)
