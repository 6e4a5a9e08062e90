"""The audits of one site, oldest first: how its weight went, and what moved it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from delest.records.gate.comparison import Certainty, History, PastAudit
from delest.report.language.numbers import short_date
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Mark, Notice, Page, Prose, Row, Table, Trend
from delest.report.pages.compared_tables import certainty_label, signed
from delest.report.pages.gate.sides import day
from delest.report.said import NOTHING, Figure, Link, Moment, Quoted, Words, of_bytes, say

_TONES: Final = {Certainty.LIGHTER: "good", Certainty.HEAVIER: "bad"}
_SEEN: Final = 0.005
"""Share of the mean weight."""


def history_page(found: History) -> Page:
    """Return the history of a site."""
    first, last = found.audits[0], found.audits[-1]
    title = say(
        ngettext("{site}: {n} audit", "{site}: {n} audits", len(found.audits)),
        site=Quoted(found.site),
        n=Figure(len(found.audits)),
    )
    exact = _exact(found)
    answer = say(
        _("A page weighed {first} on {then} and weighs {last} on {now}, on average over the pages measured each time."),
        first=of_bytes(first.mean_bytes),
        then=_when(first, exact=exact),
        last=of_bytes(last.mean_bytes),
        now=_when(last, exact=exact),
    )
    lead: list[Block] = [Prose(answer, "lead"), *_common(found)] if len(found.audits) > 1 else []
    lead.append(_trend(found) if len(found.audits) > 1 else _audits(found))
    if found.left_out:
        template = ngettext("{n} audit could not be read.", "{n} audits could not be read.", len(found.left_out))
        lead.append(Notice(say(template, n=Figure(len(found.left_out)))))
    note = _("The change is that of the pages which an audit and the one before it both measured.")
    lead.append(Prose(note, "note"))
    return Page(title=title, lead=tuple(lead))


def _exact(found: History) -> bool:
    """Tell whether audits are told apart by their time: two began on the same day."""
    days = [audit.side.started_on for audit in found.audits]
    return len(set(days)) < len(days) and all(audit.side.started_s for audit in found.audits)


def _when(audit: PastAudit, *, exact: bool) -> Moment:
    if exact:
        return Moment(datetime.fromtimestamp(audit.side.started_s, UTC), with_time=True)
    return Moment(day(audit.side.started_on))


def _labels(found: History) -> Iterator[str]:
    """Yield a name for the point of each audit: its day, or its time where all are of one day."""
    exact = _exact(found) and len({audit.side.started_on for audit in found.audits}) == 1
    for audit in found.audits:
        at = _when(audit, exact=exact).at
        yield f"{at:%H:%M}" if exact else short_date(at)


def _trend(found: History) -> Trend:
    alt = _("Chart: the mean weight of a page in each audit, oldest to the left; the table below has the same figures.")
    marks = tuple(
        Mark(label, of_bytes(audit.mean_bytes), _tone(audit))
        for label, audit in zip(_labels(found), found.audits, strict=True)
    )
    return Trend(alt, marks, _audits(found))


def _tone(audit: PastAudit) -> str:
    """Return how a point is drawn: filled where the change is beyond chance and large enough to be seen."""
    change = audit.change_bytes.central if audit.change_bytes else 0.0
    if audit.certainty is None or abs(change) < _SEEN * audit.mean_bytes:
        return ""
    return _TONES.get(audit.certainty, "")


def _common(found: History) -> Iterator[Prose]:
    """Say how the pages that audits have in common went, and name the audit and the resource of the largest change."""
    changes = [(audit, audit.change_bytes.central) for audit in found.audits if audit.change_bytes is not None]
    if not changes:
        yield Prose(_("No two audits in a row measured the same page: how the pages went is not known."))
        return
    total = signed(sum(change for _audit, change in changes))
    yield Prose(say(_("On the pages that each audit shares with the one before it: {change} in all."), change=total))
    sure = [each for each in changes if each[0].certainty in {Certainty.LIGHTER, Certainty.HEAVIER}]
    if not sure:
        yield Prose(_("No change is beyond what loads of the same page differ by chance."))
        return
    audit, change = max(sure, key=lambda each: abs(each[1]))
    told = _("The largest change is that of {date}: {change} a page, most of it by {resource}.")
    if audit.moved_by is None:
        told = _("The largest change is that of {date}: {change} a page.")
    name = audit.moved_by.name if audit.moved_by else ""
    resource = Link(name) if "://" in name else Quoted(name)
    yield Prose(say(told, date=_when(audit, exact=_exact(found)), change=signed(change), resource=resource))


def _audits(found: History) -> Table:
    columns = (
        Column(_("Date")),
        Column(_("Pages"), figures=True),
        Column(_("Mean weight"), figures=True),
        Column(_("Change"), figures=True),
        Column(_("Verdict")),
        Column(_("Moved most by"), long=True),
    )
    return Table(_("Audits, oldest first"), columns, tuple(_row(each, exact=_exact(found)) for each in found.audits))


def _row(audit: PastAudit, *, exact: bool) -> Row:
    moved: Words = NOTHING
    if audit.moved_by is not None:
        name = audit.moved_by.name
        moved = say(
            "{change} {name}",
            change=signed(audit.moved_by.more_bytes),
            name=Link(name) if "://" in name else Quoted(name),
        )
    return Row(
        (
            _when(audit, exact=exact),
            Figure(audit.side.pages),
            of_bytes(audit.mean_bytes),
            NOTHING if audit.change_bytes is None else signed(audit.change_bytes.central),
            NOTHING if audit.certainty is None else certainty_label(audit.certainty),
            moved,
        )
    )
