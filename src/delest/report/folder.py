"""A large audit as a folder: the whole report as its first page, twenty pages of the site a file, the list of files.

Each file is light and needs nothing beside itself; the files lead to one another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from msgspec.structs import replace

from delest.records.advice.finding import Finding
from delest.records.pages.screenshot import Screenshot
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport, PageFacts
from delest.report.digest.facts import own_host, site_name
from delest.report.folder_files import INDEX, Part, list_pages, place_in_list
from delest.report.formats.html import render
from delest.report.language.words import _, ngettext
from delest.report.page import Column, Page, Prose, Row, Section, Table
from delest.report.pages.audit.report import report_page
from delest.report.pages.audit.sections.cards import CARDS_SHOWN, cards_section
from delest.report.pages.audit.sections.findings import findings_section
from delest.report.pages.audit.sections.pages import page_table
from delest.report.plain.lines import place
from delest.report.said import Figure, Leaf, Link, Quoted, Words, joined, of_bytes, say

FILE_BYTES: Final = 150_000
"""Of a file of the folder, at most, with its pictures."""
_TAG_BYTES: Final = 400
"""Of what is said of a picture, about."""
_TEMPLATES_SHOWN: Final = 30
_TEMPLATES_NAMED: Final = 3

TemplatesOf = Callable[[Iterable[str]], Mapping[str, str]]
"""Returns the template of each URL."""


def folder(report: AuditReport, templates_of: TemplatesOf) -> Iterator[tuple[str, str]]:
    """Yield the name of each file and its HTML, one after the other, the first page last: where it is, all are."""
    groups = _by_template(report, templates_of)
    parts = _parts(groups)
    facts: dict[str, PageFacts] = {page.url: page for page in report.pages}
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.page_url].append(finding)
    for at, part in enumerate(parts):
        urls = [page.url for page in part.pages]
        of_part = replace(
            report,
            weights=part.pages,
            pages=tuple(facts[url] for url in urls if url in facts),
            findings=tuple(each for url in urls for each in found[url]),
            screenshots=(),
        )
        beside = tuple(_beside(parts, at))
        drawn = render(_part_page(of_part, part, beside))
        taken = [each for each in report.screenshots if each.page_url in set(urls)]
        if shown := _fitting(taken, FILE_BYTES - len(drawn.encode())):
            drawn = render(_part_page(replace(of_part, screenshots=shown), part, beside))
        yield part.file, drawn
    for name, page in list_pages(report, parts) if len(parts) > 1 else ():
        yield name, render(page)
    yield INDEX, render(_with_parts(report_page(report), parts, groups))


def _fitting(taken: Sequence[Screenshot], room: int) -> tuple[Screenshot, ...]:
    """Return the pictures, coded for HTML, that there is room for in a file."""
    shown: list[Screenshot] = []
    for each in taken:
        needed = len(each.webp) * 4 // 3 + _TAG_BYTES
        if needed <= room:
            shown.append(each)
            room -= needed
    return tuple(shown)


def _by_template(report: AuditReport, templates_of: TemplatesOf) -> Mapping[str, Sequence[PageWeight]]:
    """Return the pages of each template, heaviest first; the template of most bytes first."""
    template_of = templates_of(page.url for page in report.weights)
    groups: defaultdict[str, list[PageWeight]] = defaultdict(list)
    for page in report.weights:
        groups[template_of.get(page.url, page.url)].append(page)
    return dict(sorted(groups.items(), key=lambda group: -_bytes(group[1])))


def _parts(groups: Mapping[str, Sequence[PageWeight]]) -> tuple[Part, ...]:
    """Return the files: a large template fills several, small ones share one."""
    parts: list[Part] = []
    held: dict[str, tuple[PageWeight, ...]] = {}
    for template, pages in groups.items():
        for start in range(0, len(pages), CARDS_SHOWN):
            some = tuple(pages[start : start + CARDS_SHOWN])
            if sum(map(len, held.values())) + len(some) > CARDS_SHOWN:
                parts.append(_part(len(parts), held))
                held = {}
            held[template] = some
    return (*parts, *([_part(len(parts), held)] if held else ()))


def _part(at: int, held: Mapping[str, tuple[PageWeight, ...]]) -> Part:
    pages = sorted(chain(*held.values()), key=lambda page: -page.cold.transferred_bytes.median)
    return Part(f"pages-{at + 1}.html", tuple(held), tuple(pages))


def _bytes(pages: Sequence[PageWeight]) -> float:
    return sum(page.cold.transferred_bytes.median for page in pages)


def _beside(parts: Sequence[Part], at: int) -> Iterator[Words]:
    yield Leaf(INDEX, _("The whole report"))
    if at:
        yield Leaf(parts[at - 1].file, _("Previous file"))
    if at + 1 < len(parts):
        yield Leaf(parts[at + 1].file, _("Next file"))
    place = say(_("file {n} of {all}"), n=Figure(at + 1), all=Figure(len(parts)))
    yield Leaf(place_in_list(at), place) if len(parts) > 1 else place


def _part_page(of_part: AuditReport, part: Part, beside: Sequence[Words]) -> Page:
    told = ngettext("{n} page: {names}", "{n} pages: {names}", len(part.pages))
    site = own_host(of_part)
    names = joined([_named(template, site) for template in part.templates[:_TEMPLATES_NAMED]])
    title = say(told, n=Figure(len(part.pages)), names=names)
    within = _("Findings count the pages of this file alone.")
    return Page(
        title=title,
        over=site_name(of_part),
        lead=(Prose(joined(beside, " · ")), Prose(within, "note")),
        contents=_("Contents"),
        sections=(
            Section("pages", _("Pages"), (page_table(of_part),)),
            *cards_section(of_part),
            findings_section(of_part),
        ),
    )  # fmt: skip


def _named(template: str, site: str) -> Quoted:
    """Return a template, or the address of a page that has none, without what all pages of the site begin with."""
    return Quoted(place(Link(template, site)))


def _with_parts(page: Page, parts: Sequence[Part], pages_of: Mapping[str, Sequence[PageWeight]]) -> Page:
    """Return the first page with the list of the other files before all else."""
    groups: dict[str, list[Part]] = {}
    for part in parts:
        for template in part.templates:
            groups.setdefault(template, []).append(part)
    rows = tuple(
        Row((
            Leaf(same[0].file, Quoted(template)),
            Figure(len(pages_of[template])),
            of_bytes(_bytes(pages_of[template]) / len(pages_of[template])),
            of_bytes(pages_of[template][0].cold.transferred_bytes.median),
            _files(same, parts),
        ))
        for template, same in list(groups.items())[:_TEMPLATES_SHOWN]
    )  # fmt: skip
    more = len(groups) - len(rows)
    told = ngettext(
        "{n} more template follows: each file leads to the next.",
        "{n} more templates follow: each file leads to the next.",
        more,
    )
    table = Table(
        _("Templates of most bytes, each with the file that begins it"),
        (
            Column(_("Template"), long=True),
            Column(_("Pages"), figures=True),
            Column(_("Mean weight"), figures=True),
            Column(_("Heaviest"), figures=True),
            Column(_("Files"), figures=True),
        ),
        rows,
        rest=say(told, n=Figure(more)) if more > 0 else "",
    )
    every = say(ngettext("List of the {n} file", "List of all {n} files", len(parts)), n=Figure(len(parts)))
    listed = (Prose(Leaf(place_in_list(0), every)),) if len(parts) > 1 else ()
    section = Section("files", _("All pages, by template"), (table, *listed))
    return replace(page, sections=(section, *page.sections))


def _files(of_template: Sequence[Part], parts: Sequence[Part]) -> Words:
    """Return how many files a template has, leading to where they are listed; one file is linked by its template."""
    n = Figure(len(of_template))
    return Leaf(place_in_list(parts.index(of_template[0])), n) if len(of_template) > 1 else n
