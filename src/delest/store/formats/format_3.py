"""Run format 3: reasons and periods were sentences in English, and the first form of a message was its template."""

import re
from typing import Any, Final

from delest.reason import Reason, ReasonCode
from delest.store.old_format import OldFormat, Part

_DAYS: Final = re.compile(r"[0-9]+(?:[.][0-9]+)?")
_OF_RUN: Final = ("id", "delest_version", "started_at", "jobs", "demo")
_OF_QUESTION: Final = ("views_per_year", "views_by_page", "target", "conditions")
_YEAR_DAYS: Final = 365.0
_SENTENCES: Final = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        (r"HTTP (20[45])", ReasonCode.NO_CONTENT),
        (r"HTTP ([0-9]{3})", ReasonCode.HTTP_ERROR),
        (r"login required: leads to (.*)", ReasonCode.LOGIN_REQUIRED),
        (r"login required \((HTTP 401)\)", ReasonCode.LOGIN_REQUIRED),
        (r"bot challenge \((HTTP [0-9]+)\)", ReasonCode.BOT_CHALLENGE),
        (r"bot challenge: (.*)", ReasonCode.BOT_CHALLENGE),
        (r"access denied: (.*)", ReasonCode.ACCESS_DENIED),
        (r"maintenance page()", ReasonCode.MAINTENANCE),
        (r"parked domain()", ReasonCode.PARKED),
        (r"the page did not run(): .*", ReasonCode.NEEDS_JAVASCRIPT),
        (r"soft 404: says()\b.*", ReasonCode.SOFT_404),
        (r"soft 404: shows()\b.*", ReasonCode.SOFT_404_ALIKE),
        (r"leads to another site: (.*)", ReasonCode.LEADS_ELSEWHERE),
        (r"leads to another site()", ReasonCode.LEADS_ELSEWHERE),
        (r"leads out of the scope of the audit()", ReasonCode.OUT_OF_SCOPE),
        (r"more than ([0-9]+) redirects", ReasonCode.TOO_MANY_REDIRECTS),
        (r"redirected to what is not an http\(s\) address()", ReasonCode.BAD_REDIRECT),
        (r"content encoding '(.*)' was not asked for", ReasonCode.BAD_ENCODING),
        (r"cut short()", ReasonCode.CUT_SHORT),
        (r"(net::ERR_NAME_NOT_RESOLVED)", ReasonCode.NAME_NOT_FOUND),
        (r"(net::ERR_CERT_.*)", ReasonCode.BAD_CERTIFICATE),
        (r"(net::ERR_.*)", ReasonCode.NET_ERROR),
        (r"((?:\w+Error|ConnectTimeout|ReadTimeout)(?:: .*)?)", ReasonCode.NET_ERROR),
        (r"no (?:complete )?answer within ([0-9.]+) s", ReasonCode.NO_RESPONSE),
        (r"no answer()", ReasonCode.NO_RESPONSE),
        (r"private address()", ReasonCode.PRIVATE_ADDRESS),
        (r"the browser did not answer()", ReasonCode.BROWSER_STUCK),
        (r"the page takes more than (.* GB) of memory, .*", ReasonCode.SHARED_MEMORY),
        (r"the page takes more than (.* GB) of memory", ReasonCode.PAGE_MEMORY),
        (r"the page before it could not be loaded: .*?(net::ERR_\w+|)", ReasonCode.PAGE_BEFORE_FAILED),
        (r"the page before it could not be loaded()\b.*", ReasonCode.PAGE_BEFORE_FAILED),
        (r"the page before it leads to this very page()", ReasonCode.PAGE_BEFORE_IS_THIS),
        (r"no other page of the site()\b.*", ReasonCode.NO_PAGE_BEFORE),
        (r"the page's record is too large()", ReasonCode.RECORD_TOO_LARGE),
        (r"no answer in the recording()", ReasonCode.NOT_RECORDED),
        (r"no banner found()", ReasonCode.NO_BANNER),
        (r"the banner is still there after the click()", ReasonCode.BANNER_STAYED),
        (r"not a valid CSS selector()", ReasonCode.BAD_SELECTOR),
        (r"the page did not answer()", ReasonCode.PAGE_SILENT),
        (r"the page let nothing be found()", ReasonCode.PAGE_UNREADABLE),
        (r"no size is stated()", ReasonCode.NO_SIZE),
        (r"compressed as it is sent: no size is stated()", ReasonCode.SIZE_COMPRESSED),
        (r"a page, not a document: (.*)", ReasonCode.NOT_A_DOCUMENT),
        (r"(robots|robots-unread|host-failing)", None),
        (r"([a-z]+/[\w.+-]+)", ReasonCode.NOT_HTML),
    )
)
"""What format 3 said, with its detail in brackets; a code of ours already is one."""


def reason(sentence: str) -> dict[str, str] | None:
    """Return the reason that a sentence of format 3 was, as plain values; what is not known keeps its words."""
    if not sentence:
        return None
    for pattern, code in _SENTENCES:
        found = pattern.fullmatch(sentence)
        if found:
            told = Reason.of(code, found[1]) if code else Reason(code=ReasonCode(found[1]))
            return {"code": told.code.value, "detail": told.detail}
    told = Reason.of(ReasonCode.OTHER, sentence)
    return {"code": told.code.value, "detail": told.detail}


def upgraded(part: Part, record: Any) -> Any:
    """Return a record of format 3 in format 4."""
    if part == "page":
        for load in (*record["loads"], *record.get("consent_loads", ())):
            _reasoned(load)
            if load.get("consent"):
                _reasoned(load["consent"])
    elif part == "header":
        return _header(record)
    elif part == "document":
        _reasoned(record)
    elif part == "end":
        for message in record.get("warnings", ()):
            message["one"] = message.pop("template")
            _reasoned(message.get("values", {}), only_if_there=True)
        if record.get("traffic"):
            record["traffic"] = _traffic(record["traffic"])
    return record


def _header(header: dict[str, Any]) -> dict[str, Any]:
    """Return the header in its four parts; in format 3 it was one list."""
    names = {"run_id": "id", "runs": "loads", "max_runs": "max_loads"}
    told = {names.get(name, name): value for name, value in header.items()}
    return {
        "run": {name: told.pop(name) for name in _OF_RUN if name in told},
        "question": {name: told.pop(name) for name in _OF_QUESTION if name in told},
        "scope": told.pop("scope"),
        "loading": told,
    }


def _traffic(traffic: dict[str, Any]) -> dict[str, Any]:
    """Return page views with a period in days; format 3 knew one share of the views alone, that of measured pages."""
    days = _DAYS.match(str(traffic["period"]))
    by_year = traffic["source"] == "number"
    period = {"days": float(days[0]) if days else _YEAR_DAYS, "origin": "year" if by_year else "given"}
    measured = traffic.pop("coverage", None)
    coverage = None if measured is None else {"measured": measured, "unmatched": 1 - measured}
    return {**traffic, "period": period, "coverage": coverage}


def _reasoned(record: dict[str, Any], *, only_if_there: bool = False) -> None:
    if "reason" in record or not only_if_there:
        record["reason"] = reason(str(record.get("reason") or ""))


OLDFORMAT: Final = OldFormat(id="format-3", upgraded=upgraded)
