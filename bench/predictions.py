"""What Lighthouse predicts of a page's needless bytes, beside what delest computes and what a replay weighs.

Each site's entry page is audited with ``--prove``, then loaded by Lighthouse; its audits are set beside the rules that
look at the same bytes::

    npm install --prefix FOLDER lighthouse
    PYTHONPATH=src:. python bench/predictions.py --lighthouse FOLDER/node_modules/.bin/lighthouse demo
    ... --corpus FOLDER demo dsfr landing-photo --markdown docs/bench.md
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

from bench.document import put_section
from bench.real import OUT, ROOT, build, entry_page, served
from delest import __version__
from delest.records.advice.finding import Effect
from delest.records.advice.proof import Proof
from delest.serving.demo import serve_demo
from delest.store.journal import Journal

DEMO = "demo"
AUDITS: Mapping[str, tuple[str, ...]] = {
    "image-encoding": ("image-delivery-insight",),
    "image-dimensions": ("image-delivery-insight",),
    "code-minify": ("unminified-css", "unminified-javascript"),
    "css-unused": ("unused-css-rules",),
    "js-unused": ("unused-javascript",),
    "js-duplicate": ("duplicated-javascript-insight",),
    "js-legacy": ("legacy-javascript-insight",),
    "text-compression": ("document-latency-insight",),
    "font-format": (),
    "font-subset": (),
}
"""Audits of Lighthouse 12.8 and 13 on the bytes that a rule looks at; none: it has no such audit."""


class Page(NamedTuple):
    name: str
    version: str
    said: dict[str, dict[str, int]]
    """Bytes that Lighthouse calls wasted, by audit and address."""
    proofs: tuple[Proof, ...]


def lighthouse(program: str, url: str, proxy: str) -> tuple[str, dict[str, dict[str, int]]]:
    flags = "--headless=new --no-sandbox --ignore-certificate-errors"
    flags += f" --proxy-server={proxy} --proxy-bypass-list=<-loopback>" if proxy else ""
    browser = os.environ.get("DELEST_BROWSER") or shutil.which("chromium") or ""
    command = [program, url, "--output=json", "--quiet", "--preset=desktop", "--only-categories=performance"]
    answer = subprocess.run(
        [*command, f"--chrome-flags={flags}"],
        check=True, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": browser},
    )  # fmt: skip
    report = json.loads(answer.stdout)
    audits = {name for names in AUDITS.values() for name in names}
    return report["lighthouseVersion"], {name: _wasted(report["audits"].get(name) or {}) for name in audits}


def _wasted(audit: Mapping[str, Any]) -> dict[str, int]:
    details = audit.get("details") or {}
    items = details.get("items") or ()
    found: dict[str, int] = {}
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and "url" in item and "wastedBytes" in item:
            found[item["url"]] = found.get(item["url"], 0) + round(item["wastedBytes"])
    if not found and details.get("debugData", {}).get("wastedBytes"):
        found[""] = round(details["debugData"]["wastedBytes"])
    return found


def looked_at(name: str, program: str, corpus: Path | None, folder: Path) -> Page:
    run = folder / name
    with (
        served(corpus / "corpus.py", name, OUT / f"predictions-{name}.jsonl")
        if corpus and name != DEMO
        else (nullcontext({})) as at,
        serve_demo() if name == DEMO else nullcontext(entry_page(name) if name != DEMO else "") as url,
    ):
        proxied = ["--proxy", at["proxy"], "--insecure"] if at else []
        subprocess.run(
            [sys.executable, "-m", "delest", "audit", url, *proxied, "--max-pages", "1", "--depth", "0", "--run", run,
             "--coverage", "--documents", "0", "--prove=1"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        version, said = lighthouse(program, url, at.get("proxy", ""))
    with Journal.open(run) as journal:
        proofs = tuple(each for page in journal.proofs() for each in page.proofs)
    return Page(name, version, said, proofs)


def table(pages: list[Page]) -> str:
    lines = [
        "`make predictions`: what Lighthouse calls wasted on a page, beside what delest computes from files that",
        "it really makes, and what the page weighs less when it is loaded again with them; bytes. Lighthouse has one",
        "number for the format and for the size of images.",
        "",
        f"delest {__version__}, Lighthouse {pages[0].version}, desktop. Programs at work: {os.getloadavg()[0]:.0f}, on",
        f"{os.cpu_count()} processors; a file that takes more than a minute of processor time to encode is in no row.",
        "",
        "| page | rule | Lighthouse | computed | weighed | Lighthouse less weighed | computed less weighed | verdict |",
        "|---|---|--:|--:|--:|--:|--:|---|",
    ]
    for page in pages:
        for proof in sorted(page.proofs, key=lambda each: -each.avoided_bytes):
            if proof.rule not in AUDITS or proof.effect not in {Effect.AVOIDABLE, Effect.NOTICE}:
                continue
            names = AUDITS[proof.rule]
            said = sum(sum(page.said[name].values()) for name in names)
            tried = proof.doubt != "time"
            weighed = f"{proof.avoided_bytes:,}" if tried else "not tried"
            apart = f"{said - proof.avoided_bytes:+,}" if names and tried else "-"
            ours = f"{(proof.expected_bytes or 0) - proof.avoided_bytes:+,}" if tried else "-"
            computed = f"{proof.expected_bytes:,}" if proof.expected_bytes is not None else "-"
            predicted = f"{said:,}" if names else "no audit"
            doubt = f" ({proof.doubt})" if proof.doubt else ""
            lines.append(
                f"| {page.name} | {proof.rule} | {predicted} | {computed} | {weighed} | {apart} | {ours} "
                f"| {proof.verdict}{doubt} |"
            )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lighthouse", required=True, help="the program")
    parser.add_argument("--corpus", type=Path, help="the folder of corpus.py")
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("sites", nargs="*", default=[DEMO])
    words = parser.parse_args()
    real = [site for site in words.sites if site != DEMO]
    if real and words.corpus is None:
        parser.error("sites of the corpus need --corpus")
    if real:
        build(words.corpus / "corpus.py", real)
    folder = OUT / "predictions"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    text = table([looked_at(site, words.lighthouse, words.corpus, folder) for site in words.sites])
    print(text)
    if words.markdown:
        put_section(ROOT / words.markdown, "Predictions", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
