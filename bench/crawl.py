"""A long audit: how fast it goes, how flat its memory stays, and that each page is weighed exactly once.

    PYTHONPATH=src:. python bench/crawl.py [--pages 10000] [--minutes N] [--jobs N] [--stay SECONDS] [--markdown FILE]

The site is generated and served on loopback: light pages, each with a style sheet and a script that all share, and a
picture of its own; each links to ten others. delest audits it in processes of its own, which are watched in /proc
(Linux only): memory is each process's share of what it shares, all processes together. With ``--stay 0`` the visits do
without the seconds that a page is given for what comes late; 10 000 pages then take hours instead of a day. Where
``--minutes`` ends it before, the table is of the pages reached.
"""

import argparse
import http.server
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from bench.document import put_section
from bench.processes import family, is_browser, seen
from delest import __version__
from delest.records.pages.load import Outcome
from delest.store.journal import Journal

LINKS = 10
LOOK_S = 0.5
LOOKS_A_SAMPLE = 20
END = 500
"""Pages at the start and at the end that are compared; fewer where there are fewer."""
TITLE = "Long audits"
SHARED = {
    "/site.css": ("text/css", b"body{font:16px/1.5 sans-serif;max-width:60ch;margin:auto}" * 20),
    "/site.js": ("text/javascript", b"document.documentElement.dataset.ready='yes';" * 40),
}
PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg' width='300' height='200'><circle r='150' fill='teal'/></svg>"


class Sample(NamedTuple):
    pages: int
    """That have been asked for so far."""
    delest_bytes: int
    browsers_bytes: int
    browsers: int


