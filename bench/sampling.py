"""Draws samples of generated sites and holds the 95 % intervals against the truth: coverage, and pages loaded for it.

The table stands in docs/sampling.md::

    make sampling
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from delest.weigh.sample import precision
from tests.weigh.populations import DRAWS, SITES, sampled

HEADINGS = ("site", "pages", "templates", "sampling stops", "draws that cover", "pages loaded, median (most)", "bounds")


def main() -> None:
    print("|", " | ".join(HEADINGS), "|")
    print("|---|" + "---:|---:|---|---:|---:|---:|")
    for name, make in SITES.items():
        site = make()
        pages = sum(map(len, site))
        for stop, options in (
            ("at ±5 %", {"wanted": 0.05}),
            ("at ±10 %", {"wanted": 0.1}),
            ("at 60 pages", {"at_most": 60}),
        ):
            draws = [sampled(site, seed, **options) for seed in range(DRAWS)]
            covered = sum(draw.covers for draw in draws) / DRAWS
            loaded = [draw.pages for draw in draws]
            bounds = statistics.median(precision(draw.interval) for draw in draws)
            cells = (
                name,
                pages,
                len(site),
                stop,
                f"{covered:.1%}",
                f"{statistics.median(loaded):.0f} ({max(loaded)})",
                f"{bounds:.1%}",
            )
            print("|", " | ".join(map(str, cells)), "|", flush=True)


if __name__ == "__main__":
    main()
