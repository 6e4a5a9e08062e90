"""A first budget, made of what pages weigh today. Pure."""

import math
from collections.abc import Sequence
from typing import Final

from delest.records.pages.weight import PageWeight

_STEP_BYTES: Final = 1_000
_KINDS: Final = ("script", "stylesheet", "image", "font")


def budget_toml(weights: Sequence[PageWeight], margin: float, measured_on: str) -> str:
    """Return a ``[[budget]]`` table that all pages of ``weights`` (never empty) are within, in TOML.

    Each limit is the heaviest page's amount plus the margin (a share), rounded up to whole kB.
    """
    more = 1 + margin
    weight = max(each.cold.transferred_bytes.high for each in weights)
    requests = max(each.cold.requests.high for each in weights)
    lines = [
        f"# Made of {len(weights)} measured pages on {measured_on}, plus {margin:.0%}.",
        "[[budget]]",
        f'weight = "{_kilobytes(weight * more)} kB"',
    ]
    for kind in _KINDS:
        most = max(
            (share.transferred_bytes for each in weights for share in each.cold.by_kind if share.name == kind),
            default=0,
        )
        if most:
            lines.append(f'{kind} = "{_kilobytes(most * more)} kB"')
    third = max((s.transferred_bytes for each in weights for s in each.cold.by_party if s.name == "third"), default=0)
    lines += [f'third-party = "{_kilobytes(third * more)} kB"', f"requests = {math.ceil(requests * more)}"]
    return "\n".join(lines) + "\n"


def _kilobytes(size: float) -> int:
    return math.ceil(size / _STEP_BYTES)