class LightSite(http.server.ThreadingHTTPServer):
    """``pages`` pages, and how often each was asked for."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, pages: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = pages
        self.asked: Counter[str] = Counter()

    def handle_error(self, *_: object) -> None:
        """Browsers hang up in the middle as a matter of course."""

    def answer(self, path: str) -> tuple[str, bytes] | None:
        if path in SHARED:
            return SHARED[path]
        if path.startswith("/picture-"):
            return "image/svg+xml", PICTURE
        number = path.removeprefix("/page-").removesuffix(".html") if path != "/" else "0"
        if not number.isdecimal() or int(number) >= self.pages:
            return None
        self.asked[path] += 1
        return "text/html; charset=utf-8", self._page(int(number)).encode()

    def _page(self, n: int) -> str:
        links = range(LINKS * n + 1, min(LINKS * (n + 1), self.pages - 1) + 1)
        anchors = "".join(f'<li><a href="/page-{link}.html">Page {link}</a></li>' for link in links)
        text = f"<p>This is page {n} of a site of light pages.</p>" * 20
        head = f"<title>Page {n}</title><link rel=stylesheet href=/site.css><script defer src=/site.js></script>"
        return f"<!doctype html><html lang=en>{head}<h1>Page {n}</h1><img src=/picture-{n}.svg>{text}<ul>{anchors}</ul>"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: LightSite
    protocol_version = "HTTP/1.1"
    timeout = 60
    wbufsize = -1

    def do_GET(self) -> None:
        kind, body = self.server.answer(self.path) or ("text/plain", b"")
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def watch(process: "subprocess.Popen[bytes]", site: LightSite) -> tuple[list[Sample], set[tuple[int, int]], float]:
    """Return what was seen until the process ended, the browsers it started, and its CPU time with theirs."""
    samples: list[Sample] = []
    browsers: set[tuple[int, int]] = set()
    cpu_s: dict[tuple[int, int], float] = {}
    looks = itertools.count()
    while process.poll() is None:
        sample = next(looks) % LOOKS_A_SAMPLE == 0
        now = {pid: each for pid in family(process.pid) if (each := seen(pid, memory=sample))}
        firsts = {each.name for pid, each in now.items() if is_browser(pid)}
        browsers |= firsts
        cpu_s.update((each.name, each.cpu_s) for each in now.values())
        if sample and process.pid in now:
            own = now[process.pid].memory_bytes
            rest = sum(each.memory_bytes for pid, each in now.items() if pid != process.pid)
            samples.append(Sample(len(site.asked), own, rest, len(firsts)))
        time.sleep(LOOK_S)
    return samples, browsers, sum(cpu_s.values())


def misses(run: Path, pages: int, site: LightSite) -> list[str]:
    """Return what is wrong with the run: nothing, if each page is in it once, measured, and was asked for once."""
    with Journal.open(run) as journal:
        facts = list(journal.facts())
    wrong = [f"{page.url}: {page.loads[0].outcome}" for page in facts if page.loads[0].outcome is not Outcome.OK]
    paths = Counter(page.url.partition("://")[2].partition("/")[2] for page in facts)
    wanted = {"", *(f"page-{n}.html" for n in range(1, pages))}
    asked = {path.removeprefix("/") for path in site.asked}
    wrong += [f"{path or '/'}: not in the run" for path in wanted & asked - paths.keys()]
    wrong += [f"{path}: not a page of the site" for path in paths.keys() - wanted]
    wrong += [f"{path}: {n} times in the run" for path, n in paths.items() if n > 1]
    return wrong + [f"{path}: loaded {n} times" for path, n in site.asked.items() if n > 1]


def table(asked: argparse.Namespace, samples: list[Sample], browsers: int, took_s: float, cpu_s: float) -> str:
    reached = samples[-1].pages
    end = min(END, reached // 2)
    first = [each for each in samples if 0 < each.pages <= end]
    last = [each for each in samples if each.pages > reached - end]
    rows = [
        ("delest", [max(each.delest_bytes for each in part) for part in (first, last)]),
        ("its browsers, with their driver", [max(each.browsers_bytes for each in part) for part in (first, last)]),
    ]
    at_once = round(statistics.median(each.browsers for each in samples))
    stay = "its default stay" if asked.stay is None else f"--stay {asked.stay:g}"
    lines = [
        "`make crawl-bench` audits a generated site of light pages, all in one run, and looks that each page is in the",
        "run exactly once. Rates are of this run and this machine; what counts is that memory stays where it is.",
        "",
        f"delest {__version__}, {reached} of {asked.pages} pages, {stay}, {at_once} browsers side by side, on",
        f"{os.cpu_count()} processors that {os.getloadavg()[2]:.0f} programs kept at work.",
        "",
        "| measured | value |",
        "|---|--:|",
        f"| pages per minute | {60 * reached / took_s:.0f} |",
        f"| CPU time a page | {cpu_s / reached:.2f} s |",
        f"| browsers started | {browsers} |",
        "",
        f"| most memory | first {end} pages | last {end} pages | ratio |",
        "|---|--:|--:|--:|",
        *(f"| {name} | {a / 1e6:.0f} MB | {b / 1e6:.0f} MB | {b / a:.2f} |" for name, (a, b) in rows),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--minutes", type=int, help="when the audit ends at the latest")
    parser.add_argument("--jobs", type=int, help="pages side by side; by default delest's own number")
    parser.add_argument("--stay", type=float, help="seconds; by default delest's own")
    parser.add_argument("--run", type=Path, help="keep the run there")
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    run = asked.run or folder / "run"
    options = ["--max-pages", str(asked.pages), "--run", str(run)]
    options += [] if asked.minutes is None else ["--time-limit", f"{asked.minutes}min"]
    options += [] if asked.jobs is None else ["--jobs", str(asked.jobs)]
    options += [] if asked.stay is None else ["--stay", str(asked.stay)]
    with LightSite(asked.pages) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        command = [sys.executable, "-m", "delest", "audit", f"http://127.0.0.1:{site.server_port}/", *options]
        start_s = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            samples, browsers, cpu_s = watch(process, site)
        took_s = time.monotonic() - start_s
        site.shutdown()
    wrong = misses(run, asked.pages, site)
    shutil.rmtree(folder)
    text = table(asked, samples, len(browsers), took_s, cpu_s)
    print(text)
    if asked.markdown:
        put_section(asked.markdown, TITLE, text)
    for each in wrong[:20]:
        print(each)
    print(f"{len(wrong)} pages are wrong" if wrong else "each page is in the run exactly once")
    return 1 if wrong or process.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
