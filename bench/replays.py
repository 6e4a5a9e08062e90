"""Pages loaded again without the network and unchanged: do they weigh what they weighed when they were recorded?

Difficult pages of the counting test site, the demo site, and real sites where the folder of ``corpus.py`` is given;
each is recorded once and replayed twice, the way a proof begins::

    PYTHONPATH=src:. python bench/replays.py [--corpus FOLDER --real dsfr] [--markdown docs/bench.md]
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from bench.document import put_section
from bench.real import OUT, ROOT, build, entry_page, served
from delest import __version__
from delest.measure.browser.browser import Driver
from delest.measure.replay.record import record
from delest.measure.replay.replay import for_replay, player
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from delest.serving.demo import serve_demo
from tests.site.cases import CASES
from tests.site.server import CountingSite

DIFFICULT = (
    ("gzip", "http"), ("br", "h2"), ("zstd", "h2"), ("chunked", "http"), ("style-imports", "h2"),
    ("font-ranges", "https"),
    ("frame-cross-site", "h2"), ("redirected-page", "h2"), ("redirected-images", "http"), ("late-timer", "http"),
    ("lazy-images", "http"), ("worker", "h2"), ("early-close", "http"), ("used-twice", "h2"), ("preload", "h2"),
)  # fmt: skip
DEMO = ("", "agenda.html", "actualites/", "actualites/pont.html", "en/", "demarches.html")


class Row(NamedTuple):
    page: str
    recorded: int | None
    replays: tuple[int, ...] = ()
    missed: int = 0
    reason: str = ""


async def replayed(name: str, urls: list[tuple[str, str]], access: Access) -> list[Row]:
    options = LoadOptions(browser_path=os.environ.get("DELEST_BROWSER"), access=access)
    again, rows, taped = for_replay(options), [], []
    async with Driver(options) as driver:
        for page, url in urls:
            made = await record(driver, options, url)
            taped.append((page, made))
    async with Driver(again) as driver, player(driver, again) as own:
        for page, made in taped:
            if made.tape is None:
                rows.append(Row(f"{name} {page}", None, reason=str(made.reason)))
                continue
            plays = [await own.load(made.tape) for _ in range(2)]
            sizes = tuple(each.load.transferred_bytes for each in plays)
            rows.append(Row(f"{name} {page}", made.tape.load.transferred_bytes, sizes, len(plays[0].missed)))
            print(rows[-1], file=sys.stderr, flush=True)
    return rows


def of_cases() -> list[Row]:
    with CountingSite() as site:
        site.reset()
        urls = [(f"{case} ({transport})", site.url(CASES[case], transport)) for case, transport in DIFFICULT]
        return asyncio.run(replayed("test site", urls, Access(insecure=True)))


def of_demo() -> list[Row]:
    with serve_demo() as url:
        return asyncio.run(replayed("demo", [(page or "/", urljoin(url, page)) for page in DEMO], Access()))


def of_real(corpus: Path, name: str) -> list[Row]:
    with served(corpus, name, OUT / f"replays-{name}.jsonl") as at:
        access = Access(proxy=at["proxy"], insecure=True)
        return asyncio.run(replayed(name, [("entry page", entry_page(name))], access))


def table(rows: list[Row]) -> str:
    played = [row for row in rows if row.replays]
    alike = sum(len(set(row.replays)) == 1 for row in played)
    exact = sum({*row.replays} == {row.recorded} for row in played)
    lines = [
        "`make replays`: pages recorded in their measuring load and loaded again twice, unchanged and offline.",
        "A change is proven against these replays; a page whose replays differ from its recording is not provable.",
        "",
        f"delest {__version__}. Pages: {len(rows)}. Both replays weigh the same to the byte: {alike}. Both weigh",
        f"what the recorded load weighed, to the byte: {exact}.",
        f"Programs at work: {os.getloadavg()[0]:.0f}, on {os.cpu_count()} processors.",
        "",
        "| page | recorded | first replay | second replay | difference | requests without an answer |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        if not row.replays or row.recorded is None:
            lines.append(f"| {row.page} | not recorded: {row.reason} | | | | |")
            continue
        first, second = row.replays
        apart = max(row.replays, key=lambda size: abs(size - (row.recorded or 0))) - row.recorded
        lines.append(f"| {row.page} | {row.recorded:,} | {first:,} | {second:,} | {apart:+,} | {row.missed} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="the folder of corpus.py")
    parser.add_argument("--real", nargs="*", default=("dsfr", "landing-photo"))
    parser.add_argument("--markdown", type=Path)
    words = parser.parse_args()
    rows = of_demo() + of_cases()
    if words.corpus is not None:
        build(words.corpus / "corpus.py", list(words.real))
        for name in words.real:
            rows += of_real(words.corpus / "corpus.py", name)
    text = table(rows)
    print(text)
    if words.markdown:
        put_section(ROOT / words.markdown, "Unchanged replays", text)
    return int(sum(len(set(row.replays)) == 1 for row in rows if row.replays) < 0.95 * len(rows))


if __name__ == "__main__":
    sys.exit(main())
