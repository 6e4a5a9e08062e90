"""A badge: what a page view of a site transfers, and when that was measured, as a small SVG.

It has no grade and no colour of its own for good or bad: the figure and its date are all that it says.
"""

from typing import Final

from markupsafe import Markup

from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import site_name
from delest.report.digest.gains import bytes_per_view
from delest.report.language.numbers import bytes_text, date_text
from delest.report.language.safe_text import columns, link, shorten
from delest.report.language.words import _, language

_COLUMN_PX: Final = 6.4
"""Width of an average sign at 11 px; the text is stretched to its place, so that no font overflows it."""
_PADDING_PX: Final = 8
_SITE_COLUMNS: Final = 40
_BADGE: Final = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" viewBox="0 0 {whole} 20" role="img"'
    ' lang="{language}" aria-label="{alt}">\n'
    "<title>{alt}</title>\n{opened}"
    '<clipPath id="r"><rect width="{whole}" height="20" rx="3"/></clipPath>\n'
    '<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#3d4146"/>'
    '<rect x="{left}" width="{right}" height="20" fill="#0b5d5b"/></g>\n'
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
    '<text x="{padding}" y="14" textLength="{left_text}" lengthAdjust="spacingAndGlyphs">{name}</text>'
    '<text x="{right_at}" y="14" textLength="{right_text}" lengthAdjust="spacingAndGlyphs">{value}</text></g>\n'
    "{closed}</svg>\n"
)


def badge(report: AuditReport) -> str:
    """Return the badge of an audit; one that measured no page says so."""
    mean, day = bytes_per_view(report), date_text(report.header.run.started_at)
    name = _("page view")
    value = f"{bytes_text(mean)} · {day}" if mean is not None else _("not measured") + f" · {day}"
    left_text, right_text = (round(columns(text) * _COLUMN_PX) for text in (name, value))
    left, right = left_text + 2 * _PADDING_PX, right_text + 2 * _PADDING_PX
    starts = report.header.scope.start_urls
    target = link(starts[0]) if starts and not report.header.run.demo else ""
    return _BADGE.format(
        whole=left + right,
        left=left,
        right=right,
        left_text=left_text,
        right_text=right_text,
        right_at=left + _PADDING_PX,
        padding=_PADDING_PX,
        language=language(),
        name=name,
        value=value,
        alt=f"{shorten(site_name(report), _SITE_COLUMNS)} - {name} {value} (delest)",
        opened=Markup('<a href="{}" target="_top">').format(target) if target else "",
        closed=Markup("</a>") if target else "",
    )
