"""Views of pages that were not measured, answered for by the measured pages of their template."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from msgspec import Struct

Templates = Callable[[Iterable[str]], Mapping[str, tuple[str, ...]]]

_PAGES_AT_MOST: Final = 50_000
"""Pages that are sorted into templates, those of most views first."""


class Family(Struct, frozen=True, kw_only=True):
    """The pages of one template that has measured pages."""

    template: str
    measured: tuple[str, ...]
    unseen_pages: int
    views: float
    """Of the unseen pages."""


class Modelled(Struct, frozen=True, kw_only=True):
    """Views of pages that were not measured: modelled by template, or not."""

    by_page: dict[str, float]
    """Modelled views by the URL of the measured page that answers for them."""
    families: tuple[Family, ...]
    unmatched: dict[str, float]
    """The rest, by URL."""


def modelled(
    measured: Iterable[str],
    others: Mapping[str, float],
    templates: Templates | None,
    *,
    keep_out: Callable[[str], bool],
) -> Modelled:
    """Return which views of ``others`` the pages of ``measured`` answer for.

    The measured pages of a template answer for the views of its other pages in equal parts, so that these weigh what
    the template weighs on average. ``keep_out``: tells URLs that are no pages, or whose weight no template tells.
    """
    if templates is None:
        return Modelled(by_page={}, families=(), unmatched=dict(others))
    known = frozenset(measured)
    most = sorted((url for url in others if not keep_out(url)), key=lambda url: -others[url])[:_PAGES_AT_MOST]
    by_page: dict[str, float] = {}
    rest = dict(others)
    families = []
    for template, urls in templates([*known, *most]).items():
        own = tuple(url for url in urls if url in known)
        unseen = [url for url in urls if url not in known]
        if not own:
            continue
        views = sum(rest.pop(url) for url in unseen)
        families.append(Family(template=template, measured=own, unseen_pages=len(unseen), views=views))
        for url in own if views else ():
            by_page[url] = by_page.get(url, 0.0) + views / len(own)
    return Modelled(by_page=by_page, families=tuple(families), unmatched=rest)
