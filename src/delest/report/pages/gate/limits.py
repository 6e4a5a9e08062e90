"""The limits of a check: how much room is left, which one applied where, what is not checked."""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from delest.records.gate.budget import Margin, SiteBreach, Verdict
from delest.records.gate.limit import BudgetSet, Limit, Measure, PageBudget
from delest.report.language.limits import limit_name
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Cell, Column, Items, Notice, Page, Prose, Row, Section, Table, section
from delest.report.pages.gate.rest import and_more
from delest.report.said import Figure, Label, Link, Quoted, Unit, Words, of_bytes, of_kg, say, share

_LIMITS: Final = 20
_PAGES: Final = 100
_UNCHECKED: Final = 10


class Explained(Protocol):
    """One page with the limits that apply to it."""

    @property
    def url(self) -> str:
        """Of the page."""

    @property
    def template(self) -> str:
        """Of the page."""

    @property
    def applied(self) -> Sequence[tuple[PageBudget, Limit]]:
        """Entries and limits."""


def figure(limit: Limit, value: float) -> Figure:
    """Return a value of what a limit is on."""
    return of_bytes(value) if limit.measure in {Measure.WEIGHT, Measure.RESOURCE} else Figure(value, Unit.COUNT)


def place_of(place: str) -> Words:
    """Return where a limit is written."""
    return Quoted(place) if place else _("command line")


def limit_sections(verdict: Verdict) -> tuple[Section, ...]:
    """Return how close the pages come to each limit, and what keeps a budget from being checked."""
    blocks: list[Block] = []
    if verdict.site is not None:
        blocks.append(_site(verdict.site))
    nothing = _("{place} matches no measured page: it limits nothing.")
    blocks += [Notice(say(nothing, place=place_of(place)), "bad") for place in verdict.unused]
    if verdict.margins:
        blocks.append(_margins(verdict.margins))
    if verdict.without_budget and (verdict.margins or verdict.baseline is None):
        template = ngettext(
            "{n} measured page has no limit.", "{n} measured pages have no limit.", verdict.without_budget
        )
        blocks.append(Prose(say(template, n=Figure(verdict.without_budget))))
    if verdict.unchecked:
        blocks.append(Prose(_("Not checked, since it is not about bytes or requests, or is only a warning there:")))
        blocks.append(Items(tuple(Quoted(each) for each in verdict.unchecked[:_UNCHECKED])))
    return section("limits", _("Limits"), *blocks)


def _site(site: SiteBreach) -> Block:
    allowed = of_kg(site.allowed_kgco2e_per_year)
    if site.high_kgco2e_per_year is None:
        said = say(
            _("The site's limit of {allowed} CO2e a year needs page views: no traffic is known."), allowed=allowed
        )
        return Notice(said, "bad")
    said = say(
        _("The whole site: {high} CO2e a year by the high estimate; the limit is {allowed}."),
        high=of_kg(site.high_kgco2e_per_year),
        allowed=allowed,
    )
    over = site.high_kgco2e_per_year > site.allowed_kgco2e_per_year
    return Notice(said, "bad") if over else Prose(said)


def _margins(margins: Sequence[Margin]) -> Table:
    columns = (
        Column(_("Limit")),
        Column(_("Allowed"), figures=True),
        Column(_("Largest"), figures=True),
        Column(_("Room"), figures=True),
        Column(_("Closest page"), long=True),
    )
    rows = tuple(
        Row(
            (
                Cell(limit_name(each.what), (place_of(each.place),)),
                figure(each.what, each.allowed),
                figure(each.what, each.measured),
                _room(each),
                Link(each.page_url),
            )
        )
        for each in margins[:_LIMITS]
    )
    return Table(_("Room left on each limit"), columns, rows, and_more(len(margins) - _LIMITS))


def _room(margin: Margin) -> Words:
    if margin.measured > margin.allowed:
        return Label(_("over"), "bad")
    return share((margin.allowed - margin.measured) / margin.allowed) if margin.allowed else Figure(0)


def explained_page(pages: Iterable[Explained], sets: Iterable[BudgetSet]) -> Page:
    """Return which budget applied to which page, and how files of other tools were read."""
    found = list(pages)
    sections = []
    for page in found[:_PAGES]:
        limits = tuple(
            say(
                _("{limit}: {allowed} ({place})"),
                limit=limit_name(limit),
                allowed=figure(limit, limit.most),
                place=place_of(entry.place),
            )
            for entry, limit in page.applied
        )
        template = Prose(say(_("Template: {name}"), name=Quoted(page.template)), "note")
        body: Block = Items(limits) if limits else Prose(_("No limit applies."))
        sections.append(Section("", Link(page.url), (template, body)))
    notes = [Prose(Quoted(each), "note") for one in sets for each in one.converted]
    if any(one.last_wins for one in sets):
        notes.append(Prose(_("Of several entries that match a page, the last one applies."), "note"))
    title = _("Which budget applies to which page")
    return Page(title=title, lead=tuple(notes), sections=tuple(sections), foot=and_more(len(found) - _PAGES))
