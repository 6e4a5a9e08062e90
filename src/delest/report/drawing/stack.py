"""A whole cut into pieces, as one bar."""

from markupsafe import Markup

from delest.report.figures import plain
from delest.report.page import Stack

_WIDTH = 1000
_GAP = 3
_RECT = Markup('<rect class="{}" x="{:.1f}" width="{:.1f}" height="36"><title>{}</title></rect>')


def stacked(stack: Stack) -> Markup:
    """Return the pieces side by side, in their order."""
    whole = sum(piece.value for piece in stack.pieces) or 1
    rects, at = [], 0.0
    for piece in stack.pieces:
        width = piece.value / whole * _WIDTH
        rects.append(_RECT.format(piece.key, at, max(width - _GAP, 1), plain(piece.name)))
        at += width
    return Markup(
        '<svg class="stack" viewBox="0 0 1000 36" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    ).format(plain(stack.alt), Markup().join(rects))
