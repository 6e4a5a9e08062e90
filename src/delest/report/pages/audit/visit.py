"""How the pages were visited: the hand, the clock, and what came when a person first gave a sign."""

from collections.abc import Iterator
from typing import Final

from delest.errors import N_, NN_
from delest.records.pages.page_clock import PageClock, RealTime
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport, PageFacts
from delest.report.digest.visits import clock_of, real_time_of, real_times, with_interaction_bytes
from delest.report.language.words import _, ngettext
from delest.report.said import Figure, Unit, Words, of_bytes, say

_WHY_REAL: Final = {
    RealTime.ASKED: N_("asked for with --real-time"),
    RealTime.UNSUPPORTED: N_("this browser cannot let the time of a page run ahead"),
    RealTime.HANGS: N_("the page did not respond"),
    RealTime.SOCKET: N_("a WebSocket was open"),
    RealTime.STREAM: N_("a response never ended"),
    RealTime.MEDIA: N_("sound or video was playing"),
    RealTime.WORKER: N_("workers were running"),
    RealTime.WINDOW: N_("the page opened a window"),
    RealTime.UNANSWERED: N_("a response was waited for"),
    RealTime.MANY_REQUESTS: N_("the page sent many requests"),
}
_HAD_REAL_TIME: Final = NN_(
    "{n} page had real time, for all or part of its visit: {why}",
    "{n} pages had real time, for all or part of their visit: {why}",
)
_WITH_INTERACTION: Final = NN_(
    "on {n} page, the first movement of the mouse or finger brought {most} before any scrolling",
    "on {n} pages, the first movement of the mouse or finger brought up to {most} before any scrolling",
)


def told(report: AuditReport) -> Words:
    """Return what a visit does, in sentences."""
    loading = report.header.loading
    way = (
        _(
            "A real browser loads each page with an empty cache and waits until the network is quiet. A finger"
            " touches the screen and scrolls to the bottom, and on while the page grows: ten times, by 40 screens, or"
            " for {scroll} at most. Then the page is watched for {stay}."
        )
        if loading.device.mobile
        else _(
            "A real browser loads each page with an empty cache and waits until the network is quiet. A mouse moves"
            " over the page and its wheel scrolls to the bottom, and on while the page grows: ten times, by 40 screens,"
            " or for {scroll} at most. Then the page is watched for {stay}."
        )
    )
    return say(way, scroll=Figure(loading.scroll_limit_s, Unit.SECONDS), stay=Figure(loading.stay_s, Unit.SECONDS))


def clock(report: AuditReport) -> tuple[Words, ...]:
    """Return by which clock the pages lived, and what the first sign of a person brought; nothing without a page."""
    clocks = {clock_of(record) for record in report.pages} - {None}
    if not clocks:
        return ()
    if clocks == {PageClock.REAL}:
        lines: list[Words] = [_("all pages had real time")]
    else:
        lines = [_("the time of the page ran ahead of real time: a timer of 10 seconds does not take 10 seconds")]
        lines += (
            say(ngettext(*_HAD_REAL_TIME, n), n=Figure(n), why=_(_WHY_REAL[why]))
            for why, n in real_times(report).items()
        )
    return (*lines, *_with_interaction(report))


def _with_interaction(report: AuditReport) -> Iterator[Words]:
    brought = [each for each in map(with_interaction_bytes, report.weights) if each]
    if brought:
        told = ngettext(*_WITH_INTERACTION, len(brought))
        yield say(told, n=Figure(len(brought)), most=of_bytes(max(brought)))


def of_page(page: PageWeight, record: PageFacts | None) -> tuple[Words, ...]:
    """Return what there is to say of the visit of one page; mostly nothing."""
    lines: list[Words] = []
    if brought := with_interaction_bytes(page):
        told = _(
            "{weight} came when the mouse first moved or the screen was first touched: scripts that wait for that bring"
            " them to every visitor who does so"
        )
        lines.append(say(told, weight=of_bytes(brought)))
    if record is not None and clock_of(record) is PageClock.BOTH and (why := real_time_of(record)) is not None:
        lines.append(say(_("in real time for a part of the visit: {why}"), why=_(_WHY_REAL[why])))
    return tuple(lines)
