"""A share of one as a bar."""

from markupsafe import Markup

from delest.report.said import Bar

_RECT = Markup('<rect{} x="{}" width="{}"/>')


def share_bar(bar: Bar) -> Markup:
    """Return a bar that fills its place as far as the share goes; figures beside it say the same."""
    parts = bar.parts or (("", bar.share),)
    rects, at = [], 0.0
    for key, part in parts:
        rects.append(_RECT.format(Markup(' class="{}"').format(key) if key else "", f"{at:.1f}", f"{part * 100:.1f}"))
        at += part * 100
    return Markup('<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{}</svg>').format(
        Markup().join(rects)
    )
