"""The HAR format, version 1.2 and what tools add to it: the fields that a weight needs. Pure.

Source: http://www.softwareishard.com/blog/har-12-spec/; names that begin with an underscore are those of Chrome
(``_transferSize``, ``_fromCache``, ``_fetchedViaServiceWorker``, ``_resourceType``, ``_error``), of Safari
(``_fetchType``) and of WebPageTest (``_bytesIn``). Every field that a tool may leave out is optional here.
"""

import json
from typing import Any

import msgspec
from msgspec import Struct, field

from delest.errors import N_, InputError


class Software(Struct, frozen=True):
    """What wrote the file, or the browser that was recorded."""

    name: str | None = None
    version: str | None = None


class Page(Struct, frozen=True):
    """One page of the recording."""

    id: str
    title: str | None = None


class Header(Struct, frozen=True):
    """One field of an answer."""

    name: str = ""
    value: str | None = ""


class Content(Struct, frozen=True):
    """The decoded body; its text is not read."""

    size: float | None = None
    mime_type: str | None = field(default=None, name="mimeType")


class Request(Struct, frozen=True):
    """What was asked for."""

    url: str = ""
    method: str | None = "GET"


class Response(Struct, frozen=True):
    """What was answered. Sizes are in bytes; negative or absent: not known."""

    status: float | None = None
    http_version: str | None = field(default=None, name="httpVersion")
    headers: tuple[Header, ...] | None = ()
    content: Content | None = None
    redirect_url: str | None = field(default=None, name="redirectURL")
    headers_size: float | None = field(default=None, name="headersSize")
    body_size: float | None = field(default=None, name="bodySize")
    transfer_size: float | None = field(default=None, name="_transferSize")
    error: Any = field(default=None, name="_error")
    via_service_worker: Any = field(default=None, name="_fetchedViaServiceWorker")


class Cache(Struct, frozen=True):
    """What a cache held."""

    before_request: Any = field(default=None, name="beforeRequest")


class Entry(Struct, frozen=True):
    """One request and its answer."""

    request: Request
    response: Response
    pageref: str | None = None
    cache: Cache | None = None
    from_cache: Any = field(default=None, name="_fromCache")
    from_disk_cache: Any = field(default=None, name="_fromDiskCache")
    fetch_type: Any = field(default=None, name="_fetchType")
    resource_type: Any = field(default=None, name="_resourceType")
    bytes_in: Any = field(default=None, name="_bytesIn")


class Log(Struct, frozen=True):
    """The whole recording."""

    entries: tuple[Entry, ...]
    pages: tuple[Page, ...] | None = ()
    creator: Software | None = None
    browser: Software | None = None


class _File(Struct, frozen=True):
    log: Log


def decode(name: str, data: bytes) -> Log:
    """Return the recording in a file's content.

    Raises:
        InputError: it is not JSON, cut off, or a field is missing or of the wrong type; names the place.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        raise InputError(N_("{name} is empty"), remedy=N_("export the recording as HAR again"), name=name)
    try:
        return _decoded(data).log
    except msgspec.ValidationError as error:
        raise InputError(
            N_("{name} is not a HAR file: {reason}"),
            remedy=N_("record the page again, and export it as HAR 1.2"),
            name=name,
            reason=error,
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            N_("{name} is not a HAR file: it is not UTF-8 text"),
            remedy=N_("record the page again, and export it as HAR 1.2"),
            name=name,
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            N_("{name} cannot be read as JSON: {reason}"),
            remedy=N_("the file may be cut off or of another kind: export the recording as HAR again"),
            name=name,
            reason=error,
        ) from error


def _decoded(data: bytes) -> _File:
    try:
        return msgspec.json.decode(data, type=_File, strict=False)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        # Half a surrogate pair in a body that no one reads is no reason to refuse a recording; Python's own reader
        # takes it, and says line and column of what is really wrong.
        return msgspec.convert(json.loads(data), _File, strict=False)
