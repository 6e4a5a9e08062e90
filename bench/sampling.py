"""Draws samples of sites whose weights are known and holds the 95 % intervals against the truth: coverage, and cost.

The table stands in docs/sampling.md::

    make sampling
    PYTHONPATH=src:. .venv/bin/python bench/sampling.py --forecasts
    PYTHONPATH=src:. .venv/bin/python bench/sampling.py --small
    PYTHONPATH=src:. .venv/bin/python bench/sampling.py --real
"""

import argparse
import random
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from delest.records.runs.scope import SampleOrder
from delest.store.journal import Journal
from delest.weigh.sample import precision
from tests.pipeline.drawn_site import articles, audited, header
from tests.weigh.populations import (
    BEYOND,
    DRAWS,
    FAMILIES,
    FORECASTS,
    HELD_OUT,
    SITES_PER_FAMILY,
    Sampled,
    Site,
    foretold,
    generated,
    recorded,
    sampled,
    small,
    true_mean,
)

VIEWS = "views by page"
REAL = Path(__file__).parents[1] / "fixtures" / "sampling"
FORETOLD = REAL / "foretold"
HEADINGS = ("site", "pages", "templates", "sampling stops", "draws that cover", "pages loaded, median (most)", "bounds")
STOPS = (
    ("at ±5 %", {"wanted": 0.05}),
    ("at ±10 %", {"wanted": 0.1}),
    ("at 20 pages", {"at_most": 20}),
    ("at 60 pages", {"at_most": 60}),
    ("at 150 pages", {"at_most": 150}),
)


def row(name: str, stop: str, sites: Sequence[Site], draws: Sequence[Sampled]) -> str:
    loaded = [draw.pages for draw in draws]
    cells = (
        name,
        f"{statistics.median(sum(map(len, site)) for site in sites):.0f}",
        f"{statistics.median(map(len, sites)):.0f}",
        stop,
        f"{sum(draw.covers for draw in draws) / len(draws):.1%}",
        f"{statistics.median(loaded):.0f} ({max(loaded)})",
        f"{statistics.median(precision(draw.interval) for draw in draws):.1%}",
    )
    return f"| {' | '.join(cells)} |"


def by_forecasts(seeds: str, draws: int) -> None:
    """Draw samples of sites whose pages are expected to weigh something before they are loaded, well or badly told."""
    print("\n| forecasts | site | at ±5 %: draws that cover | share of the pages loaded, median | at ±10 % | share |")
    print("|---|---|---:|---:|---:|---:|")
    for told, forecast in FORECASTS.items():
        for name, make in FAMILIES.items():
            sites = [generated(make, seeds, n) for n in range(SITES_PER_FAMILY)]
            cells = []
            for wanted in (0.05, 0.1):
                drawn = [
                    sampled(sites[n % len(sites)], (seeds, name, told, wanted, n), wanted=wanted, forecast=forecast)
                    for n in range(draws)
                ]
                shares = (d.pages / sum(map(len, sites[n % len(sites)])) for n, d in enumerate(drawn))
                cells += [f"{sum(d.covers for d in drawn) / draws:.1%}", f"{statistics.median(shares):.0%}"]
            print(f"| {told} | {name} | {' | '.join(cells)} |", flush=True)


