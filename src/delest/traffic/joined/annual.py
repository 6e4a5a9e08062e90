"""From the views of a period, sorted by whose they are, to the traffic of a year."""

import math
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from delest.errors import N_, InputError
from delest.records.co2e.traffic import (
    Coverage,
    Downloads,
    Export,
    PageViews,
    RobotsBy,
    TemplateViews,
    Traffic,
    Unmatched,
    UnmatchedReason,
)
from delest.traffic.joined.keys import page_key
from delest.traffic.joined.modelled import Modelled
from delest.traffic.joined.unmatched import reason_of
from delest.traffic.period import to_year
from delest.urls import normalise

_UNMATCHED: Final = 50
_DOCUMENTS: Final = 1_000
_FILES_NAMED: Final = 3
_EXCLUDED: Final = {RobotsBy.TOOL: True, RobotsBy.LIST: True, RobotsBy.NOBODY: False}


class Found(Struct, kw_only=True):
    """The views of an export over its period, sorted by whose they are."""

    own: dict[str, float]
    """By measured page, all of them in it."""
    entries: dict[str, float]
    others: dict[str, float]
    """By address of the site that is not a measured page's."""
    foreign: dict[str, float]
    """By other host."""
    foreign_rows: int = 0


def period_missing(export: Export) -> InputError:
    """Return the error of an export that does not say which period it covers."""
    return InputError(
        N_("{source}: says nowhere which period its page views cover"),
        remedy=N_("give the number of days with --traffic-days N, for example 30 or 365"),
        source=source_of(export),
    )


def source_of(export: Export) -> str:
    """Return the id of the source and the names of its files."""
    names = ", ".join(export.files[:_FILES_NAMED]) + (" ..." if len(export.files) > _FILES_NAMED else "")
    return f"{export.source} {names}".strip()


def annual(export: Export, found: Found, model: Modelled, *, failed: frozenset[str], base: str) -> Traffic:
    """Return the traffic of a year.

    Args:
        export: what was counted, with its period.
        found: its views by whose they are.
        model: what measured pages answer for beside their own.
        failed: keys of pages that were loaded and have no weight.
        base: URL that paths of documents are relative to.

    Raises:
        InputError: the period is not known or too short.
    """
    if export.period is None:
        raise period_missing(export)
    per_year = to_year(export.period)
    joined, answered = math.fsum(found.own.values()), math.fsum(model.by_page.values())
    unmatched = math.fsum(model.unmatched.values())
    unplaced = math.fsum(each.views for each in export.unplaced)
    total = joined + answered + unmatched + unplaced
    entries = math.fsum(found.entries.values())
    return Traffic(
        views_per_year=total * per_year,
        pages=tuple(_pages(found, model, per_year)) if joined + answered else (),
        period=export.period,
        source=source_of(export),
        coverage=Coverage(
            measured=joined / total,
            modelled=answered / total,
            unmatched=unmatched / total,
            unplaced=unplaced / total,
        ),
        templates=_templates(found, model, per_year),
        unmatched=tuple(_unmatched(model, failed, per_year)),
        documents=tuple(_downloads(export, base, per_year)),
        entry_share=min(entries / joined, 1.0) if joined and found.entries else None,
        returning_share=export.returning_share,
        robots_excluded=_EXCLUDED.get(export.robots_by),
        robots_by=export.robots_by,
        robots_per_year=None if export.robot_views is None else export.robot_views * per_year,
        weak=export.weak,
    )


def _pages(found: Found, model: Modelled, per_year: float) -> Iterator[PageViews]:
    for url, views in found.own.items():
        entries = found.entries.get(url)
        yield PageViews(
            url=url,
            views_per_year=views * per_year,
            modelled_per_year=model.by_page.get(url, 0.0) * per_year,
            entries_per_year=None if entries is None else entries * per_year,
        )


def _templates(found: Found, model: Modelled, per_year: float) -> tuple[TemplateViews, ...]:
    listed = [
        TemplateViews(
            template=family.template,
            measured=family.measured,
            unseen_pages=family.unseen_pages,
            views_per_year=math.fsum(found.own[url] for url in family.measured) * per_year,
            modelled_per_year=family.views * per_year,
        )
        for family in model.families
    ]
    return tuple(sorted(listed, key=lambda each: -(each.views_per_year + each.modelled_per_year)))


def _unmatched(model: Modelled, failed: frozenset[str], per_year: float) -> Iterator[Unmatched]:
    biggest = sorted(model.unmatched.items(), key=lambda item: -item[1])[:_UNMATCHED]
    for url, views in biggest:
        reason = UnmatchedReason.FAILED if page_key(url) in failed else reason_of(url)
        yield Unmatched(address=url, views_per_year=views * per_year, reason=reason)


def _downloads(export: Export, base: str, per_year: float) -> Iterator[Downloads]:
    for row in sorted(export.documents, key=lambda row: -row.views)[:_DOCUMENTS]:
        if url := normalise(row.page, base):
            yield Downloads(url=url, downloads_per_year=row.views * per_year)
