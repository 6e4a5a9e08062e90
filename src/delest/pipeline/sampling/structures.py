"""Templates by the shape of URLs and by structure: which measured pages of a stratum are built alike.

This divides what is reported, never what is estimated: docs/sampling.md says why.
"""

import statistics
import string
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from delest.records.runs.sample import Sample, SampledStructure

STRUCTURES_LISTED: Final = 20
"""Of one stratum."""


def by_structure(sample: Sample, structures: Mapping[str, str], sizes_bytes: Mapping[str, float]) -> Sample:
    """Return the sample with its strata divided by structure.

    ``structures`` says by URL what a page is built like (see `outline`), ``sizes_bytes`` what a measured page weighs.
    Pages whose structure is not known are in no part.
    """
    built = {url: structures[url] for url in sample.stratum_of if url in structures}
    order = sorted(Counter(built.values()).items(), key=lambda known: (-known[1], known[0]))
    letters = {structure: _letters(at) for at, (structure, _) in enumerate(order)}
    found: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for url, structure in built.items():
        found[sample.stratum_of[url]][letters[structure]].append(sizes_bytes[url])
    return replace(
        sample,
        templates=tuple(
            replace(each, structures=len(found[each.template]), by_structure=_listed(found[each.template]))
            for each in sample.templates
        ),
        structure_of={url: letters[structure] for url, structure in built.items()},
    )


def _listed(sizes: Mapping[str, list[float]]) -> tuple[SampledStructure, ...]:
    listed = [
        SampledStructure(structure=letter, measured_pages=len(its), mean_bytes=statistics.fmean(its))
        for letter, its in sizes.items()
    ]
    listed.sort(key=lambda each: (-each.measured_pages, len(each.structure), each.structure))
    return tuple(listed[:STRUCTURES_LISTED])


def _letters(at: int) -> str:
    """Return A to Z, AA, AB and so on, as spreadsheets count."""
    more, letter = divmod(at, len(string.ascii_uppercase))
    return (_letters(more - 1) if more else "") + string.ascii_uppercase[letter]
