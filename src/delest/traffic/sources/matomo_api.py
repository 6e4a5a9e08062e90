"""Matomo's Reporting API: the reports of pages and downloads of a site, month by month.

The token goes in the body of POST requests: never in an address, which servers log, and never in a message. Months
are asked for one by one and added up here: Matomo's own sums of long periods drop rows beyond its limits.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from delest.errors import N_, InputError
from delest.message import Message
from delest.records.co2e.traffic import Export
from delest.traffic.merged import merged
from delest.traffic.period import Span, spans
from delest.traffic.source import Asked, Source
from delest.traffic.tables.matomo_rows import Tree, export_of_tree

if TYPE_CHECKING:
    import httpx

_ROWS: Final = 10_000
"""Rows asked for at a time."""
_PAGES_AT_MOST: Final = 200
_TIMEOUT_S: Final = 180.0
_NOT_ALLOWED: Final = frozenset({401, 403})
_TOO_MANY: Final = 429
_LONGEST_BYTES: Final = 200_000_000
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Query(Struct, frozen=True, kw_only=True):
    """What is asked of a Matomo."""

    url: str
    """Of the Matomo, with or without ``index.php``."""
    site: str
    period: str = "last12"
    """``last12`` (months), ``2026``, ``2026-03``, or two days with a comma."""
    token: str = ""
    """Empty: only what everybody may see."""
    segment: str = ""


def read(query: Query, today: date) -> Export:
    """Return the page views, entries and downloads of a site over whole months before ``today``.

    Raises:
        InputError: the Matomo cannot be reached, refuses, or has no page views of that period.
    """
    url, name = _endpoint(query.url), f"{urlsplit(query.url).hostname} site {query.site}"
    import httpx  # noqa: PLC0415 - only who asks a server needs it

    parts: list[Export] = []
    with httpx.Client(timeout=_TIMEOUT_S, follow_redirects=False) as client:
        for span in spans(query.period, today):
            parts += _month(_Asking(client, url, query, span), name)
    if not parts:
        raise InputError(
            N_("{name}: no page views from {first} to {last}"),
            remedy=N_("check --site and --period; the site's id is in Matomo's address: idSite=1"),
            name=name,
            first=spans(query.period, today)[0].first.isoformat(),
            last=spans(query.period, today)[-1].last.isoformat(),
        )
    export = merged(parts, Asked())
    told = Message.of(N_("{name}: the Reporting API of Matomo, {months} periods"), name=name, months=len(parts))
    return replace(export, source="matomo-api", files=(name,), recognised=(told,))


class _Asking(NamedTuple):
    """One period to ask for."""

    client: "httpx.Client"
    url: str
    query: Query
    span: Span

    def answer(self, method: str, **more: object) -> Any:
        """Return what a method answers for this period.

        Raises:
            InputError: it cannot be had.
        """
        query, span = self.query, self.span
        body = {
            "module": "API", "method": method, "idSite": query.site, "period": span.period, "date": span.date,
            "format": "JSON", **{key: str(value) for key, value in more.items()},
        }  # fmt: skip
        body |= {"token_auth": query.token} if query.token else {}
        body |= {"segment": query.segment} if query.segment else {}
        return _decoded(self, method, _posted(self, body))


def _month(asking: _Asking, name: str) -> Iterator[Export]:
    rows = [*_all_rows(asking, "Actions.getPageUrls"), *_all_rows(asking, "Actions.getDownloads")]
    if not rows:
        return
    tree: Tree = {asking.span.key: rows}
    total = _field(asking.answer("Actions.get"), "nb_pageviews")
    export = export_of_tree("matomo-api", name, tree, Asked(), total=total)
    yield replace(export, returning_share=_returning(asking))


def _all_rows(asking: _Asking, method: str) -> Iterator[dict[str, Any]]:
    for page in range(_PAGES_AT_MOST):
        rows = asking.answer(method, flat=1, filter_limit=_ROWS, filter_offset=page * _ROWS)
        found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        yield from found
        if len(found) < _ROWS:
            return


def _returning(asking: _Asking) -> float | None:
    """Return the share of visits by people who came before; None: this Matomo does not tell."""
    try:
        answer = asking.answer("VisitFrequency.get")
    except InputError:  # a plugin that can be switched off; the pages have been answered already
        return None
    again, new = _field(answer, "nb_visits_returning"), _field(answer, "nb_visits_new")
    return again / (again + new) if again is not None and new is not None and again + new else None


def _field(answer: Any, name: str) -> float | None:
    """Return a number of an answer; None where it has none: an empty report is a list."""
    try:
        return float(str(answer[name])) if isinstance(answer, dict) and name in answer else None
    except ValueError:
        return None


def _endpoint(url: str) -> str:
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        raise InputError(
            N_("--matomo {url}: not an https address"),
            remedy=N_("give the https address: the token would be sent in clear"),
            url=url,
        )
    if parts.username or parts.password or parts.query:
        raise InputError(
            N_("--matomo: the address contains a user name, a password or a query"),
            remedy=N_("give the address alone; the token comes from DELEST_MATOMO_TOKEN or --matomo-token-file"),
        )
    path = parts.path if parts.path.endswith(".php") else parts.path.rstrip("/") + "/index.php"
    return parts._replace(path=path, fragment="").geturl()


def _posted(asking: _Asking, body: dict[str, str]) -> bytes:
    import httpx  # noqa: PLC0415 - as above

    try:
        with asking.client.stream("POST", asking.url, data=body) as response:
            _refuse(asking, response)
            content = bytearray()
            for piece in response.iter_bytes():
                content += piece
                if len(content) > _LONGEST_BYTES:
                    raise InputError(
                        N_("{url}: an answer of more than {limit} MB"),
                        remedy=N_("ask for a shorter --period"),
                        url=asking.url,
                        limit=_LONGEST_BYTES // 1_000_000,
                    )
            return bytes(content)
    except httpx.HTTPError as error:
        raise InputError(
            N_("{url}: cannot be reached: {reason}"),
            remedy=N_("open the address in a browser; behind a proxy set HTTPS_PROXY"),
            url=asking.url,
            reason=str(error) or type(error).__name__,
        ) from error


def _refuse(asking: _Asking, response: "httpx.Response") -> None:
    if response.is_success:
        return
    if response.is_redirect:
        raise InputError(
            N_("{url}: redirects to {target}"),
            remedy=N_("give that address with --matomo: the token is sent nowhere else"),
            url=asking.url,
            target=response.headers.get("location", "")[:200],
        )
    status = response.status_code
    if status in _NOT_ALLOWED:
        raise InputError(
            N_("{url}: HTTP {status}"),
            remedy=N_("check the token, and that it may view this site"),
            url=asking.url,
            status=status,
        )
    if status == _TOO_MANY:
        raise InputError(
            N_("{url}: HTTP {status}"),
            remedy=N_("Matomo limits how often it may be asked: wait, or ask for a shorter --period"),
            url=asking.url,
            status=status,
        )
    raise InputError(
        N_("{url}: HTTP {status}"),
        remedy=N_("open the address in a browser; a report may be too large"),
        url=asking.url,
        status=status,
    )


def _decoded(asking: _Asking, method: str, content: bytes) -> Any:
    try:
        answer = msgspec.json.decode(content)
    except msgspec.DecodeError as error:
        if content.lstrip()[:1] in {b"[", b"{"}:
            raise InputError(
                N_("{url}: its answer to {method} was cut off after {n} bytes"),
                remedy=N_("ask again, or for a shorter --period; Matomo may lack memory or time for so large a report"),
                url=asking.url,
                method=method,
                n=len(content),
            ) from error
        raise InputError(
            N_("{url}: its answer is not JSON: is this a Matomo?"),
            remedy=N_("give the address that Matomo is opened at, for example https://stats.example.org/"),
            url=asking.url,
        ) from error
    if isinstance(answer, dict) and answer.get("result") == "error":
        said = str(answer.get("message", ""))[:300]
        raise InputError(
            N_("Matomo refuses: {message}"),
            remedy=N_("check --site and the token: DELEST_MATOMO_TOKEN, or --matomo-token-file FILE"),
            message=said.replace(asking.query.token, "***") if asking.query.token else said,
        )
    return answer


SOURCE = Source(id="matomo-api")
