"""Technical details, which records keep in English for programs, as the reader's language writes them."""

import re
from collections.abc import Callable
from typing import Final

from delest.errors import N_
from delest.report.language.conditions import counted_detail
from delest.report.language.numbers import formula_text, sized
from delest.report.language.words import _

_BETWEEN: Final = ", "
_PHRASES: Final = {
    "WebP lossless": N_("WebP lossless"),
    "animated WebP lossless": N_("animated WebP lossless"),
    "run parts alone": N_("run parts alone"),
    "used rules alone": N_("used rules alone"),
    "without its source map": N_("without its source map"),
    "idle functions emptied": N_("idle functions emptied"),
    "Cache-Control: -": N_("no Cache-Control"),
}
_FORMS: Final = (
    (re.compile(r"animated WebP q(?P<quality>\d+)"), N_("animated WebP q{quality}")),
    (re.compile(r"(?P<n>\d+) characters"), N_("{n} characters")),
    (re.compile(r"(?P<family>.+): (?P<n>\d+) characters"), N_("{family}: {n} characters")),
)
_WRITTEN: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r"(\d+(?:\.\d+)?) ([kMG]?B)( ×\d+)?"), lambda found: sized(found[1], found[2]) + (found[3] or "")),
    (re.compile(r"(?:SSIM )?\d+\.\d+"), lambda found: formula_text(found[0])),
)


def technical(detail: str) -> str:
    """Return the detail of a reason, a proof or a finding in the language in use.

    What delest wrote in it is translated and its sizes and numbers are written as usual: ``animated WebP q85, SSIM
    0.991``, ``0.6 GB``. Whatever else a part says, the browser or the site wrote; it stays as it is.
    """
    return _BETWEEN.join(map(_part, detail.split(_BETWEEN)))


def _part(part: str) -> str:
    if part in _PHRASES:
        return _(_PHRASES[part])
    if counted := counted_detail(part):
        return counted
    for form, sentence in _FORMS:
        if found := form.fullmatch(part):
            return _(sentence).format(**found.groupdict())
    for form, write in _WRITTEN:
        if found := form.fullmatch(part):
            return write(found)
    return part
