"""Audits real sites, rebuilt from the package registries, and holds delest's bytes against their host's own log.

The corpus folder has ``corpus.py``, which builds the sites and serves them under their own host names through a proxy
on loopback; its log has the bytes of every answer, whoever asked. Everything is made under ``build/real``::

    make real                                     # CORPUS=folder of corpus.py
    .venv/bin/python bench/real.py --corpus FOLDER --max-pages 20 dsfr handbook-fr
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from delest.store.journal import Journal

ROOT = Path(__file__).parents[1]
OUT = ROOT / "build" / "real"
SITES = ("dsfr", "landing-photo", "handbook-fr")
READY_S = 60
DIFFERENCE_AT_MOST = 0.01


def build(corpus: Path, sites: list[str]) -> None:
    missing = [site for site in sites if not (OUT / "sites" / site / "corpus.json").is_file()]
    if missing:
        subprocess.run([sys.executable, corpus, "build", "--out", OUT / "sites", *missing], check=True)


def entry_page(site: str) -> str:
    facts = json.loads((OUT / "sites" / site / "corpus.json").read_text(encoding="utf-8"))
    return f"https://{facts['host']}{facts['entry'][0]}"


@contextmanager
def served(corpus: Path, site: str, log: Path) -> Iterator[dict[str, str]]:
    """Serve one site; yield the addresses of its proxy and of its certificate authority."""
    ready = OUT / "ready.json"
    for old in (ready, log):
        old.unlink(missing_ok=True)
    command = [sys.executable, corpus, "serve", "--out", OUT / "sites", site, "--log", log, "--ready", ready]
    host = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + READY_S
        while not (ready.is_file() and ready.read_text().endswith("}\n")):
            if host.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"{site}: the host did not start")
            time.sleep(0.2)
        facts = json.loads(ready.read_text())
        yield {"proxy": f"http://127.0.0.1:{facts['http']}", "ca": facts["authority"]}
    finally:
        host.terminate()
        host.wait()


def audit(site: str, at: dict[str, str], max_pages: int) -> Path:
    """Audit the site in French, render the saved run in English, and return the run's folder."""
    run = OUT / "runs" / f"{site}-{time.strftime('%Y%m%d-%H%M%S')}"
    run.mkdir(parents=True)
    command = [ROOT / "run", "audit", entry_page(site), "--proxy", at["proxy"], "--lang", "fr"]
    command += ["--ca", at["ca"]] if shutil.which("certutil") else ["--insecure"]
    subprocess.run([*command, "--max-pages", str(max_pages), "--run", run, "-o", run / "rapport.html"], check=True)
    subprocess.run([ROOT / "run", "report", run, "--lang", "en", "-o", run / "report-en.html"], check=True)
    return run


def logged_bytes(log: Path) -> int:
    """The bytes of all answers to the browser: of the two clients of an audit, the one that takes the most."""
    by_client: Counter[str] = Counter()
    for line in log.read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        by_client[answer["agent"]] += answer["header_bytes"] + answer["body_bytes"]
    return max(by_client.values(), default=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="the folder of corpus.py")
    parser.add_argument("--max-pages", type=int, default=5)
    parser.add_argument("sites", nargs="*", default=SITES)
    words = parser.parse_args()
    corpus = words.corpus / "corpus.py"
    build(corpus, words.sites)
    rows = []
    for site in words.sites:
        log = OUT / f"{site}.jsonl"
        with served(corpus, site, log) as at:
            run = audit(site, at, words.max_pages)
        with Journal.open(run) as journal:
            loads = [load for page in journal.pages() for load in page.loads]
        rows.append((site, len(loads), sum(load.transferred_bytes for load in loads), logged_bytes(log), run))
    print(f"\n{'site':16}{'loads':>6}{'delest, bytes':>16}{'host, bytes':>16}{'difference':>12}  run")
    worst = 0.0
    for site, loads, ours, theirs, run in rows:
        difference = ours / theirs - 1 if theirs else float("inf")
        worst = max(worst, abs(difference))
        print(f"{site:16}{loads:>6}{ours:>16,}{theirs:>16,}{difference:>+12.3%}  {run.relative_to(ROOT)}")
    return int(worst > DIFFERENCE_AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
