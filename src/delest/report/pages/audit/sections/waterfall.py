"""What one page loads, and when: its table of requests, with each one drawn on the time of the load."""

from collections.abc import Mapping
from typing import Final

from delest.records.pages.weight import PageWeight, Request
from delest.report.language.labels import kind_of_one
from delest.report.language.words import _, ngettext
from delest.report.page import Column, Row, Table
from delest.report.said import NOTHING, Figure, Key, Lapse, Link, Unit, Words, of_bytes, say

_SHOWN: Final = 7
"""Requests of most bytes; each row is some two hundred bytes."""


def waterfall(page: PageWeight, site: str, gains: Mapping[str, float]) -> Table:
    """Return the heaviest requests of a page in the order in which it asked for them.

    Args:
        page: with its requests.
        site: host whose addresses are shown by their path.
        gains: which share of a resource can go, by URL.
    """
    heaviest = sorted(page.requests, key=lambda each: -each.transferred_bytes)[:_SHOWN]
    whole_ms = max((each.end_ms for each in page.requests), default=0.0) or 1.0
    return Table(
        _("What the page loads, in the order in which it asks for it"),
        (
            Column(_("Resource"), long=True),
            Column(_("Kind"), spare=True),
            Column(_("Weight"), figures=True),
            Column(_("Avoidable"), figures=True),
            Column(_("Starts"), figures=True),
            Column(_("During the load"), spare=True),
        ),
        tuple(_row(each, site, gains, whole_ms) for each in page.requests if each in heaviest),
        rest=_rest(page, heaviest),
    )


def _row(request: Request, site: str, gains: Mapping[str, float], whole_ms: float) -> Row:
    gain = gains.get(request.url, 0.0)
    return Row((
        Link(request.url, site=site),
        say("{key}{kind}", key=Key(request.kind), kind=kind_of_one(request.kind)),
        of_bytes(request.transferred_bytes),
        of_bytes(gain * request.transferred_bytes) if gain else NOTHING,
        Figure(request.start_ms / 1000, Unit.SECONDS),
        Lapse(request.start_ms / whole_ms, request.end_ms / whole_ms, request.kind),
    ))  # fmt: skip


def _rest(page: PageWeight, shown: list[Request]) -> Words:
    others = round(page.cold.requests.median) - len(shown)
    rest = page.cold.transferred_bytes.median - sum(each.transferred_bytes for each in shown)
    if others <= 0 or rest <= 0:
        return ""
    told = ngettext("{n} lighter request: {bytes}", "{n} lighter requests: {bytes}", others)
    return say(told, n=Figure(others), bytes=of_bytes(rest))
