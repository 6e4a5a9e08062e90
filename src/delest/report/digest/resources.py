"""The resources that a report names: those with most bytes over all measured pages."""

from typing import Final

from delest.records.pages.weight import ResourceWeight, SiteWeight

_AT_LEAST: Final = 12
_WORTH_NAMING: Final = 0.002
"""Share of all bytes."""


def named_resources(site: SiteWeight) -> tuple[tuple[ResourceWeight, float], ...]:
    """Return the heaviest resources, each with its bytes over all pages; those of next to nothing are left out."""
    whole = sum(each.transferred_bytes for each in site.by_kind)
    summed = site.heaviest_summed_bytes
    every = [
        (each, float(summed[at]) if at < len(summed) else float(each.transferred_bytes * each.pages))
        for at, each in enumerate(site.heaviest_resources)
    ]
    return tuple(
        (each, moved) for at, (each, moved) in enumerate(every) if at < _AT_LEAST or moved >= _WORTH_NAMING * whole
    )
