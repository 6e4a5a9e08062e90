"""What goes into the official spreadsheet, in French: it is a French form."""

from typing import Final

from delest.records.state.evidence import Criterion, Evidence, Names, Pack, Seen, SheetEntry, SheetFill, Status, Told
from delest.report.figures import plain
from delest.report.language.numbers import date_text, figure_text
from delest.report.language.words import _, speaking
from delest.report.pages.rgesn.told import told
from delest.report.said import Figure, Moment, Quoted, say

PAGE: Final = "preuves.html"
_MOST_PAGES: Final = 40


def sheet_fill(pack: Pack, names: Names) -> SheetFill:
    """Return what the audit has to say in the official spreadsheet."""
    with speaking("fr"):
        return SheetFill(
            service=plain(Quoted(names.service or pack.site)),
            sample=_sample(pack),
            entity=names.entity,
            responsible=names.responsible,
            assessed_at=pack.audited_at,
            day=date_text(pack.audited_at),
            score=_score(pack),
            actions=tuple(
                plain(say("{id} : {action}", id=found.criterion, action=told(found.action)))
                for found in pack.evidence
                if found.action
            ),
            entries=tuple(_entry(pack, each, found) for each, found in zip(pack.criteria, pack.evidence, strict=True)),
        )


def _score(pack: Pack) -> str:
    points = pack.points
    share = 100 * points.valid / points.applicable if points.applicable else 0.0
    return plain(
        say(
            _("{date}: {share} % (RGESN 2024), by measurement alone: {valid} of {all} points, {most} at most"),
            date=Moment(pack.audited_at),
            share=figure_text(share, 2),
            valid=figure_text(points.valid),
            all=figure_text(points.applicable, 5),
            most=figure_text(points.most),
        )
    )


def _sample(pack: Pack) -> str:
    told_of = say(_("{n} pages measured (audit {run}):"), n=Figure(pack.pages), run=pack.run_id)
    lines = [plain(Quoted(f"{title} - {url}" if title else url)) for url, title in pack.sample[:_MOST_PAGES]]
    more = len(pack.sample) - len(lines)
    if more > 0:
        lines.append(plain(say(_("and {n} more pages: see {file}"), n=Figure(more), file=PAGE)))
    return "\n".join([_marked(pack, plain(told_of)), *lines])


def _entry(pack: Pack, criterion: Criterion, found: Evidence) -> SheetEntry:
    decided = found.status is not Status.TO_ASSESS
    measured = found.seen is not Seen.NOT_MEASURED
    declaration = _joined(found.declaration) if found.declaration and criterion.in_declaration else ""
    return SheetEntry(
        criterion=criterion.id,
        sheet=criterion.sheet,
        row=criterion.row,
        title=criterion.title_fr,
        status=found.status,
        assessed_at=pack.audited_at if decided else None,
        finding=_measured(pack, found) if measured else "",
        anchor=f"{PAGE}#{criterion.id}",
        action=_joined(found.action) if found.action else "",
        declaration=_marked(pack, declaration) if declaration else "",
    )


def _measured(pack: Pack, found: Evidence) -> str:
    text = _joined(*found.said)
    if found.status is not Status.TO_ASSESS:
        text = f"{found.status}. {text}"
    if found.missing:
        text += " " + _("Not measured:") + " " + _joined(*found.missing)
    return _marked(pack, text)


def _marked(pack: Pack, text: str) -> str:
    """Return text that says who wrote it: what a person wrote is never replaced."""
    return f"[delest, {date_text(pack.audited_at)}] {text}"


def _joined(*sentences: Told) -> str:
    return " ".join(plain(told(each)) for each in sentences)
