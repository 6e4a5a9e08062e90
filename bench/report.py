"""What reporting a long run costs: time and peak memory of ``delest report`` on a journal of generated pages.

    PYTHONPATH=src:. python bench/report.py [--pages 10000] [--transfers 60] [--markdown FILE]

No browser: the pages are made up, with as many transfers as a page of today has, half of them shared with all other
pages of the site, and findings on some of them. Memory is the most that the process held, as the system counts it.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.document import put_section
from delest import __version__
from delest.records.advice.finding import Confidence, Finding, Offender
from delest.records.pages.load import BrowserBuild, Device, Kind, Outcome, PageLoad, Transfer
from delest.records.runs.audit import PageRecord, RunEnd, RunHeader, Step
from delest.records.runs.run import Run
from delest.records.runs.scope import Scope
from delest.store.journal import Journal
from delest.units import Estimate, exactly

SITE = "https://www.example.org/"
KINDS = (Kind.IMAGE, Kind.SCRIPT, Kind.STYLESHEET, Kind.FONT)
BUILD = BrowserBuild(product="Chromium 156.0.8078.79", mode="full", sandboxed=True, path="/usr/bin/chromium")
HEADER = RunHeader(
    run=Run(id="long", delest_version="0", started_at=datetime.now(UTC), jobs=2),
    scope=Scope(start_urls=(SITE,), max_pages=100_000),
)
OUTPUTS = ("report.html", "report.json", "report.csv")
TITLE = "Reports of long audits"


def transfer(url: str, chance: random.Random) -> Transfer:
    size = chance.randrange(200, 200_000)
    return Transfer(
        url=url,
        kind=chance.choice(KINDS),
        status=200,
        mime_type="image/jpeg",
        protocol="h2",
        transferred_bytes=size,
        encoded_body_bytes=size - 150,
        decoded_body_bytes=2 * size,
        start_ms=chance.random() * 1000,
        end_ms=1000 + chance.random() * 1000,
        initiator=SITE,
        frame=SITE,
        body_sha256=chance.randbytes(32).hex(),
    )


def finding(rule: str, page_url: str, transfers: tuple[Transfer, ...]) -> Finding:
    offenders = tuple(
        Offender(
            url=t.url,
            kind=t.kind,
            transferred_bytes=t.transferred_bytes or 0,
            avoidable_bytes=exactly((t.transferred_bytes or 0) / 2),
            remedy="webp 80: 52 kB -> 26 kB",
        )
        for t in transfers
    )
    total: Estimate = sum((each.avoidable_bytes for each in offenders), start=exactly(0))
    return Finding(
        rule=rule, page_url=page_url, avoidable_bytes=total, confidence=Confidence.COMPUTED, offenders=offenders
    )


def page(n: int, count: int) -> PageRecord:
    shared = random.Random(0)
    chance = random.Random(n)
    url = f"{SITE}rubrique-{n % 40}/une-page-de-longueur-ordinaire-{n}.html" if n else SITE
    everywhere = tuple(transfer(f"{SITE}assets/commun-{at}.js", shared) for at in range(count // 2))
    own = tuple(transfer(f"{url}/image-{at}.jpg", chance) for at in range(count - count // 2))
    load = PageLoad(
        requested_url=url,
        final_url=url,
        started_at=HEADER.run.started_at,
        outcome=Outcome.OK if n % 50 else Outcome.HTTP_ERROR,
        status=200,
        title=f"Une page de longueur ordinaire, numéro {n}",
        device=Device(),
        browser=BUILD,
        element_count=500,
        settled_after_ms=5000.0,
        transfers=everywhere + own,
    )
    found = (
        finding("text-compression", url, everywhere[:10]),
        finding("image-encoding", url, own[: count // 4]),
    )
    return PageRecord(url=url, depth=2, loads=(load,), findings=found, links_found=40)


def fill(run: Path, pages: int, count: int) -> None:
    with Journal.create(run, HEADER) as journal:
        journal.file._database.execute("PRAGMA synchronous = OFF")  # noqa: SLF001 - the measured part only reads
        for n in range(pages):
            record = page(n, count)
            journal.add(record, Step(url=record.url, depth=2, final_url=record.url, links=(SITE,)))
        journal.end(RunEnd(ended_at=datetime.now(UTC), complete=True, known_pages=pages))


def table(asked: argparse.Namespace, most_bytes: int, sizes: dict[str, int]) -> str:
    rows = [
        ("most memory", f"{most_bytes / 1e6:.0f} MB"),
        ("most memory, by page", f"{most_bytes / asked.pages / 1000:.0f} kB"),
        *((name, f"{size / 1e6:.1f} MB") for name, size in sizes.items()),
    ]
    lines = [
        f"`make report-bench`: `delest report` on a journal of {asked.pages} generated pages with {asked.transfers}",
        "transfers each, half of them shared by all pages, and two findings; HTML, JSON and CSV are written.",
        "",
        f"delest {__version__}.",
        "",
        "| measured | value |",
        "|---|--:|",
        *(f"| {name} | {value} |" for name, value in rows),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--transfers", type=int, default=60)
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        fill(run, asked.pages, asked.transfers)
        outputs = [part for name in OUTPUTS for part in ("-o", f"{folder}/{name}")]
        start_s = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "delest", "report", str(run), *outputs], check=True, stdout=subprocess.DEVNULL
        )
        took_s = time.monotonic() - start_s
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu_s, most_bytes = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
        sizes = {name: Path(folder, name).stat().st_size for name in OUTPUTS}
    text = table(asked, most_bytes, sizes)
    print(f"wall time {took_s:.0f} s, CPU time {cpu_s:.0f} s", text, sep="\n\n")
    if asked.markdown:
        put_section(asked.markdown, TITLE, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
