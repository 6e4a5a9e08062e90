"""What recordings made elsewhere weigh, in words, and what they cannot know."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.records.pages.recording import RecordedWeight, Unknown, WeighedRecording
from delest.records.pages.weight import Share
from delest.report.digest.facts import part
from delest.report.language.labels import kind_name, kind_of_one, outcome_name, party_name
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Fact, Facts, Items, Page, Piece, Prose, Row, Section, Stack, Table
from delest.report.reason_words import reason_words
from delest.report.said import Bar, Figure, Key, Link, Quoted, Words, of_bytes, say, share

_RESOURCES_SHOWN: Final = 5
_ALWAYS: Final = (
    N_("No size in a recording is exact: it is what the tool noted, not what came out of the sockets."),
    N_("Whether the cache was empty and how far the page was scrolled is not recorded."),
    N_("What the tool did not see (workers, other tabs, what came after the recording ended) is not in it."),
)
_UNKNOWN: Final = {
    Unknown.NO_DOCUMENT: (
        N_("The page's own document is not in the recording; what was loaded before it began is not counted."),
    )
    * 2,
    Unknown.NO_SIZE: NN_(
        "{n} response has no size at all and is not counted.",
        "{n} responses have no size at all and are not counted.",
    ),
    Unknown.NO_HEADER_SIZE: NN_(
        "{n} response has no header size: its header is not counted.",
        "{n} responses have no header size: their headers are not counted.",
    ),
    Unknown.NO_BODY_SIZE: NN_(
        "{n} response has no body size: only its header is counted.",
        "{n} responses have no body size: only their headers are counted.",
    ),
    Unknown.BAD_COUNT: NN_(
        "{n} response has a size that is not a number: what else is known of it is counted.",
        "{n} responses have a size that is not a number: what else is known of them is counted.",
    ),
    Unknown.NO_ANSWER: NN_(
        "{n} request has no response in the recording: nothing is counted for it.",
        "{n} requests have no response in the recording: nothing is counted for them.",
    ),
    Unknown.LIVE: NN_(
        "{n} live connection: its messages may not be counted.",
        "{n} live connections: their messages may not be counted.",
    ),
    Unknown.DECODED_SIZE: NN_(
        "{n} compressed response is noted with its decoded size: it is counted as noted, most likely too high.",
        "{n} compressed responses are noted with their decoded size: they are counted as noted, most likely too high.",
    ),
    Unknown.NO_PAGE: NN_(
        "{n} response belongs to no page; it is counted with the page before it in the file.",
        "{n} responses belong to no page; they are counted with the page before them in the file.",
    ),
    Unknown.NO_ADDRESS: NN_(
        "{n} response has no address; it is counted as the page's own.",
        "{n} responses have no address; they are counted as the page's own.",
    ),
    Unknown.CACHE: NN_(
        "{n} response came from the cache and cost nothing: with an empty cache the page weighs more.",
        "{n} responses came from the cache and cost nothing: with an empty cache the page weighs more.",
    ),
    Unknown.SERVICE_WORKER: NN_(
        "{n} response came from a service worker and cost nothing by itself.",
        "{n} responses came from a service worker and cost nothing by themselves.",
    ),
    Unknown.LOCAL: NN_(
        "{n} address needs no network (data:, blob: and the like).",
        "{n} addresses need no network (data:, blob: and the like).",
    ),
}


def weigh_page(recordings: Sequence[WeighedRecording]) -> Page:
    """Return what recordings weigh, file by file and page by page."""
    n = len(recordings)
    return Page(
        title=say(ngettext("Page weight in {n} recording", "Page weight in {n} recordings", n), n=Figure(n)),
        over="delest",
        sections=tuple(_file(f"file-{at}", each) for at, each in enumerate(recordings, 1)),
    )


def _file(section_id: str, recording: WeighedRecording) -> Section:
    blocks: list[Block] = []
    if recording.tool:
        blocks.append(Prose(say(_("Recorded with {tool}"), tool=Quoted(recording.tool))))
    if not recording.pages:
        blocks.append(Prose(_("The recording contains no request.")))
    blocks += (Section("", Link(page.url) if page.url else "-", tuple(_page(page))) for page in recording.pages)
    return Section(section_id, Quoted(recording.name), tuple(blocks))


def _page(page: RecordedWeight) -> Iterator[Block]:
    if page.title and page.title != page.url:
        yield Prose(Quoted(page.title), "note")
    facts = list(_facts(page))
    if facts:
        yield Facts(tuple(facts))
    if page.transferred_bytes is not None:
        yield _shares(page.by_kind, _("By kind of content"), kind_name)
        yield _shares(page.by_party, _("By party"), party_name)
        if page.heaviest_resources:
            yield _resources(page)
    sentences = [
        say(ngettext(one, many, page.unknown[reason]), n=Figure(page.unknown[reason]))
        for reason, (one, many) in _UNKNOWN.items()
        if reason in page.unknown
    ]
    yield Section("", _("What this recording cannot know"), (Items((*sentences, *map(_, _ALWAYS))),))


def _facts(page: RecordedWeight) -> Iterator[Fact]:
    if page.transferred_bytes is None:
        outcome = outcome_name(page.outcome)
        said: Words = (
            say(_("{outcome}: {reason}"), outcome=outcome, reason=reason_words(page.reason)) if page.reason else outcome
        )
        yield Fact(_("not weighed"), (said,))
    else:
        weight = of_bytes(page.transferred_bytes)
        known: Words = say(_("at least {weight}"), weight=weight) if page.lower_bound else weight
        requests = say(ngettext("in {n} request", "in {n} requests", page.requests), n=Figure(page.requests))
        yield Fact(_("transferred"), (say("{weight} {requests}", weight=known, requests=requests),))
    if page.browser:
        yield Fact(_("browser"), (Quoted(page.browser),))


def _shares(shares: tuple[Share, ...], title: str, name: Callable[[str], str]) -> Stack:
    rows = []
    for each in shares:
        of_all = part(each, shares)
        named = say("{key}{name}", key=Key(each.name), name=name(each.name))
        rows.append(Row((named, of_bytes(each.transferred_bytes), share(of_all), Bar(of_all, ((each.name, of_all),)))))
    columns = (
        Column(_("Part")),
        Column(_("Weight"), figures=True),
        Column(_("Share"), figures=True),
        Column(_("Compared"), spare=True),
    )
    return Stack(
        _("Bar: {title}; the table below has the same figures.").format(title=title),
        tuple(Piece(each.name, name(each.name), each.transferred_bytes) for each in shares),
        Table(title, columns, tuple(rows)),
    )


def _resources(page: RecordedWeight) -> Table:
    return Table(
        _("Heaviest resources"),
        (Column(_("Resource"), long=True), Column(_("Weight"), figures=True), Column(_("Kind"))),
        tuple(
            Row((Link(each.url), of_bytes(each.transferred_bytes), kind_of_one(each.kind)))
            for each in page.heaviest_resources[:_RESOURCES_SHOWN]
        ),
    )
