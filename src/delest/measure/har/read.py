"""Recordings of other tools (HAR) folded into page loads. Pure.

A HAR is no scale: whatever its sizes are, every transfer is ``exact=False``, and what the recording does not tell is
counted by `Unknown`. Bytes are the tool's own count of the whole answer where there is one (``_transferSize``,
``_bytesIn``), else header and body sizes; of what is not known of the two, nothing is guessed.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from delest.measure import freshness
from delest.measure.devtools.request import KIND_OF_TYPE, MAX_URL_CHARACTERS, kind_of_mime
from delest.measure.har.format import Entry, Response, Software, decode
from delest.measure.join import NAMELESS
from delest.measure.outcome import Ending, ended, of_answer
from delest.reason import ReasonCode
from delest.records.pages.load import BrowserBuild, Kind, Outcome, PageLoad, ServedFrom, Transfer
from delest.records.pages.recording import RecordedLoad, Recording, Unknown

_KIND_OF_TYPE: Final = {name.lower(): kind for name, kind in KIND_OF_TYPE.items()}
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_REMOTE: Final = ("http:", "https:", "ws:", "wss:")
_LIVE: Final = ("ws:", "wss:")
_NOT_MODIFIED: Final = 304
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_BYTES: Final = 10**15
"""A size beyond this is a fault of the recording, not a size."""
_TEXT: Final = 300
_WITHOUT_NETWORK: Final = {
    ServedFrom.CACHE: Unknown.CACHE,
    ServedFrom.SERVICE_WORKER: Unknown.SERVICE_WORKER,
    ServedFrom.INLINE: Unknown.LOCAL,
}


class _Read(NamedTuple):
    transfer: Transfer
    unknown: tuple[Unknown, ...]


def read(name: str, data: bytes) -> Recording:
    """Return the page loads in the content of the HAR file ``name``.

    Raises:
        InputError: the content is not a HAR; names the place.
    """
    log = decode(name, data)
    build = BrowserBuild(product=_software(log.browser or log.creator), mode="recorded", sandboxed=False)
    titles = {page.id: page.title or "" for page in log.pages or ()}
    entries: dict[str, list[_Read]] = {page: [] for page in titles}
    current = next(iter(titles), "")
    for entry in log.entries:
        current = entry.pageref if entry.pageref in entries else current
        transfer = _transfer(entry)
        unknown = list(_unknown(entry, transfer))
        if titles and entry.pageref not in entries:
            unknown.append(Unknown.NO_PAGE)
        if not transfer.url:
            unknown.append(Unknown.NO_ADDRESS)
        found = _Read(transfer, tuple(unknown))
        entries.setdefault(current, []).append(found)
    loads = tuple(_load(found, titles.get(page, ""), build) for page, found in entries.items() if found)
    return Recording(name=name, tool=_software(log.creator), loads=loads)


def _load(found: Sequence[_Read], title: str, build: BrowserBuild) -> RecordedLoad:
    transfers = tuple(read.transfer for read in found)
    unknown = Counter(reason for read in found for reason in read.unknown)
    document = next(filter(_is_document, transfers), None)
    ending = of_answer(document.status, document.mime_type, challenged=False) if document else _without_document(found)
    if document is None:
        unknown[Unknown.NO_DOCUMENT] = 1
    page = (document or transfers[0]).url
    load = PageLoad(
        requested_url=transfers[0].url if transfers[0].redirect_hop else page,
        final_url=page,
        outcome=ending.outcome,
        reason=ending.reason,
        status=document.status if document else None,
        title=_text(title, _TEXT),
        device=None,
        browser=build,
        transfers=transfers,
        exact=False,
    )
    return RecordedLoad(load=load, unknown=dict(unknown))


def _is_document(transfer: Transfer) -> bool:
    html = transfer.mime_type in _HTML or (not transfer.mime_type and transfer.kind is Kind.DOCUMENT)
    return html and transfer.kind is Kind.DOCUMENT and transfer.status is not None and not transfer.redirect_hop


def _without_document(found: Sequence[_Read]) -> Ending:
    """A recording may begin in the middle of a page; one without a single answer has no weight."""
    if any(read.transfer.status is not None for read in found):
        return Ending(outcome=Outcome.OK)
    return ended(Outcome.FAILED, ReasonCode.NOT_RECORDED)


def _transfer(entry: Entry) -> Transfer:
    response = entry.response
    status = _status(response)
    served_from = _served_from(entry, status)
    mime_type = _mime_type(response)
    fields = [(header.name.lower(), header.value or "") for header in response.headers or ()]
    failure = _text(str(response.error), _TEXT) if response.error else ""
    url = entry.request.url
    return Transfer(
        url=_text(url.partition(",")[0][:80] if _is_local(url) else url, MAX_URL_CHARACTERS),
        kind=_kind(entry, mime_type),
        method=_text(entry.request.method or "GET", 20),
        status=status,
        mime_type=mime_type,
        protocol=_text(response.http_version or "", 20).lower(),
        content_encoding=_text(_field(fields, "content-encoding").lower(), 40),
        served_from=served_from,
        cache_lifetime_s=freshness.lifetime_s(fields),
        transferred_bytes=_bytes(entry, status, served_from),
        exact=False,
        encoded_body_bytes=_size(response.body_size),
        decoded_body_bytes=_size(response.content.size) if response.content else None,
        redirect_hop=status in _REDIRECTS,
        failure=failure if failure or status is not None else ReasonCode.NOT_RECORDED.value,
    )


def _served_from(entry: Entry, status: int | None) -> ServedFrom:
    response = entry.response
    fetched = str(entry.fetch_type or "").lower()
    if _is_local(entry.request.url):
        return ServedFrom.INLINE
    if response.via_service_worker or "service worker" in fetched:
        return ServedFrom.SERVICE_WORKER
    if entry.from_cache or entry.from_disk_cache or "cache" in fetched:
        return ServedFrom.CACHE
    if status == _NOT_MODIFIED:
        return ServedFrom.REVALIDATED
    whole = _whole(entry)
    nothing_crossed = _size(response.transfer_size) == 0 and not _size(response.body_size)
    held = entry.cache is not None and bool(entry.cache.before_request) and not whole
    answered = status is not None and not entry.request.url.startswith(_LIVE)
    return ServedFrom.CACHE if answered and (nothing_crossed or held) else ServedFrom.NETWORK


def _is_local(url: str) -> bool:
    return bool(url) and url not in NAMELESS and not url.lower().startswith(_REMOTE)


def _whole(entry: Entry) -> int | None:
    """Return the tool's own count of a whole answer; a count of nothing beside a body is none."""
    return _size(entry.response.transfer_size) or _size(entry.bytes_in) or None