def on_small_sites(seeds: str, draws: int) -> None:
    """Draw samples of sites of 120 to 360 pages, at ±5 %."""
    print(f"\n| small sites, at ±5 % | {' | '.join(FORECASTS)} |")
    print("|---|" + "---:|" * len(FORECASTS))
    for name, make in FAMILIES.items():
        sites, cells = [small(make, seeds, n) for n in range(SITES_PER_FAMILY)], []
        for told, forecast in FORECASTS.items():
            drawn = [
                sampled(sites[n % len(sites)], (seeds, name, told, "small", n), wanted=0.05, forecast=forecast)
                for n in range(draws)
            ]
            share = statistics.median(d.pages / sum(map(len, sites[n % len(sites)])) for n, d in enumerate(drawn))
            cells.append(f"{sum(d.covers for d in drawn) / draws:.1%} with {share:.0%}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def on_real_sites(draws: int) -> None:
    """Draw samples of sites that were audited whole, by what their HTML told beforehand, at ±5 %."""
    print("\n| site | pages | pages loaded, median (most) | share | draws that cover | bounds | median error |")
    print("|---|" + "---:|" * 6)
    for file in sorted(FORETOLD.glob("*.csv")):
        site, told = foretold(file)
        drawn = [sampled(site, (file.stem, n), wanted=0.05, forecast=told) for n in range(draws)]
        loaded, truth = [draw.pages for draw in drawn], true_mean(site)
        off = statistics.median(abs(draw.interval.central / truth - 1) for draw in drawn)
        cells = (file.stem, len(site[0]), f"{statistics.median(loaded):.0f} ({max(loaded)})",
                 f"{statistics.median(loaded) / len(site[0]):.0%}", f"{sum(draw.covers for draw in drawn) / draws:.1%}",
                 f"{statistics.median(precision(draw.interval) for draw in drawn):.1%}", f"{off:.1%}")  # fmt: skip
        print(f"| {' | '.join(map(str, cells))} |", flush=True)


def by_views(seeds: str, wanted: float, draws: int) -> str:
    """Draw samples of sites whose few best known pages have most of the views: the mean per page view."""
    covered, loaded, reach, pages = 0, [], [], 0
    order = header(SampleOrder(seed=1, precision=wanted))
    with TemporaryDirectory() as folder, Journal.create(Path(folder) / "run", order) as journal:
        for n in range(draws):
            weights, views = articles(random.Random(f"{seeds} {n % SITES_PER_FAMILY}"))
            sample = audited(journal, weights, seed=n, precision=wanted, views=views)
            truth = sum(weights[url] * of for url, of in views.items()) / sum(views.values())
            mean = sample.mean_bytes_per_view
            covered += mean.low <= truth <= mean.high
            loaded.append(sample.measured_pages)
            reach.append(precision(mean))
            pages = len(weights)
    cells = ("views by page", pages, 2, f"per view, at ±{wanted:.0%}".replace("%", " %"), f"{covered / draws:.1%}")
    cells += (f"{statistics.median(loaded):.0f} ({max(loaded)})", f"{statistics.median(reach):.1%}")
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default=HELD_OUT, help="any text: other sites, other draws")
    parser.add_argument("--draws", type=int, default=DRAWS)
    real = sorted(file.stem for file in REAL.glob("*.csv"))
    parser.add_argument("--forecasts", action="store_true", help="the second table alone")
    parser.add_argument("--small", action="store_true", help="the third table alone")
    parser.add_argument("--real", action="store_true", help="the fourth table alone")
    parser.add_argument("families", nargs="*", default=[*FAMILIES, VIEWS, *BEYOND, *real])
    words = parser.parse_args()
    if words.forecasts:
        by_forecasts(words.seeds, words.draws)
        return
    if words.real:
        on_real_sites(words.draws)
        return
    if words.small:
        on_small_sites(words.seeds, words.draws)
        return
    print("|", " | ".join(HEADINGS), "|")
    print("|---|" + "---:|---:|---|---:|---:|---:|")
    for name in words.families:
        if name == VIEWS:
            for wanted in (0.05, 0.1):
                print(by_views(words.seeds, wanted, words.draws), flush=True)
            continue
        make = (FAMILIES | BEYOND).get(name)
        members = range(SITES_PER_FAMILY if make else 1)
        sites = [generated(make, words.seeds, n) if make else recorded(REAL / f"{name}.csv") for n in members]
        for stop, options in STOPS:
            draws = [
                sampled(sites[n % len(sites)], (words.seeds, name, stop, n), **options) for n in range(words.draws)
            ]
            print(row(name, stop, sites, draws), flush=True)


if __name__ == "__main__":
    main()
