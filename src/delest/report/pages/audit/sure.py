"""How sure a report is, in four lines: pages seen, responses known, loads repeated, page views known."""

from collections.abc import Iterator
from typing import Final

from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import endless, failures_of, known_pages, measured_loads, never_at_rest
from delest.report.digest.visits import stuck
from delest.report.language.words import _, ngettext
from delest.report.page import Fact, Facts
from delest.report.pages.co2e.traffic_words import measured_of
from delest.report.said import Dots, Figure, Words, joined, say

_FULL, _SOME, _LITTLE = 3, 2, 1
_MANY_LOADS: Final = 3


def how_sure(report: AuditReport) -> Facts:
    """Return four terms, each with up to three dots and why."""
    return Facts((
        Fact(_("pages"), (_line(*_pages(report)),)),
        Fact(_("weights"), (_line(*_weights(report)),)),
        Fact(_("repetition"), (_line(*_loads(report)),)),
        Fact(_("page views"), (_line(*_traffic(report)),)),
    ))  # fmt: skip


def _line(dots: int, said: Words) -> Words:
    return say("{dots} {said}", dots=Dots(dots), said=said)


def _pages(report: AuditReport) -> tuple[int, Words]:
    known, measured, sample = known_pages(report), len(report.weights), report.end.sample
    told = measured_of(measured, known)
    if measured == known:
        return _FULL, told
    if sample is not None and sample.mean_bytes is not None:
        drawn = say(_("{told}, drawn at random: the interval says how sure"), told=told)
        return _FULL if sample.stopped in {"precision", "whole"} else _SOME, drawn
    return _SOME if measured * 2 >= known else _LITTLE, say(_("{told}, not drawn at random"), told=told)


def _weights(report: AuditReport) -> tuple[int, Words]:
    faults = tuple(_faults(report))
    if not faults:
        return _FULL, _("all responses known to the byte, all pages settled")
    lost = any(failures_of(page).lost for page in report.pages)
    return _LITTLE if lost else _SOME, joined(faults, _("; "))


def _faults(report: AuditReport) -> Iterator[Words]:
    inexact = sum(not load.exact for record in report.pages for load in measured_loads(record))
    if inexact:
        yield say(
            ngettext("{n} load with bytes not counted", "{n} loads with bytes not counted", inexact), n=Figure(inexact)
        )
    if lost := sum(failures_of(page).lost for page in report.pages):
        yield say(ngettext("{n} request failed", "{n} requests failed", lost), n=Figure(lost))
    if at_limit := len(never_at_rest(report)):
        yield say(ngettext("{n} page did not settle", "{n} pages did not settle", at_limit), n=Figure(at_limit))
    if cut := len(endless(report)):
        yield say(
            ngettext("the bottom of {n} page was not reached", "the bottom of {n} pages was not reached", cut),
            n=Figure(cut),
        )
    if n := len(stuck(report)):
        yield say(
            ngettext(
                "{n} page could not be scrolled to its bottom", "{n} pages could not be scrolled to their bottom", n
            ),
            n=Figure(n),
        )


def _loads(report: AuditReport) -> tuple[int, Words]:
    made = [page.cold.transferred_bytes.loads for page in report.weights]
    fewest = min(made, default=1)
    if fewest <= 1:
        return _LITTLE, _("one load of each page: how much it varies is not known")
    told = ngettext("at least {n} load of each page", "at least {n} loads of each page", fewest)
    return _FULL if fewest >= _MANY_LOADS else _SOME, say(told, n=Figure(fewest))


def _traffic(report: AuditReport) -> tuple[int, Words]:
    if report.traffic is None:
        return 0, _("not given: figures are for a million page views")
    if report.traffic.pages:
        return _FULL, _("known page by page")
    return _SOME, _("one figure for the site, spread evenly over its pages")
