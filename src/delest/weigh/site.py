"""The weight of a site, from its pages, each counting once."""

import statistics
from collections.abc import Sequence
from typing import Final

from delest.records.pages.weight import PageWeight, SiteWeight
from delest.weigh.resources import SiteResources
from delest.weigh.shares import add_up

HEAVIEST_RESOURCES: Final = 20


def site_weight(weights: Sequence[PageWeight], resources: SiteResources) -> SiteWeight | None:
    """Return the weight of the site whose pages weigh ``weights`` and are made of ``resources``; None without a weight.

    Mean and median are over the median cold loads of these pages;
    the shares by kind and by party are sums of their shares.
    """
    if not weights:
        return None
    sizes = [weight.cold.transferred_bytes.median for weight in weights]
    heaviest = min(weights, key=lambda weight: (-weight.cold.transferred_bytes.median, weight.url))
    return SiteWeight(
        pages=len(weights),
        mean_bytes=statistics.fmean(sizes),
        median_bytes=statistics.median(sizes),
        lightest_bytes=min(sizes),
        heaviest_bytes=max(sizes),
        heaviest_url=heaviest.url,
        by_kind=add_up(share for weight in weights for share in weight.cold.by_kind),
        by_party=add_up(share for weight in weights for share in weight.cold.by_party),
        heaviest_resources=resources.heaviest(HEAVIEST_RESOURCES),
        heaviest_summed_bytes=resources.summed(HEAVIEST_RESOURCES),
        shared_bytes=resources.shared(len(weights)),
        inexact_transfers=sum(weight.cold.inexact_transfers for weight in weights),
    )
