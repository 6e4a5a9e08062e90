"""How much a page's weight varies from load to load: in page time, and in real time.

The demo site, and real sites where the folder of ``corpus.py`` is given; each page is loaded several times each way::

    .venv/bin/python bench/spread.py --corpus FOLDER --loads 5 --markdown docs/bench.md
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from bench.document import put_section
from bench.real import OUT, ROOT, build, entry_page, served
from delest import __version__
from delest.serving.demo import serve_demo
from delest.store.journal import Journal

TITLE: Final = "Spread from load to load"
WAYS: Final[dict[str, list[str]]] = {"page time": [], "real time": ["--real-time"]}


class Row(NamedTuple):
    site: str
    way: str
    pages: int
    loads: int
    alike: int
    largest_ratio: float


@contextmanager
def at_work(site: str, corpus: Path | None) -> Iterator[tuple[str, list[str]]]:
    """Serve a site; yield its entry page and the options that reach it."""
    if corpus is None:
        with serve_demo() as url:
            yield url, []
        return
    with served(corpus, site, OUT / f"spread-{site}.jsonl") as at:
        yield entry_page(site), ["--proxy", at["proxy"], "--insecure"]


def spread(site: str, way: str, url: str, options: list[str], asked: argparse.Namespace) -> Row:
    run = OUT / "runs" / f"spread-{site}-{way.replace(' ', '-')}-{os.getpid()}"
    run.mkdir(parents=True)
    command = [
        str(ROOT / "run"),
        "audit",
        url,
        *options,
        "--loads",
        str(asked.loads),
        "--max-pages",
        str(asked.max_pages),
    ]
    answer = subprocess.run([*command, *WAYS[way], "--run", str(run), "--quiet"], check=False)
    if answer.returncode not in {0, 1}:
        raise SystemExit(f"{site}, {way}: the audit ended with exit code {answer.returncode}")
    with Journal.open(run) as journal:
        weights = [[load.transferred_bytes for load in page.loads] for page in journal.pages()]
    apart = [(max(each) - min(each)) / max(min(each), 1) for each in weights if len(each) > 1]
    loads = sum(len(each) for each in weights)
    return Row(site, way, len(apart), loads, sum(not each for each in apart), max(apart, default=float("nan")))


def table(rows: list[Row]) -> str:
    lines = [
        "`make spread`: how much the bytes of a page vary from load to load, its heaviest load against its lightest.",
        "Page time runs ahead of real time, which is the default; real time is `--real-time`.",
        "",
        f"delest {__version__}. Programs at work: {os.getloadavg()[0]:.0f}, on {os.cpu_count()} processors.",
        "",
        "| site | time | pages | loads | pages whose loads all weigh the same | largest difference |",
        "|---|---|--:|--:|--:|--:|",
        *(
            f"| {row.site} | {row.way} | {row.pages} | {row.loads} | {row.alike} | {row.largest_ratio:.4%} |"
            for row in rows
        ),
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="the folder of corpus.py")
    parser.add_argument("--real", nargs="*", default=("dsfr", "landing-photo"))
    parser.add_argument("--loads", type=int, default=5)
    parser.add_argument("--max-pages", type=int, default=5)
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    sites: list[tuple[str, Path | None]] = [("demo", None)]
    if asked.corpus is not None:
        corpus = asked.corpus / "corpus.py"
        build(corpus, list(asked.real))
        sites += [(name, corpus) for name in asked.real]
    rows = []
    for name, corpus in sites:
        with at_work(name, corpus) as (url, options):
            for way in WAYS:
                rows.append(spread(name, way, url, options, asked))
                print(rows[-1], file=sys.stderr, flush=True)
    print(text := table(rows))
    if asked.markdown:
        put_section(ROOT / asked.markdown, TITLE, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
