"""An analytics tool and access logs together: views of the one, downloads of the other."""

from collections.abc import Sequence
from functools import reduce

from msgspec.structs import replace

from delest.errors import N_
from delest.message import Message
from delest.records.co2e.traffic import Export, Row
from delest.traffic.merged import merged
from delest.traffic.source import Asked


def with_logs(exports: Sequence[Export]) -> Export:
    """Return one export of those of several sources, of which at most one is a tool and the others are logs."""
    logs = [export for export in exports if export.lines is not None]
    tools = [export for export in exports if export.lines is None]
    if not logs or not tools:
        return reduce(_added, exports)
    tool, log = tools[0], reduce(_added, logs)
    return replace(
        tool,
        files=(*tool.files, *log.files),
        recognised=(*tool.recognised, *log.recognised),
        documents=tool.documents or _scaled(log, tool),
        lines=log.lines,
        warnings=(*tool.warnings, *log.warnings, *_ratio(tool, log)),
    )


def _added(one: Export, other: Export) -> Export:
    """Return logs of two formats as one."""
    return merged([one, other], Asked())


def _scaled(log: Export, tool: Export) -> tuple[Row, ...]:
    """Return the downloads of a log as if it covered the period of the tool."""
    if tool.period is None or log.period is None or not log.period.days:
        return ()
    times = tool.period.days / log.period.days
    return tuple(Row(page=row.page, views=row.views * times) for row in log.documents)


def _ratio(tool: Export, log: Export) -> list[Message]:
    if tool.period is None or log.period is None or not tool.period.days or not log.period.days:
        return []
    counted = sum(row.views for row in tool.rows) / tool.period.days
    logged = sum(row.views for row in log.rows) / log.period.days
    if not counted:
        return []
    text = N_(
        "the logs have {ratio} times the page views a day of the analytics tool: robots that are not known, people who"
        " refuse or block the script; the tool's views are used"
    )
    return [Message.of(text, ratio=float(f"{logged / counted:.2g}"))]
