"""How exact the scale is: every case of the counting test site, what the server sent against what delest counted.

    PYTHONPATH=src:. python bench/accuracy.py [--transport http|https|h2|h3 ...] [--markdown FILE] [CASE ...]

Prints a row a case: server truth, delest, signed error, and whether each answer agrees as well. Exit 1 where a case
that can be exact is not.
"""

import argparse
import asyncio
import os
import sys
from collections import Counter
from pathlib import Path

from delest import __version__
from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.pages.load import PageLoad
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from tests.site.cases import CASES
from tests.site.cases.case import Case
from tests.site.server import CountingSite
from tests.site.truth import Truth, truth

TRANSPORTS = ("http", "https", "h2", "h3")
JOBS = 4


INTRODUCTION = """# Accuracy

What delest counts of a page against what the counting test site (`tests/site`) put on the socket, case by case.
Truth: status lines, header fields as coded, bodies as coded, chunk and DATA framing; no TLS, no HTTP/2 or 3 connection
control. `answers` says how many single answers agree to the byte too; `marked` how many delest itself says it only
knows as a share (several HTTP/2 header frames in one read). `make accuracy` makes this table again.
"""


def row(case: Case, transport: str, load: PageLoad, sent: Truth) -> dict[str, object]:
    counted, true = load.transferred_bytes, sent.transferred_bytes
    seen = Counter(t.transferred_bytes for t in load.transfers if t.transferred_bytes)
    each = Counter(a.total_bytes for a in sent.answers if a.total_bytes)
    missing = each - seen
    return {
        "case": case.name,
        "transport": transport,
        "truth": true,
        "delest": counted,
        "error": counted - true,
        "exact": counted == true,
        "answers": f"{sum(each.values()) - sum(missing.values())}/{sum(each.values())}",
        "marked": sum(not t.exact for t in load.transfers),
        "outcome": load.outcome.value,
        "can_be_exact": case.exact,
        "visit": "; ".join(sent.deviations),
        "browser": load.browser.product,
    }


async def measure(names: list[str], transports: list[str]) -> list[dict[str, object]]:
    work = [(CASES[n], t) for n in names for t in transports if t in CASES[n].transports]
    rows = []

    async def job() -> None:
        with CountingSite() as site:
            access = Access(ca_file=str(site.authority.ca_path), http3_origins=site.origins("h3"))
            options = LoadOptions(access=access, browser_path=os.environ.get("DELEST_BROWSER"), screenshots=True)
            async with Driver(options) as driver, PageLoader(driver, options) as loader:
                while work:
                    case, transport = work.pop(0)
                    site.reset()
                    capture = await loader.load(site.url(case, transport), keep_bodies=True)
                    rows.append(row(case, transport, capture.load, truth(site, case)))
                    print_row(rows[-1])

    await asyncio.gather(*(job() for _ in range(JOBS)))
    return rows


def print_row(r: dict[str, object]) -> None:
    mark = "exact" if r["exact"] else f"{r['error']:+}"
    print(f"{r['case']:22} {r['transport']:5} {r['truth']:>9} {r['delest']:>9} {mark:>8}  {r['answers']:>7} answers"
          f"  {r['marked']} marked  {r['outcome']}  {r['visit']}", flush=True)  # fmt: skip


def markdown(rows: list[dict[str, object]], browser: str) -> str:
    exact = sum(bool(r["exact"]) for r in rows)
    lines = [
        *INTRODUCTION.splitlines(),
        "",
        f"Measured with {browser}, delest {__version__}: **{exact} of {len(rows)} loads exact**.",
        "",
        "| case | over | server truth (bytes) | delest (bytes) | error | answers | marked | outcome |",
        "|---|---|--:|--:|--:|--:|--:|---|",
    ]
    for r in sorted(rows, key=lambda r: (str(r["case"]), str(r["transport"]))):
        error = "exact" if r["exact"] else f"{r['error']:+}" + ("" if r["can_be_exact"] else " (cut by the browser)")
        cells = (r["case"], r["transport"], r["truth"], r["delest"], error, r["answers"], r["marked"], r["outcome"])
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--transport", action="append", choices=TRANSPORTS)
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    rows = asyncio.run(measure(list(asked.cases), asked.transport or list(TRANSPORTS)))
    if asked.markdown:
        asked.markdown.write_text(markdown(rows, rows[0]["browser"]), "utf-8")
    exact = sum(bool(r["exact"]) for r in rows)
    wrong = [r for r in rows if not r["exact"] and r["can_be_exact"]]
    print(f"{exact} of {len(rows)} loads exact; {len(wrong)} that could be are not")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
