"""The open tables of a campaign: services and pages, one row each, the same in every language.

UTF-8, commas, ISO dates, whole numbers with the unit in the name of the column; an empty cell is a value that is not
known, never zero.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from delest.records.fleet.campaign import Entry
from delest.records.fleet.report import FleetReport
from delest.records.fleet.result import PageResult, ServiceResult
from delest.report.data.spreadsheet import cell
from delest.report.pages.fleet.names import Names

Value = str | int | float | None


class Field(Struct, frozen=True):
    """One column."""

    name: str
    type: str
    """As Table Schema calls it."""
    description: str


_EDITION: Final = Field("edition", "string", "Name of the campaign")
_ID: Final = Field("service_id", "string", "Id of the service, the same in every edition")
SERVICES: Final = (
    _EDITION,
    _ID,
    Field("name", "string", "Name of the service"),
    Field("url", "string", "Start page"),
    Field("ministry", "string", "Ministry"),
    Field("entity", "string", "Entity"),
    Field("theme", "string", "Theme"),
    Field("state", "string", "done, partial, failed, todo or running"),
    Field("reason_code", "string", "Why it was not measured"),
    Field("measured_on", "date", "Day on which the audit ended"),
    Field("pages_measured", "integer", "Pages that were measured"),
    Field("pages_known", "integer", "Pages that were heard of"),
    Field("mean_page_bytes", "integer", "Mean transferred bytes of the measured pages, with an empty cache"),
    Field("mean_page_requests", "number", "Mean number of requests of the measured pages"),
    Field("third_party_share", "number", "Share of the bytes that comes from other sites, 0 to 1"),
    Field("avoidable_bytes_per_view", "integer", "Bytes of a page view that could be avoided"),
    Field("budget_bytes", "integer", "The most that a page should weigh"),
    Field("pages_over_budget", "integer", "Measured pages over the budget"),
    Field("page_views_per_year", "integer", "Page views a year"),
    Field("traffic_source", "string", "Where the page views come from"),
    Field("bytes_per_year", "integer", "Transferred bytes a year"),
    Field("kgco2e_per_year_low", "number", "kg CO2e a year attributed to data transfer, low reading"),
    Field("kgco2e_per_year_central", "number", "kg CO2e a year attributed to data transfer, central reading"),
    Field("kgco2e_per_year_high", "number", "kg CO2e a year attributed to data transfer, high reading"),
    Field("kgco2e_per_year_published", "number", "kg CO2e a year under the factor published in 2022"),
    Field("device", "string", "Device that the browser played"),
    Field("browser", "string", "Browser that measured"),
    Field("delest_version", "string", "Version of delest"),
)
PAGES: Final = (
    _EDITION,
    _ID,
    Field("url", "string", "Address of the page"),
    Field("page_bytes", "integer", "Transferred bytes with an empty cache, the median over the loads"),
    Field("spread_bytes", "integer", "Between the heaviest and the lightest load"),
    Field("loads", "integer", "Loads that were measured"),
    Field("requests", "number", "Requests, the median over the loads"),
)
_DIGITS: Final = 4


def services(found: FleetReport) -> Iterator[tuple[Value, ...]]:
    """Yield one row a service, in the order of the columns ``SERVICES``."""
    names = Names(found)
    for entry in found.entries:
        service, result = entry.service, entry.result
        hidden = found.anonymous
        head: tuple[Value, ...] = (
            found.header.name,
            names.text(entry) if hidden else service.id,
            names.text(entry) if hidden else service.name,
            None if hidden else service.url,
            service.ministry,
            None if hidden else service.entity,
            service.theme,
            entry.state.value,
            entry.reason.code.value if entry.reason else None,
        )
        yield (*head, *(_measured(entry, result) if result else (None,) * (len(SERVICES) - len(head))))


def _measured(entry: Entry, result: ServiceResult) -> tuple[Value, ...]:
    kg, views = result.kgco2e_per_year, result.views_per_year
    return (
        result.ended_at.date().isoformat(),
        len(result.pages),
        result.pages_known,
        round(result.mean_bytes),
        round(result.mean_requests, 1),
        round(result.third_party_share, _DIGITS),
        round(result.avoidable_bytes),
        entry.service.budget_bytes,
        entry.pages_over_budget,
        None if views is None else round(views),
        result.traffic_source or None,
        None if result.bytes_per_year is None else round(result.bytes_per_year),
        *((_four(kg.low), _four(kg.central), _four(kg.high)) if kg else (None, None, None)),
        None if result.published_kgco2e_per_year is None else _four(result.published_kgco2e_per_year),
        result.conditions.device,
        result.conditions.browser,
        result.delest_version,
    )


def _four(value: float) -> float:
    """Return a figure at four significant digits: the range is far wider than that."""
    return float(f"{value:.{_DIGITS}g}")


def pages(found: FleetReport) -> Iterator[tuple[Value, ...]]:
    """Yield one row a measured page, in the order of the columns ``PAGES``; none where services are not named."""
    if found.anonymous:
        return
    for entry in found.entries:
        for page in entry.result.pages if entry.result else ():
            yield (found.header.name, entry.service.id, *_page(page))


def _page(page: PageResult) -> tuple[Value, ...]:
    return page.url, round(page.bytes), round(page.spread_bytes), page.loads, page.requests


Rows = Callable[[FleetReport], Iterable[tuple[Value, ...]]]
TABLES: Final[tuple[tuple[str, Sequence[Field], Rows], ...]] = (
    ("services", SERVICES, services),
    ("pages", PAGES, pages),
)
"""Name of each table, its columns, its rows."""


def as_csv(fields: Sequence[Field], rows: Iterable[tuple[Value, ...]]) -> str:
    """Return a table as CSV; no cell is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(field.name for field in fields)
    for row in rows:
        writer.writerow("" if each is None else cell(each) if isinstance(each, str) else each for each in row)
    return text.getvalue()


def schema(name: str, fields: Sequence[Field]) -> dict[str, Any]:
    """Return the Table Schema of a table."""
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": name,
        "fields": [{"name": each.name, "type": each.type, "description": each.description} for each in fields],
        "missingValues": [""],
    }
