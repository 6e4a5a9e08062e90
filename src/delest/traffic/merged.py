"""Several exports of one source as one: the months of a year, or the pages and the entries of one month."""

import math
from collections.abc import Sequence

from msgspec.structs import replace

from delest.errors import N_
from delest.message import Message
from delest.records.co2e.traffic import Export, Row, Unplaced
from delest.traffic.period import days_given, joined
from delest.traffic.source import Asked


def merged(exports: Sequence[Export], asked: Asked) -> Export:
    """Return the sum of several exports; a page that several have is one row.

    Days that the user gave are those of all files together. Files that cover the same days are taken for different
    reports (pages, entries, downloads); the same report given twice counts once.
    """
    exports, twice = _without_repeats(exports)
    if len(exports) == 1:
        return replace(exports[0], warnings=(*exports[0].warnings, *twice))
    periods = [export.period for export in exports if export.period is not None]
    period = joined(periods) if len(periods) == len(exports) else None
    if asked.days is not None:
        period = days_given(asked.days)
    totals = [export.stated_total for export in exports if export.stated_total is not None]
    return replace(
        exports[0],
        files=tuple(name for export in exports for name in export.files),
        recognised=tuple(each for export in exports for each in export.recognised),
        period=period,
        rows=summed([row for export in exports for row in export.rows]),
        documents=summed([row for export in exports for row in export.documents]),
        unplaced=_labels([row for export in exports for row in export.unplaced]),
        stated_total=math.fsum(totals) if totals else None,
        returning_share=_mean(exports),
        warnings=(*(each for export in exports for each in export.warnings), *twice),
    )


def _mean(exports: Sequence[Export]) -> float | None:
    """Return the mean share of returning people, parts weighed by their views."""
    known = [(each.returning_share, sum(row.views for row in each.rows)) for each in exports]
    parts = [(share, views) for share, views in known if share is not None and views]
    return math.fsum(share * views for share, views in parts) / sum(views for _, views in parts) if parts else None


def summed(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows with those of one address added up, most views first."""
    views: dict[str, float] = {}
    entries: dict[str, float] = {}
    for row in rows:
        views[row.page] = views.get(row.page, 0.0) + row.views
        if row.entries is not None:
            entries[row.page] = entries.get(row.page, 0.0) + row.entries
    ordered = sorted(views.items(), key=lambda item: -item[1])
    return tuple(Row(page=page, views=n, entries=entries.get(page)) for page, n in ordered)


def _labels(rows: Sequence[Unplaced]) -> tuple[Unplaced, ...]:
    views: dict[str, float] = {}
    for row in rows:
        views[row.label] = views.get(row.label, 0.0) + row.views
    return tuple(Unplaced(label=label, views=n) for label, n in sorted(views.items(), key=lambda item: -item[1]))


def _without_repeats(exports: Sequence[Export]) -> tuple[list[Export], list[Message]]:
    """Return the exports without those that say the same as one before them, and a warning for each of these."""
    seen: dict[object, str] = {}
    kept, told = [], []
    for export in exports:
        said = (export.period, export.rows, export.documents, export.unplaced)
        if said in seen:
            text = N_("{file} has the same rows as {other}: counted once")
            told.append(Message.of(text, file=export.files[0], other=seen[said]))
        else:
            seen[said] = export.files[0]
            kept.append(export)
    return kept, told
