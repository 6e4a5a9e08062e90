"""Which taped response answers which request of a replay. Pure.

Exact addresses come first; where a page puts a time or a random number into one, the response to the request with the
same path and the same names in its query that shares most values. Responses to one address come in their turn, and the
last one again. A range that was not asked for when the page was recorded is answered out of those that were.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from delest.measure.replay.dates import moved_on
from delest.measure.replay.ranges import KnownFile, filled, known_file, of_all, of_range
from delest.records.pages.tape import PARTIAL, Tape, TapedResponse

_NOT_MODIFIED: Final = 304
_OK: Final = 200
_MOST_PARAMETERS: Final = 200
_MOST_MISSED: Final = 1_000
_KEPT_IN_304: Final = frozenset({"date", "etag", "cache-control", "expires", "vary", "content-location", "server"})
"""RFC 9110, section 15.4.5."""


class Asked(Struct, frozen=True, kw_only=True):
    """One request of the replay browser; names of fields in lower case."""

    method: str
    url: str
    fields: Mapping[str, str] = {}


class Answers:
    """The responses of one tape, given out as its page asks for them."""

    def __init__(self, tape: Tape, age: timedelta) -> None:
        self._age = age
        self._by_url: defaultdict[tuple[str, str], list[TapedResponse]] = defaultdict(list)
        for response in tape.responses:
            self._by_url[response.method, response.url].append(response)
        self._by_url = defaultdict(list, {key: _best(found) for key, found in self._by_url.items()})
        self._by_shape: defaultdict[tuple[str, str, frozenset[str]], list[str]] = defaultdict(list)
        for method, url in self._by_url:
            self._by_shape[method, *_shape(url)].append(url)
        self._turns: dict[tuple[str, str, str], int] = {}
        self._files: dict[tuple[str, str], KnownFile | None] = {}
        """Those that came in parts, as far as they were asked for."""
        self._refused = frozenset(tape.refused_hosts)
        self._origins: dict[tuple[str, int], tuple[bool, bool]] = {}
        for response in tape.responses:
            self._note_origin(response)
        self.missed: list[str] = []
        """Requests that no response was there for: method and URL."""

    def _note_origin(self, response: TapedResponse) -> None:
        secure, host, port = origin_of(response.url)
        _, several = self._origins.get((host, port), (secure, False))
        self._origins[host, port] = (secure, several or response.protocol in {"h2", "h3"})

    def origin(self, host: str, port: int) -> tuple[bool, bool] | None:
        """Return whether an origin speaks TLS, and HTTP/2; None: the tape does not know it, or refuses its host."""
        host = host.lower().strip("[]")
        return None if host in self._refused else self._origins.get((host, port))

    def answer(self, asked: Asked) -> TapedResponse | None:
        """Return the response to a request, its dates moved on; None, and it is taken note of, where there is none."""
        found = self._by_url.get((asked.method, asked.url)) or self._alike(asked)
        response = self._in_turn(asked, found) if found else None
        if response is None:
            if len(self.missed) < _MOST_MISSED:
                self.missed.append(f"{asked.method} {asked.url}")
            return None
        response = replace(response, fields=moved_on(response.fields, self._age))
        return not_modified(response) if _is_known(asked, response) else response

    def _alike(self, asked: Asked) -> list[TapedResponse]:
        urls = self._by_shape.get((asked.method, *_shape(asked.url)))
        if not urls or "?" not in asked.url:
            return []
        wanted = set(_query(asked.url))
        best = max(urls, key=lambda url: len(wanted & set(_query(url))))
        return self._by_url[asked.method, best]

    def _in_turn(self, asked: Asked, found: list[TapedResponse]) -> TapedResponse | None:
        wanted = asked.fields.get("range", "")
        conditional = "if-none-match" in asked.fields or "if-modified-since" in asked.fields
        same = [each for each in found if each.asked_range == wanted]
        if not same:
            file = self._file(found)
            part = None if file is None else of_range(file, wanted) if wanted else of_all(file)
            same = [each for each in found if each.status != PARTIAL]
            if part is not None or (file is not None and not same):
                return part
            same = same or found
        if not conditional:
            same = [each for each in same if each.status != _NOT_MODIFIED] or same
        key = (found[0].method, found[0].url, wanted)
        turn = self._turns.get(key, 0)
        self._turns[key] = turn + 1
        response = same[min(turn, len(same) - 1)]
        return response if response.read_bytes is None else filled(response, self._file(found))

    def _file(self, found: list[TapedResponse]) -> KnownFile | None:
        """Return what is known of a file that servers send in parts; None: they do not."""
        key = found[0].method, found[0].url
        if key not in self._files:
            self._files[key] = known_file(found)
        return self._files[key]


def origin_of(url: str) -> tuple[bool, str, int]:
    """Return whether a URL is secure, its host and its port."""
    parts = urlsplit(url)
    secure = parts.scheme in {"https", "wss"}
    return secure, (parts.hostname or "").lower(), parts.port or (443 if secure else 80)


def not_modified(response: TapedResponse) -> TapedResponse:
    """Return what says that a response is still the same one (RFC 9110, section 15.4.5)."""
    fields = tuple((name, value) for name, value in response.fields if name.lower() in _KEPT_IN_304)
    return replace(response, status=_NOT_MODIFIED, phrase="Not Modified", fields=fields, body=b"", wire_bytes=None)


def _is_known(asked: Asked, response: TapedResponse) -> bool:
    """Tell whether the browser has this very response: its condition names the validator that it carries."""
    if response.status != _OK:
        return False
    tags, since = asked.fields.get("if-none-match"), asked.fields.get("if-modified-since")
    if tags is not None:
        tag = response.field("etag").removeprefix("W/")
        return bool(tag) and tag in {each.strip().removeprefix("W/") for each in tags.split(",")}
    return since is not None and since == response.field("last-modified")


def _best(found: Iterable[TapedResponse]) -> list[TapedResponse]:
    """Return the responses to one request; one that was cut off only where no other came whole.

    A page that cut one off because it had the other would otherwise wait for the rest of it.
    """
    found = list(found)
    whole = {each.asked_range for each in found if each.whole}
    return [each for each in found if each.whole or each.asked_range not in whole]


def _shape(url: str) -> tuple[str, frozenset[str]]:
    return url.partition("?")[0], frozenset(name for name, _ in _query(url))


def _query(url: str) -> list[tuple[str, str]]:
    query = url.partition("?")[2]
    if query.count("&") > _MOST_PARAMETERS:
        return [("", query)]
    return parse_qsl(query, keep_blank_values=True, errors="replace") or ([("", query)] if query else [])
