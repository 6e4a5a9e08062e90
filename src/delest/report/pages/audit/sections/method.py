"""How a report's figures came about, and what its words mean."""

import shlex
from typing import Final

from delest.errors import N_, NN_
from delest.records.runs.audit import AuditReport
from delest.report.digest.command import command_of
from delest.report.digest.facts import endless, known_pages, measured_loads, never_at_rest
from delest.report.digest.visits import stuck
from delest.report.language.reasons import said
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Command, Fact, Facts, Items, Prose, Section
from delest.report.pages.audit import visit
from delest.report.pages.audit.consent import consent
from delest.report.pages.audit.hosts import hosts
from delest.report.pages.audit.scope import wanted
from delest.report.said import Code, Figure, Moment, Quoted, Unit, Words, number, say

_GLOSSARY: Final = (
    (N_("transferred bytes"), N_("What the responses cost on the network. 1 kB is 1000 bytes, 1 GB is 10^9 bytes.")),
    (N_("page weight"), N_("The transferred bytes of one page load; with an empty cache unless said otherwise.")),
    (
        N_("page load"),
        N_("Our browser's load of a page: cold with an empty cache, in-visit after another page, warm after itself."),
    ),
    (N_("page view"), N_("One showing of a page to a person, counted by your audience measurement.")),
    (N_("first party, third party"), N_("Same registrable domain as the page, or another one.")),
    (N_("finding, offender"), N_("A rule broken on a page, and the resource behind it.")),
    (N_("avoidable bytes"), N_("What a remedy would save on one load of the page.")),
    (N_("emission factor, factor set"), N_("kg CO2e per unit; factors published together, under one version.")),
    (N_("boundary"), N_("The parts of the life cycle that a figure covers.")),
    (N_("baseline, scenario"), N_("The state compared against, and the lighter state.")),
    (
        N_("avoided emissions"),
        N_("Baseline less scenario, under the same factor set and the same views: an estimate, not a measurement."),
    ),
)
_MODES: Final = {
    "full": N_("full browser without a window"),
    "headless-shell": N_(
        "reduced browser (headless shell): lighter than what visitors have, so the bytes may be too few"
    ),
}
_AT_LIMIT: Final = NN_(
    "{n} page did not settle and was measured until the time limit: its weight is a lower bound",
    "{n} pages did not settle and were measured until the time limit: their weights are lower bounds",
)
_SCROLL_CUT: Final = NN_(
    "the bottom of {n} page was not reached within the limits of the scroll: its weight is a lower bound",
    "the bottom of {n} pages was not reached within the limits of the scroll: their weights are lower bounds",
)
_SCROLL_STUCK: Final = NN_(
    "{n} page could not be scrolled to its bottom: its weight is a lower bound",
    "{n} pages could not be scrolled to their bottom: their weights are lower bounds",
)
_INEXACT_ANSWERS: Final = NN_("{n} response is not known to the byte", "{n} responses are not known to the byte")
_INEXACT_LOADS: Final = NN_(
    "some bytes of {n} load could not be counted: its weight is a lower bound",
    "some bytes of {n} loads could not be counted: their weights are lower bounds",
)
_WARNINGS_SHOWN: Final = 50
_PRIVATE: Final = {
    "closed": N_("out of reach: the audit started from a public address"),
    "open": N_("within reach: the audit started from a private address"),
    "proxy": N_("left to the proxy, which looks up every name"),
}


def glossary() -> tuple[Fact, ...]:
    """Return each word used and its meaning."""
    return tuple(Fact(_(word), (_(meaning),)) for word, meaning in _GLOSSARY)


def facts(report: AuditReport) -> tuple[Fact, ...]:
    """Return under which conditions the pages were measured."""
    return (
        Fact(_("measured"), _when(report)),
        Fact(_("pages"), _pages(report)),
        *_hosts(report),
        Fact(_("loads"), (*_loads(report), *_cut(report))),
        *_clock(report),
        Fact(_("consent"), consent(report)),
        Fact(_("browser"), _browser(report)),
        Fact(_("device"), _device(report)),
        *_visitor(report),
        Fact(_("exactness"), _exactness(report)),
        *_private(report),
    )


def method_sections(report: AuditReport) -> tuple[Section, ...]:
    """Return how the figures came about, and what the words mean."""
    blocks: list[Block] = [
        Prose(visit.told(report)),
        Prose(
            _(
                "Response bytes are counted as they arrive at the browser's sockets: status lines, header fields and"
                " bodies, redirects and errors included. Encryption, what the browser sends, and anything that comes"
                " from a cache are not counted."
            )
        ),
        Facts(facts(report)),
        *_again(report),
    ]
    warnings = report.end.warnings
    if warnings:
        more = len(warnings) - _WARNINGS_SHOWN
        told = ngettext("and {n} more, in the JSON report", "and {n} more, in the JSON report", more)
        listed: list[Words] = [Quoted(said(each)) for each in warnings[:_WARNINGS_SHOWN]]
        listed += [say(told, n=Figure(more))] if more > 0 else []
        blocks.append(Section("warnings", _("Warnings"), (Items(tuple(listed)),)))
    return (
        Section("method", _("Method and limits"), tuple(blocks)),
        Section("words", _("Words used"), (Facts(glossary()),)),
    )