def _bytes(entry: Entry, status: int | None, served_from: ServedFrom) -> int | None:
    if served_from in _WITHOUT_NETWORK:
        return 0
    whole = _whole(entry)
    if whole is not None or status is None:
        return whole
    # An answer has a header: none of no bytes. One that says "not modified" has no body, whatever the cache held.
    header = _size(entry.response.headers_size) or None
    body = 0 if served_from is ServedFrom.REVALIDATED else _size(entry.response.body_size)
    return (header or 0) + (body or 0) if header or body else None


def _unknown(entry: Entry, transfer: Transfer) -> tuple[Unknown, ...]:
    if transfer.served_from in _WITHOUT_NETWORK:
        return (_WITHOUT_NETWORK[transfer.served_from],)
    if entry.request.url.startswith(_LIVE):
        return (Unknown.LIVE,)
    if transfer.status is None and transfer.transferred_bytes is None:
        return (Unknown.NO_ANSWER,)
    if transfer.transferred_bytes is None:
        return (Unknown.NO_SIZE,)
    if _whole(entry) is not None:
        return ()
    found = [Unknown.BAD_COUNT] if _is_no_size(entry.response.transfer_size) or _is_no_size(entry.bytes_in) else []
    if not _size(entry.response.headers_size):
        found.append(Unknown.NO_HEADER_SIZE)
    if transfer.served_from is not ServedFrom.REVALIDATED and transfer.encoded_body_bytes is None:
        found.append(Unknown.NO_BODY_SIZE)
    packed = transfer.content_encoding not in {"", "identity"}
    if packed and transfer.encoded_body_bytes and transfer.encoded_body_bytes == transfer.decoded_body_bytes:
        found.append(Unknown.DECODED_SIZE)
    return tuple(found)


def _kind(entry: Entry, mime_type: str) -> Kind:
    known = _KIND_OF_TYPE.get(str(entry.resource_type).lower())
    if known is not None:
        return known
    if entry.request.url.startswith(_LIVE):
        return Kind.WEBSOCKET
    if mime_type in _HTML:
        return Kind.DOCUMENT
    return Kind.FETCH if mime_type.endswith(("/json", "+json")) else kind_of_mime(mime_type)


def _status(response: Response) -> int | None:
    status = _size(response.status)
    return status if status and 100 <= status < 1000 else None  # noqa: PLR2004 - three digits (RFC 9110, section 15)


def _mime_type(response: Response) -> str:
    stated = (response.content and response.content.mime_type) or ""
    return _text(stated.partition(";")[0].strip().lower(), 100)


def _field(fields: Sequence[tuple[str, str]], name: str) -> str:
    return next((value.strip() for each, value in fields if each == name), "")


def _size(value: object) -> int | None:
    """Return a size in bytes; None where it is not known, which tools write in many ways."""
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) <= len(str(_MOST_BYTES)) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= _MOST_BYTES else None  # which no infinity and no NaN is


def _is_no_size(value: object) -> bool:
    """Tell whether a tool noted a number that cannot be a size: ``NaN``, infinite, or out of all proportion."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return not value < 0 and _size(value) is None


def _software(software: Software | None) -> str:
    named = (software.name, software.version) if software else ()
    return _text(" ".join(filter(None, named)), 100)


def _text(text: str, limit: int) -> str:
    """Return text that can be written as UTF-8: JSON may hold half a surrogate pair."""
    return text[:limit].encode(errors="replace").decode()
