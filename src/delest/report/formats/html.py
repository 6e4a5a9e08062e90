"""HTML: one file that needs nothing beside itself, for a service team to read, print and publish."""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from delest.records.audit import AuditReport
from delest.records.weight import Spread
from delest.report.axis import axis
from delest.report.format import Format
from delest.report.language import labels, numbers
from delest.report.language.safe_text import link, shorten
from delest.report.language.words import _, language, ngettext
from delest.report.pages import claims, digest, documents, ecoindex, method, sample, side_by_side
from delest.report.pages.basis import basis

_SHOWN: Final = 110
"""Columns of a URL, a title or a reason."""
_OFFENDERS_SHOWN: Final = 15
_DOCUMENTS_SHOWN: Final = 30
_PAGES_SHOWN: Final = 100
"""Rows of a table of pages: more than anyone reads, and no browser chokes on them."""
_STRATA_SHOWN: Final = 40
_WARNINGS_SHOWN: Final = 50
_NO_BREAK: Final = "\u00a0"
_UNIT: Final = re.compile(r"(?<=[0-9]) (?=(?:[kMGTP]?B|k?g|t)\b)")


def render(report: AuditReport) -> str:
    """Return the audit as one HTML document without scripts or outside resources."""
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            language=language(),
            site_name=digest.site_name(report),
            known_pages=digest.known_pages(report),
            never_at_rest=digest.never_at_rest(report),
            endless=digest.endless(report),
            unmeasured=digest.unmeasured(report),
            skipped=[(labels.skip_reason(r), n) for r, n in digest.skipped_pages(report).items()],
            requests_per_page=digest.requests_per_page(report),
            third_party=digest.third_party_part(report.site.by_party) if report.site else 0.0,
            rules=digest.by_rule(report),
            opening=claims.opening(report),
            claims=claims.claims(report),
            basis=basis(report),
            left_out=claims.left_out(),
            partial_run=claims.partial_run(report),
            documents=documents,
            ecoindex=ecoindex,
            comparisons=[each for each, _columns in side_by_side.comparisons(report)],
            strata=sample.rows(report),
            facts=method.facts(report),
            glossary=method.glossary(),
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("delest.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= _filters()
    environment.globals |= {
        "_": _say,
        "ngettext": _say_counted,
        "offenders_shown": _OFFENDERS_SHOWN,
        "documents_shown": _DOCUMENTS_SHOWN,
        "pages_shown": _PAGES_SHOWN,
        "strata_shown": _STRATA_SHOWN,
        "warnings_shown": _WARNINGS_SHOWN,
        "labels": labels,
        "readings": claims,
    }
    return environment


def _filters() -> Mapping[str, Callable[..., Any]]:
    written: dict[str, Callable[..., str]] = {
        "bytes": numbers.bytes_text,
        "bytes_range": numbers.bytes_range,
        "count": numbers.count_text,
        "date": numbers.date_text,
        "figure": numbers.figure_text,
        "percent": numbers.percent_text,
        "mean": numbers.mean_text,
        "kg": numbers.kg_text,
        "spread": _spread,
    }
    return {
        **{name: partial(_unbroken, function) for name, function in written.items()},
        "axis": axis,
        "confidence": labels.confidence_name,
        "formula": numbers.formula_text,
        "href": link,
        "joined": _joined,
        "part": digest.part,
        "place": _place,
        "shown": partial(shorten, width=_SHOWN),
        "third_party": digest.third_party_part,
    }


def _say(message: str, **values: object) -> Markup:
    return Markup(escape(_(message))).format(**values)  # noqa: S704 - what is marked safe was escaped


def _say_counted(one: str, many: str, n: int, **values: object) -> Markup:
    return Markup(escape(ngettext(one, many, n))).format(n=numbers.count_text(n), **values)  # noqa: S704 - same


def _unbroken(write: Callable[..., str], *args: object) -> str:
    return write(*args).replace(" ", _NO_BREAK)


def _joined(sentence: str) -> str:
    """Return a sentence whose numbers keep their units on the same line."""
    return _UNIT.sub(_NO_BREAK, sentence)


def _spread(spread: Spread) -> str:
    return _("{low} to {high}").format(low=numbers.bytes_text(spread.low), high=numbers.bytes_text(spread.high))


def _place(url: str, site: str) -> str:
    """Return a URL as people read it: a page of the audited site by its path alone."""
    for scheme in ("https://", "http://"):
        if url.startswith(f"{scheme}{site}/"):
            return shorten(url.removeprefix(f"{scheme}{site}"), _SHOWN)
    return shorten(url, _SHOWN)


FORMAT: Final = Format(id="html", suffixes=(".html", ".htm"), pieces=lambda report: (render(report),))
