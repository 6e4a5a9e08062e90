"""One criterion: what was asked, what was measured, the worst pages, the limits, and how to check by hand."""

from collections.abc import Iterator
from typing import Final

from delest.records.state.evidence import Criterion, Evidence, Look, Resource, Seen, Status
from delest.report.language.words import _, language, ngettext
from delest.report.page import Block, Column, Details, Fact, Facts, Row, Section, Table
from delest.report.pages.rgesn.told import (
    difficulty_of,
    level_name,
    priority_of,
    seen_name,
    status_label,
    title_of,
    told,
)
from delest.report.said import Code, Figure, Label, Link, Quoted, Words, joined, number, of_bytes, say

MOST_PAGES: Final = 20


def criterion_section(criterion: Criterion, found: Evidence, site: str) -> Section:
    """Return the section of a criterion, at the anchor of its number."""
    title = say("{id} {title}", id=criterion.id, title=title_of(criterion))
    return Section(criterion.id, title, tuple(_blocks(criterion, found, site)))


def _blocks(criterion: Criterion, found: Evidence, site: str) -> Iterator[Block]:
    yield Facts(tuple(_facts(criterion, found)))
    if found.looks:
        yield Details(_("Page by page, worst first"), (_pages(found.looks, site),))
    if found.resources:
        yield Details(_("Files concerned, heaviest first"), (_files(found.resources, site),))


def _facts(criterion: Criterion, found: Evidence) -> Iterator[Fact]:
    yield Fact(_("verdict"), tuple(_verdict(criterion, found)))
    if language() != "fr":
        yield Fact(_("as published"), (Quoted(criterion.title_fr),))
    if found.threshold:
        yield Fact(_("asked"), (told(found.threshold),))
    if found.seen is Seen.NOT_MEASURED:
        yield Fact(seen_name(found.seen), tuple(map(told, (*found.said, *found.missing))) or ("-",))
    else:
        yield Fact(seen_name(found.seen), tuple(map(told, found.said)) or ("-",))
        if found.missing:
            yield Fact(seen_name(Seen.NOT_MEASURED), tuple(map(told, found.missing)))
    if found.limits:
        yield Fact(_("limits"), tuple(map(told, found.limits)))
    if found.by_hand:
        yield Fact(_("check it in a minute"), (told(found.by_hand),))
    if found.action:
        yield Fact(_("what to do"), tuple(_action(found)))
    yield Fact(_("criterion"), (_about(criterion),))
    if criterion.wsg:
        yield Fact("WSG", (joined([Code(each) for each in criterion.wsg], ", "),))


def _verdict(criterion: Criterion, found: Evidence) -> Iterator[Words]:
    yield status_label(found.status)
    if found.status is Status.TO_ASSESS:
        yield level_name(criterion.level)
    if found.not_applicable_perhaps:
        yield _("Nothing of the kind was found: a person may declare it not applicable, with the reason.")


def _action(found: Evidence) -> Iterator[Words]:
    if found.action:
        yield told(found.action)
    if found.at_stake_bytes:
        yield say(_("At stake: {bytes} a view, mean over the measured pages."), bytes=of_bytes(found.at_stake_bytes))


def _about(criterion: Criterion) -> Words:
    return say(
        _("{priority}, weight {weight}, difficulty: {difficulty}; page {page} of the framework"),
        priority=Label(priority_of(criterion), "open"),
        weight=number(criterion.weight),
        difficulty=difficulty_of(criterion),
        page=str(criterion.framework_page),
    )


def _pages(looks: tuple[Look, ...], site: str) -> Table:
    left = len(looks) - MOST_PAGES
    more = ngettext("{n} more page: see the table of pages.", "{n} more pages: see the table of pages.", left)
    return Table(
        _("Pages, worst first"),
        (Column(_("Page"), long=True), Column(_("What was measured")), Column(_("Verdict"))),
        tuple(
            Row((Link(look.url, site=site), told(look.said), status_label(look.status))) for look in looks[:MOST_PAGES]
        ),
        rest=say(more, n=Figure(left)) if left > 0 else "",
    )


def _files(files: tuple[Resource, ...], site: str) -> Table:
    return Table(
        _("Files"),
        (
            Column(_("File"), long=True),
            Column(_("Weight"), figures=True),
            Column(_("Pages"), figures=True),
            Column(_("Note"), spare=True),
        ),
        tuple(
            Row(
                (
                    Link(each.url, site=site) if "://" in each.url else Quoted(each.url),
                    of_bytes(each.bytes),
                    Figure(each.pages),
                    Quoted(each.said) if each.said else "-",
                )
            )
            for each in files
        ),
    )
