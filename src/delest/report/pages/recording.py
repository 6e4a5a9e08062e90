"""What a recording made elsewhere weighs, in words, and what it cannot know."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from delest.errors import N_, NN_
from delest.records.recording import RecordedWeight, Unknown, WeighedRecording
from delest.records.weight import Share
from delest.report.language.labels import kind_name, kind_of_one, outcome_name, party_name
from delest.report.language.numbers import bytes_text, count_text, percent_text
from delest.report.language.safe_text import public, shorten
from delest.report.language.words import _, ngettext
from delest.report.layout import bar, item, prose, row, section, widest
from delest.report.pages.digest import part

_SCHEMA: Final = "delest.recording/1"
_TITLE: Final = 76
_NAME: Final = 60
_FIGURE: Final = -8
_PERCENT: Final = -5
_BAR: Final = 30
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
        "{n} answer has no size at all and is not counted.",
        "{n} answers have no size at all and are not counted.",
    ),
    Unknown.NO_HEADER_SIZE: NN_(
        "{n} answer has no header size: its header is not counted.",
        "{n} answers have no header size: their headers are not counted.",
    ),
    Unknown.NO_BODY_SIZE: NN_(
        "{n} answer has no body size: only its header is counted.",
        "{n} answers have no body size: only their headers are counted.",
    ),
    Unknown.BAD_COUNT: NN_(
        "{n} response has a size that is not a number: what else is known of it is counted.",
        "{n} responses have a size that is not a number: what else is known of them is counted.",
    ),
    Unknown.NO_ANSWER: NN_(
        "{n} request has no answer in the recording: nothing is counted for it.",
        "{n} requests have no answer in the recording: nothing is counted for them.",
    ),
    Unknown.LIVE: NN_(
        "{n} live connection: its messages may not be counted.",
        "{n} live connections: their messages may not be counted.",
    ),
    Unknown.DECODED_SIZE: NN_(
        "{n} compressed answer is noted with its decoded size: it is counted as noted, most likely too high.",
        "{n} compressed answers are noted with their decoded size: they are counted as noted, most likely too high.",
    ),
    Unknown.NO_PAGE: NN_(
        "{n} answer belongs to no page; it is counted with the page before it in the file.",
        "{n} answers belong to no page; they are counted with the page before them in the file.",
    ),
    Unknown.NO_ADDRESS: NN_(
        "{n} answer has no address; it is counted as the page's own.",
        "{n} answers have no address; they are counted as the page's own.",
    ),
    Unknown.CACHE: NN_(
        "{n} answer came from the cache and cost nothing: with an empty cache the page weighs more.",
        "{n} answers came from the cache and cost nothing: with an empty cache the page weighs more.",
    ),
    Unknown.SERVICE_WORKER: NN_(
        "{n} answer came from a service worker and cost nothing by itself.",
        "{n} answers came from a service worker and cost nothing by themselves.",
    ),
    Unknown.LOCAL: NN_(
        "{n} address needs no network (data:, blob: and the like).",
        "{n} addresses need no network (data:, blob: and the like).",
    ),
}


def recording_text(weighed: WeighedRecording) -> str:
    """Return what a recording weighs as lines of at most 80 columns."""
    lines = [f"delest · {shorten(weighed.name, _NAME)}"]
    if weighed.tool:
        lines += prose(_("Recorded with {tool}").format(tool=weighed.tool), "")
    if not weighed.pages:
        lines += prose(_("The recording holds no request."), "")
    for page in weighed.pages:
        lines += section(shorten(page.url, _TITLE) or "-", _page(page))
    return "\n".join(lines) + "\n"


def recordings_json(recordings: Sequence[WeighedRecording]) -> str:
    """Return what recordings weigh as JSON; ``unknown`` counts what the text says in sentences."""
    told: dict[str, Any] = {"schema": _SCHEMA, "recordings": public(msgspec.to_builtins(recordings))}
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"


def _page(page: RecordedWeight) -> Iterator[str]:
    if page.title and page.title != page.url:
        yield from prose(shorten(page.title, _TITLE))
    if page.browser:
        yield row([(_("browser"), 0)], page.browser)
    yield ""
    if page.transferred_bytes is None:
        yield row([(_("not weighed: {outcome}").format(outcome=outcome_name(page.outcome)), 0)], page.reason)
    else:
        yield from _weight(page, page.transferred_bytes)
    yield ""
    yield from prose(_("What this recording cannot know:"))
    sentences = [
        ngettext(one, many, page.unknown[reason]).format(n=count_text(page.unknown[reason]))
        for reason, (one, many) in _UNKNOWN.items()
        if reason in page.unknown
    ]
    for sentence in (*sentences, *map(_, _ALWAYS)):
        yield from item([("-", 1)], [sentence])


def _weight(page: RecordedWeight, total_bytes: int) -> Iterator[str]:
    figure = bytes_text(total_bytes)
    at_least = _("at least {weight}").format(weight=figure) if page.lower_bound else figure
    requests = ngettext("in {n} request", "in {n} requests", page.requests).format(n=count_text(page.requests))
    yield row([(_("transferred"), 0), (at_least, 0), (requests, 0)])
    kinds = [(kind_name(share.name), share) for share in page.by_kind]
    parties = [(party_name(share.name), share) for share in page.by_party]
    width = widest(name for name, _share in kinds + parties)
    for named in (kinds, parties):
        yield ""
        yield from _bars(named, width)
    shown = page.heaviest_resources[:_RESOURCES_SHOWN]
    if shown:
        yield ""
    width = widest(kind_of_one(resource.kind) for resource in shown)
    for resource in shown:
        yield row(
            [(bytes_text(resource.transferred_bytes), _FIGURE), (kind_of_one(resource.kind), width)], resource.url
        )


def _bars(named: Sequence[tuple[str, Share]], width: int) -> Iterator[str]:
    shares = tuple(share for _name, share in named)
    for name, share in named:
        of_all = part(share, shares)
        cells = [(name, width), (bytes_text(share.transferred_bytes), _FIGURE), (percent_text(of_all), _PERCENT)]
        yield row([*cells, (bar(of_all, _BAR), _BAR)])
