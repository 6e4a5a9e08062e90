"""The tables of a comparison: its pages, what became of resources, kinds of content."""

from typing import Final, NamedTuple

from delest.errors import N_
from delest.records.gate.baseline import Change
from delest.records.gate.comparison import Certainty, Comparison
from delest.records.pages.load import Kind
from delest.report.language.labels import kind_of_one
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Items, Prose, Row, Section, Table
from delest.report.said import NOTHING, Figure, Label, Link, Quoted, Sentence, Words, of_bytes, say

_WORTH_NAMING: Final = 0.001
"""Share of the largest change of a resource."""
_CERTAINTY: Final = {
    Certainty.LIGHTER: (N_("lighter"), "good"),
    Certainty.HEAVIER: (N_("heavier"), "bad"),
    Certainty.NOISE: (N_("within the noise"), ""),
    Certainty.UNKNOWN: (N_("noise unknown"), ""),
}


class Room(NamedTuple):
    """How many rows each table has at most."""

    pages: int = 30
    resources: int = 15
    listed: int = 20
    kinds: int = 30


def page_rows(found: Comparison, most: int) -> Table:
    """Return the pages that both audits measured."""
    pairs, site = found.pairs, found.scenario.site
    columns = (
        Column(_("Page"), long=True),
        Column(_("Before"), figures=True),
        Column(_("After"), figures=True),
        Column(_("Change"), figures=True),
        Column(_("Verdict")),
    )
    rows = tuple(
        Row(
            (
                Link(each.url, site=site),
                of_bytes(each.before_bytes),
                of_bytes(each.after_bytes),
                signed(each.change_bytes.central),
                certainty_label(each.certainty) if each.changes else NOTHING,
            )
        )
        for each in pairs[:most]
    )
    return Table(_("Pages that both audits measured, largest change first"), columns, rows, _more(len(pairs) - most))


def unpaired(found: Comparison, most: int) -> list[Block]:
    """Return the pages that are not compared, and why; with no room, how many."""
    blocks: list[Block] = []
    for urls, title in (
        (found.only_baseline, _("Only in the first audit")),
        (found.only_scenario, _("Only in the second audit")),
        (found.lost_requests, _("Not compared: requests failed in one audit that did not in the other")),
    ):
        if urls and not most:
            blocks.append(Prose(say(_("{term}: {said}"), term=title, said=Figure(len(urls)))))
        elif urls:
            said: list[Words] = [Link(url, site=found.scenario.site) for url in urls[:most]]
            more = _more(len(urls) - most)
            blocks.append(Section("", title, (Items((*said, *([more] if more else []))),)))
    return blocks


def resource_rows(found: Comparison, most: int) -> list[Block]:
    """Return the resources that moved the weight most."""
    if not found.resources:
        return [Prose(_("No resource changed."))] if found.pairs else []
    columns = (
        Column(_("Change"), figures=True),
        Column(_("Kind")),
        Column(_("What")),
        Column(_("Pages"), figures=True),
        Column(_("Resource"), long=True),
    )
    told = found.resources[:most]
    least = _WORTH_NAMING * max(abs(each.change.more_bytes) for each in told)
    told = tuple(each for each in told if abs(each.change.more_bytes) >= least)
    rows = tuple(
        Row(
            (
                signed(each.change.more_bytes),
                kind_of_one(each.change.kind),
                _what(each.change),
                Figure(each.pages),
                Link(each.change.name) if "://" in each.change.name else Quoted(each.change.name),
            )
        )
        for each in told
    )
    caption = _("Bytes summed over the pages, largest change first")
    return [Table(caption, columns, rows, _more(len(found.resources) - len(told)))]


def _what(change: Change) -> str:
    if not change.before_bytes:
        return _("new")
    if not change.now_bytes:
        return _("gone")
    return _("heavier") if change.more_bytes > 0 else _("lighter")


def kind_rows(found: Comparison, most: int) -> Table:
    """Return the kinds of content, largest change first."""
    columns = (
        Column(_("Kind")),
        Column(_("Before"), figures=True),
        Column(_("After"), figures=True),
        Column(_("Change"), figures=True),
    )
    rows = tuple(
        Row(
            (
                kind_of_one(Kind(each.name)),
                of_bytes(each.before_bytes),
                of_bytes(each.after_bytes),
                signed(each.after_bytes - each.before_bytes),
            )
        )
        for each in found.kinds[:most]
    )
    return Table(_("Mean bytes a page"), columns, rows, _more(len(found.kinds) - most))


def certainty_label(certainty: Certainty) -> Label:
    """Return what may be said of a change, in a word."""
    name, tone = _CERTAINTY[certainty]
    return Label(_(name), tone)


def signed(change_bytes: float) -> Sentence:
    """Return a change of bytes with its sign."""
    return say("+{size}" if change_bytes >= 0 else "\u2212{size}", size=of_bytes(abs(change_bytes)))


def _more(rows: int) -> Words:
    return say(ngettext("and {n} more", "and {n} more", rows), n=Figure(rows)) if rows > 0 else ""
