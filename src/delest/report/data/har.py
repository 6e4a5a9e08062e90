"""A measured load as HAR 1.2, for the tools that read it.

Source: http://www.softwareishard.com/blog/har-12-spec/. Every field that the format requires is there; what delest does
not keep (header fields, bodies, cookies, how the time of an answer divides) is empty, -1 or said in a comment.
``_transferSize`` is what the answer cost on the wire.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from delest.records.pages.load import PageLoad, ServedFrom, Transfer
from delest.records.runs.audit import RunHeader
from delest.report.language.safe_text import public

_PAGE: Final = "page_1"
_UNKNOWN: Final = -1
_COMMENT: Final = (
    "Measured by delest: _transferSize is what each answer cost on the wire, headers and framing included. Header"
    " fields, bodies and cookies are left out; -1 is not known. What belongs to no request is about:unattributed,"
    " what WebRTC brought about:webrtc."
)


def har_text(load: PageLoad, header: RunHeader) -> str:
    """Return a load as the text of a HAR file, credentials in URLs removed; ``header`` is that of its run."""
    started_at = load.started_at or header.run.started_at
    name, _space, version = load.browser.product.rpartition(" ")
    page = {
        "startedDateTime": started_at.isoformat(timespec="milliseconds"),
        "id": _PAGE,
        "title": load.title or load.final_url,
        "pageTimings": {"onContentLoad": _UNKNOWN, "onLoad": _UNKNOWN},
        "comment": f"Cache when the load began: {load.cache_state}."
        + (f" Consent: {load.consent.choice}." if load.consent and not load.consent.reason else "")
        + ("" if load.started_at else " The moments are counted from the start of the run."),
    }
    log = {
        "version": "1.2",
        "creator": {"name": "delest", "version": header.run.delest_version},
        "browser": {"name": name or version, "version": version if name else ""},
        "pages": [page],
        "entries": _entries(load.transfers, started_at),
        "comment": _COMMENT,
    }
    return msgspec.json.format(msgspec.json.encode(public({"log": log})), indent=1).decode() + "\n"


def _entries(transfers: Sequence[Transfer], started_at: datetime) -> list[dict[str, Any]]:
    return [_entry(transfer, started_at) for transfer in sorted(transfers, key=lambda t: t.start_ms or 0)]


def _entry(transfer: Transfer, started_at: datetime) -> dict[str, Any]:
    start_ms = transfer.start_ms or 0
    timed = transfer.start_ms is not None and transfer.end_ms is not None
    time_ms = max(0.0, round((transfer.end_ms or 0) - start_ms, 3)) if timed else 0
    entry: dict[str, Any] = {
        "pageref": _PAGE,
        "startedDateTime": (started_at + timedelta(milliseconds=start_ms)).isoformat(timespec="milliseconds"),
        "time": time_ms,
        "request": _request(transfer),
        "response": _response(transfer),
        "cache": {},
        "timings": {
            "send": 0,
            "wait": time_ms,
            "receive": 0,
            "comment": "How the time divides is not kept." if timed else "The time is not known.",
        },
        "_resourceType": str(transfer.kind),
        "comment": "" if transfer.exact else "The bytes are not known to the byte.",
    }
    if transfer.served_from in {ServedFrom.CACHE, ServedFrom.INLINE}:
        entry["_fromCache"] = True
    return entry


def _request(transfer: Transfer) -> dict[str, Any]:
    query = transfer.url.partition("#")[0].partition("?")[2]
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return {
        "method": transfer.method,
        "url": transfer.url,
        "httpVersion": transfer.protocol,
        "cookies": [],
        "headers": [],
        "queryString": [{"name": name, "value": value} for name, value in pairs],
        "headersSize": _UNKNOWN,
        "bodySize": _UNKNOWN,
    }


def _response(transfer: Transfer) -> dict[str, Any]:
    coding = transfer.content_encoding
    whole = transfer.transferred_bytes
    body = transfer.encoded_body_bytes if whole else None  # beside nothing transferred it is what a cache held
    response = {
        "status": transfer.status or 0,
        "statusText": "",
        "httpVersion": transfer.protocol,
        "cookies": [],
        "headers": [{"name": "content-encoding", "value": coding}] if coding else [],
        "content": {"size": _known(transfer.decoded_body_bytes), "mimeType": transfer.mime_type},
        "redirectURL": "",
        "headersSize": _UNKNOWN,
        "bodySize": _known(body),
        "_transferSize": _known(whole),
    }
    if transfer.failure:
        response["_error"] = transfer.failure
    if transfer.served_from is ServedFrom.SERVICE_WORKER:
        response["_fetchedViaServiceWorker"] = True
    return response


def _known(size_bytes: int | None) -> int:
    return _UNKNOWN if size_bytes is None else size_bytes