def _again(report: AuditReport) -> tuple[Block, ...]:
    """Return the commands that make this audit and this report again, without what a run does not keep."""
    if report.header.run.demo:
        return (Section("again", _("The same again"), (Command("delest audit"),)),)
    lines = " ".join(shlex.quote(word) for word in command_of(report.header))
    told = _("Passwords, cookies, proxies and page views by page are not kept in a run: add them where you used any.")
    commands = Command(f"{lines}\ndelest report delest-runs/{report.header.run.id}")
    return (Section("again", _("The same again"), (commands, Prose(told, "note"))),)


def _hosts(report: AuditReport) -> tuple[Fact, ...]:
    told = hosts(report)
    return (Fact(_("hosts"), told),) if told else ()


def _private(report: AuditReport) -> tuple[Fact, ...]:
    told = _PRIVATE.get(report.end.private_addresses)
    return (Fact(_("private addresses"), (_(told),)),) if told else ()


def _clock(report: AuditReport) -> tuple[Fact, ...]:
    told = visit.clock(report)
    return (Fact(_("time of the pages"), told),) if told else ()


def _when(report: AuditReport) -> tuple[Words, ...]:
    started, ended = report.header.run.started_at, report.end.ended_at
    said: tuple[Words, ...] = (Moment(started, with_time=True),)
    if ended >= started:  # unless the clock was set back meanwhile
        took = Figure((ended - started).total_seconds(), Unit.SECONDS)
        said += (say(_("in {duration}"), duration=took),)
    return (*said, _("on the demo site that comes with delest")) if report.header.run.demo else said


def _pages(report: AuditReport) -> tuple[Words, ...]:
    known = known_pages(report)
    told = say(ngettext("{n} page known", "{n} pages known", known), n=Figure(known))
    door = (_("behind a login, gone through once before the first page"),) if report.header.loading.logged_in else ()
    return (told, *wanted(report.header.scope), *door)


def _loads(report: AuditReport) -> tuple[Words, ...]:
    jobs = report.header.run.jobs
    side_by_side = (
        ngettext("{n} browser at a time", "{n} browsers side by side", jobs)
        if report.header.run.jobs_given
        else ngettext("{n} browser", "up to {n} browsers side by side, as the machine bears them", jobs)
    )
    browsers = say(side_by_side, n=Figure(jobs))
    made = [weight.cold.transferred_bytes.loads for weight in report.weights]
    if not made:
        return (browsers,)
    fewest, most = min(made), max(made)
    loads = (
        ngettext("{n} load per page with an empty cache", "{n} loads per page with an empty cache", most)
        if fewest == most
        else _("{fewest} to {n} loads per page with an empty cache")
    )
    return (say(loads, n=Figure(most), fewest=Figure(fewest)), browsers)


def _cut(report: AuditReport) -> tuple[Words, ...]:
    return (
        *_counted(_AT_LIMIT, len(never_at_rest(report))),
        *_counted(_SCROLL_CUT, len(endless(report))),
        *_counted(_SCROLL_STUCK, len(stuck(report))),
    )


def _counted(forms: tuple[str, str], n: int) -> tuple[Words, ...]:
    """Return the sentence about ``n``; nothing where there is none."""
    return (say(ngettext(*forms, n), n=Figure(n)),) if n else ()


def _browser(report: AuditReport) -> tuple[Words, ...]:
    build = report.browser
    if build is None:
        return (_("none: no page could be loaded"),)
    sandbox = _("in its sandbox") if build.sandboxed else _("without its sandbox")
    mode = _(_MODES[build.mode]) if build.mode in _MODES else Quoted(build.mode)
    http3 = (_("over HTTP/3 with the origins of the start URLs"),) if report.header.loading.http3 else ()
    return (Quoted(build.product), mode, sandbox, *http3)


def _device(report: AuditReport) -> tuple[Words, ...]:
    device = report.header.loading.device
    name = _("mobile") if device.mobile else _("desktop")
    size = say(
        _("{width} x {height} CSS pixels, pixel ratio {ratio}"),
        width=str(device.width_px),
        height=str(device.height_px),
        ratio=number(device.pixel_ratio),
    )
    return (name, size) if device.name in {"desktop", "mobile"} else (Quoted(device.name), name, size)


def _visitor(report: AuditReport) -> tuple[Fact, ...]:
    """Return what pages were told of their visitor; nothing where the browser said what it says by itself."""
    loading = report.header.loading
    told = (*(Code(each) for each in (loading.language, loading.time_zone) if each),)
    return (Fact(_("language and time zone"), told),) if told else ()


def _exactness(report: AuditReport) -> tuple[Words, ...]:
    answers = report.site.inexact_transfers if report.site else 0
    loads = sum(not load.exact for record in report.pages for load in measured_loads(record))
    said = (*_counted(_INEXACT_ANSWERS, answers), *_counted(_INEXACT_LOADS, loads))
    if report.site is None:
        return (_("no page has a weight"),)
    return said or (_("every response is known to the byte"),)
