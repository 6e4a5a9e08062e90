"""Google Analytics 4: the CSV of a report, answers of its Data API, and what DAP (analytics.usa.gov) makes of them."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from delest.errors import N_, InputError
from delest.message import Message
from delest.records.co2e.traffic import Export, Period, PeriodOrigin, RobotsBy
from delest.traffic.files.opened import Opened
from delest.traffic.merged import merged
from delest.traffic.period import between, dates, require_forwards
from delest.traffic.source import Asked, Source
from delest.traffic.tables.columns import TITLE, VIEWS, columns_of, find, name_of
from delest.traffic.tables.rows import (
    Counted,
    Header,
    broken,
    count_row,
    find_header,
    no_columns,
    require_rows,
    titles_only,
)
from delest.traffic.tables.whole_table import export_of, export_of_table, message_of

_START: Final = re.compile(r"#\s*(start date|date de début)\s*:", re.IGNORECASE)
_END: Final = re.compile(r"#\s*(end date|date de fin)\s*:", re.IGNORECASE)
_LOSSES: Final = ("dataLossFromOtherRow", "subjectToThresholding", "samplingMetadatas")


class _Report(msgspec.Struct, frozen=True):
    """A report in JSON as one table."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    complete: str = ""
    """Why it is not complete; empty: it is, as far as it says."""


def _header(file: Opened) -> Header | None:
    return find_header(file.lines, lambda names: columns_of(names) is not None)


def _is_ga4_csv(file: Opened) -> bool:
    return any(_START.match(line) for line in file.lines[:20])


def _is_json(file: Opened) -> bool:
    begin = file.head.lstrip(b"\xef\xbb\xbf \r\n\t")[:8_000]
    names = (b'"dimensionHeaders"', b'"screenPageViews"', b'"pageviews"')
    return begin.startswith(b"{") and any(name in begin for name in names)


def _is_dap(names: Sequence[str]) -> bool:
    return "domain" in names and find(names, VIEWS) is not None


def detects(file: Opened) -> Message | None:
    """Recognise the comment lines of a CSV, the fields of the API, or DAP's columns.

    Raises:
        InputError: a report that does not count pages, or names them by their titles.
    """
    if _is_json(file):
        return Message.of(N_("{file}: Google Analytics 4, a report in JSON"), file=file.name)
    if _is_ga4_csv(file):
        return _detected_csv(file)
    dap = find_header(file.lines[:1], _is_dap)
    columns = None if dap is None else columns_of(dap.names)
    if dap is not None and columns is None:
        raise InputError(
            N_("{file}: counts page views by site (column {column}), not by page"),
            remedy=N_("export the report of pages: one row a page, with its address and its page views"),
            file=file.name,
            column=dap.written[dap.names.index("domain")],
        )
    if dap is not None and columns is not None:
        return message_of(N_("{file}: Google Analytics 4 as DAP publishes it: pages in column {page}, page views in"
                             " column {views}"), file, dap, columns)  # fmt: skip
    return None


def _detected_csv(file: Opened) -> Message:
    header = _header(file)
    columns = None if header is None else columns_of(header.names)
    if header is not None and columns is not None:
        return message_of(N_("{file}: Google Analytics 4, a report: pages in column {page}, page views in column"
                             " {views}"), file, header, columns)  # fmt: skip
    titled = find_header(file.lines, lambda names: find(names, TITLE) is not None)
    if titled is not None:
        raise titles_only(file.name, titled.written[find(titled.names, TITLE) or 0])
    raise InputError(
        N_("{file}: a report of Google Analytics 4, but not one of pages and their views"),
        remedy=N_("export Engagement > Pages and screens, with the page path as dimension"),
        file=file.name,
    )


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the pages with their views over the period that the report states."""
    return merged([_read(file, asked) for file in files], asked)


def _read(file: Opened, asked: Asked) -> Export:
    if _is_json(file):
        return _read_json(file, asked)
    header = _header(file)
    columns = None if header is None else columns_of(header.names)
    if header is None or columns is None:
        raise no_columns(file)
    return export_of_table(
        "ga4", file, header, columns, asked, period=_stated(file, asked), robots_by=RobotsBy.TOOL
    )  # fmt: skip


def _stated(file: Opened, asked: Asked) -> Period | None:
    start, end = (next((d for line in file.lines[:20] if mark.match(line) for d in dates(line)), None)
                  for mark in (_START, _END))  # fmt: skip
    if start and end and asked.days is None:
        require_forwards((start, end), file.name)
    return between(start, end, PeriodOrigin.FILE) if start and end else None


def _read_json(file: Opened, asked: Asked) -> Export:
    try:
        report = _table(msgspec.json.decode(file.text()))
    except (msgspec.DecodeError, LookupError, TypeError, AttributeError) as error:
        raise broken(file, error) from error
    columns = columns_of(report.names)
    if columns is None:
        raise InputError(
            N_("{file}: a report of Google Analytics 4, but not one of pages and their views"),
            remedy=N_("export Engagement > Pages and screens, with the page path as dimension"),
            file=file.name,
        )
    counted = Counted()
    for number, row in enumerate(report.rows, 1):
        count_row(counted, number, row, columns)
    counted.settle()
    require_rows(file, 0, counted)
    export = export_of("ga4", file, counted, asked, robots_by=RobotsBy.TOOL)
    return msgspec.structs.replace(export, warnings=(*export.warnings, *_losses(file, report)))


def _losses(file: Opened, report: _Report) -> Iterator[Message]:
    if report.complete:
        text = N_("{file}: not complete by its own account ({reason}): some page views are in no row")
        yield Message.of(text, file=file.name, reason=report.complete)


_API_NAMES: Final = {
    "pagelocation": "page location", "fullpageurl": "page url", "pagepath": "page path", "hostname": "hostname",
    "pagepathplusquerystring": "page path", "unifiedpagepathscreen": "page path", "screenpageviews": "views",
}  # fmt: skip


def _table(answer: Any) -> _Report:
    if "data" in answer:
        names = tuple(map(str, answer["data"][0]))
        rows = tuple(tuple(str(row.get(name, "")) for name in names) for row in answer["data"])
        return _Report(tuple(map(name_of, names)), rows, _limit(answer, len(rows)))
    headers = [*answer["dimensionHeaders"], *answer["metricHeaders"]]
    names = tuple(_API_NAMES.get(h["name"].lower(), name_of(h["name"])) for h in headers)
    rows = tuple(
        tuple(cell["value"] for cell in (*row["dimensionValues"], *row["metricValues"]))
        for row in answer.get("rows", ())
    )
    lost = ", ".join(name for name in _LOSSES if (answer.get("metadata") or {}).get(name))
    cut = "rowCount" if int(answer.get("rowCount", 0) or 0) > len(rows) else ""
    return _Report(names, rows, lost or cut)


def _limit(answer: Any, rows: int) -> str:
    limit = (answer.get("query") or {}).get("limit")
    return f"limit {limit}" if limit is not None and str(limit) == str(rows) else ""


SOURCE = Source(id="ga4", rank=15, detects=detects, read=read)
