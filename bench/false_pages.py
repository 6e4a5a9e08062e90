"""How often ordinary pages are taken for false ones: loads pages of real sites, all of them genuine, and counts.

Each folder given is the root of one static site. The table is in docs/measuring.md::

    PYTHONPATH=src:. .venv/bin/python bench/false_pages.py SITE_FOLDER ... --pages 60
"""

import argparse
import asyncio
import functools
import http.server
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from delest.crawl.pages.html_events import feed
from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.measure.outcome import Ending
from delest.measure.visit.seen.false_page import Shown, judge
from delest.measure.visit.seen.signs import signs
from delest.records.pages.load import Outcome
from delest.records.runs.loading import LoadOptions

HEADINGS = ("site", "pages read", "taken for false", "pages loaded in Chromium", "taken for false")
UNREAD = {"script", "style", "template", "noscript"}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(root: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class Reader:
    """What a page shows, as far as its HTML tells without a browser."""

    def __init__(self) -> None:
        self.title: list[str] = []
        self.text: list[str] = []
        self.counts: Counter[str] = Counter()
        self._open: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._open.append(tag)
        self.counts["links"] += tag == "a" and "href" in attributes
        self.counts["landmarks"] += tag in {"nav", "footer"} or attributes.get("role") in {"navigation", "contentinfo"}
        self.counts["passwords"] += tag == "input" and attributes.get("type") == "password"

    def end(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def data(self, text: str) -> None:
        if "title" in self._open:
            self.title.append(text)
        elif not UNREAD & set(self._open):
            self.text.append(text)

    def close(self) -> None:
        pass


def read(file: Path) -> Shown:
    html = file.read_text("utf-8", "replace")
    reader = Reader()
    feed(html, reader)
    text = " ".join(" ".join(reader.text).split())
    return Shown(
        asked_url=f"http://example.org/{file.name}", final_url=f"http://example.org/{file.name}",
        title="".join(reader.title), text=text[:4000], text_characters=len(text), html=html, status=200,
        links=reader.counts["links"], landmarks=reader.counts["landmarks"], password_fields=reader.counts["passwords"],
    )  # fmt: skip


async def loaded(origin: str, paths: list[str]) -> dict[str, str]:
    """Return the reason of each page that is taken for a false one."""
    options = LoadOptions(stay_s=0.0, limit_s=30.0)
    false: dict[str, str] = {}
    async with Driver(options) as driver, PageLoader(driver, options) as loader:
        for path in paths:
            load = (await loader.load(f"{origin}/{path}")).load
            if load.outcome is not Outcome.OK:
                false[path] = f"{load.outcome}: {load.reason}"
    return false


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=60, help="loaded of each site, drawn at random")
    parser.add_argument("--seed", default="false pages")
    words = parser.parse_args()
    print(f"| {' | '.join(HEADINGS)} |\n|---|" + "---:|" * (len(HEADINGS) - 1))
    for folder in words.folders:
        files = sorted(file for ending in ("html", "htm", "xhtml") for file in folder.rglob(f"*.{ending}"))
        ok = Ending(outcome=Outcome.OK)
        alarms = {file: ending.reason for file in files if (ending := judge(ok, read(file), signs())) != ok}
        drawn = random.Random(f"{words.seed} {folder.name}").sample(files, min(words.pages, len(files)))
        with served(folder) as origin:
            false = asyncio.run(loaded(origin, [file.relative_to(folder).as_posix() for file in drawn]))
        print(f"| {folder.name} | {len(files)} | {len(alarms)} | {len(drawn)} | {len(false)} |", flush=True)
        for name, reason in [*alarms.items(), *false.items()]:
            print(f"  {name}: {reason}", flush=True)


if __name__ == "__main__":
    main()
