"""From one file with a table to the export that it is."""

from delest.message import Message
from delest.records.co2e.traffic import Export, Period, PeriodOrigin, RobotsBy
from delest.traffic.files.opened import Opened
from delest.traffic.period import between, dates, in_name, require_forwards, settled
from delest.traffic.source import Asked
from delest.traffic.tables.columns import Columns
from delest.traffic.tables.rows import Counted, Header, read_table, require_rows, unplaced_of, warnings_of


def message_of(template: str, file: Opened, header: Header, columns: Columns) -> Message:
    """Return what a table was recognised as, with the columns that are taken for the pages and the views."""
    views = columns.views if columns.views is not None else columns.entries
    return Message.of(
        template,
        file=file.name,
        page=" / ".join(header.written[at].strip("\ufeff ") for at in columns.pages),
        views="-" if views is None else header.written[views],
    )


def export_of_table(  # noqa: PLR0913 - what a source knows of its own tables
    source: str, file: Opened, header: Header, columns: Columns, asked: Asked, *, period: Period | None = None,
    robots_by: RobotsBy = RobotsBy.UNKNOWN, weak: bool = False,
) -> Export:  # fmt: skip
    """Return the export of one table; ``period``: as the source states it apart from the rows.

    Raises:
        InputError: it has no row that can be read.
    """
    counted = read_table(file, header, columns)
    require_rows(file, header.line, counted)
    return export_of(source, file, counted, asked, period=period, robots_by=robots_by, weak=weak)


def export_of(
    source: str, file: Opened, counted: Counted, asked: Asked, *, period: Period | None = None,
    robots_by: RobotsBy = RobotsBy.UNKNOWN, weak: bool = False,
) -> Export:  # fmt: skip
    """Return the export of what was counted in one file.

    Raises:
        InputError: its period ends before it begins, and the user gives none.
    """
    if period is None and asked.days is None:
        require_forwards(list(dates(file.name)), file.name)
    found = period or in_name(file.name) or _of_rows(counted)
    when, warnings = settled(found, asked.days, file.name)
    return Export(
        source=source,
        files=(file.name,),
        period=when,
        rows=tuple(counted.rows),
        documents=tuple(counted.documents),
        unplaced=unplaced_of(counted),
        stated_total=max(counted.totals, default=None),
        robots_by=robots_by,
        weak=weak,
        warnings=(*warnings_of(file, counted), *warnings),
    )


def _of_rows(counted: Counted) -> Period | None:
    days = sorted(day for text in counted.dates for day in dates(text))
    return between(days[0], days[-1], PeriodOrigin.FILE) if days else None
