"""What proofs prove on real sites and the demo: computed and weighed bytes, unchanged replays, requests to the site.

Each site is audited twice, without and with ``--prove``, over the same pages; the host of the corpus counts what it was
asked. The recordings are then loaded again as if they were a year old::

    make proof-bench                                  # CORPUS=folder of corpus.py
    .venv/bin/python bench/proof.py --corpus FOLDER --pages 2 landing-photo dsfr demo
"""

import argparse
import asyncio
import json
import subprocess
import sys
from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from bench.document import put_section
from bench.real import OUT, ROOT, build, entry_page, served
from delest import __version__
from delest.measure.browser.browser import Driver
from delest.measure.replay import coding
from delest.measure.replay.replay import for_replay, player
from delest.pipeline.proving.change import Change
from delest.pipeline.proving.page import PageProver
from delest.pipeline.proving.saved import load_of
from delest.records.advice.proof import Doubt, PageProof, Proof
from delest.records.advice.remedy import Remedy
from delest.records.pages.tape import Tape
from delest.records.runs.loading import LoadOptions
from delest.store import recording
from delest.store.journal import Journal

DEMO = "demo"
SITES = ("landing-photo", "dsfr", DEMO)
YEAR = timedelta(days=365)
LIMIT_S = 300.0
OK = 200


class Site(NamedTuple):
    name: str
    proofs: tuple[PageProof, ...]
    aged: dict[str, int]
    """Transferred bytes of each page, its recording a year old."""
    broken: tuple[Proof, ...]
    """Of changes that were made to break a page."""
    asked: tuple[int, int] | None
    """Requests of the browser to the site without and with proofs; None: not counted."""

    @property
    def share(self) -> float | None:
        """Of the bytes of its pages that were loaded again, what all changes together remove; None: nothing held."""
        held = [page.together for page in self.proofs if page.together is not None and page.together.holds]
        before = sum(page.recorded_bytes for page in self.proofs)
        return sum(each.avoided_bytes for each in held) / before if held and before else None


def audit(name: str, run: Path, pages: int, at: dict[str, str] | None, *, prove: bool) -> None:
    command = [sys.executable, "-m", "delest", "audit"]
    if at is not None:
        command += [entry_page(name), "--proxy", at["proxy"], "--insecure"]
    command += ["--max-pages", str(pages), "--run", run, "--jobs", "1", "--documents", "0"]
    subprocess.run([*command, f"--prove={pages}" if prove else "--prove=0"], check=True, stdout=subprocess.DEVNULL)


def asked_for(log: Path) -> int:
    """Requests of the browser: of the clients of an audit, the one that asks most."""
    lines = log.read_text(encoding="utf-8").splitlines()
    return max(Counter(json.loads(line)["agent"] for line in lines).values(), default=0)


def measured(name: str, corpus: Path, pages: int, folder: Path) -> Site:
    counts = []
    for prove in (False, True):
        log = OUT / f"proof-{name}.jsonl"
        with served(corpus, name, log) if name != DEMO else nullcontext() as at:
            audit(name, folder / f"{name}-{prove}", pages, at, prove=prove)
        counts.append(asked_for(log) if name != DEMO else 0)
    run = folder / f"{name}-True"
    with Journal.open(run) as journal:
        header, proofs = journal.header(), journal.proofs()
    aged, broken = asyncio.run(played(run, load_of(header, None)))
    return Site(name, proofs, aged, broken, (counts[0], counts[1]) if name != DEMO else None)


async def played(run: Path, load: LoadOptions) -> tuple[dict[str, int], tuple[Proof, ...]]:
    """Return what each page weighs a year later, and the proofs of changes that break it."""
    options = for_replay(load)
    aged: dict[str, int] = {}
    broken: list[Proof] = []
    async with Driver(options) as driver, player(driver, options) as own:
        for tape in recording.recordings(run):
            old = replace(tape, recorded_at=tape.recorded_at - YEAR)
            aged[tape.page_url] = (await own.load(old)).load.transferred_bytes
            found = await PageProver(own, tape, lambda: False).prove(breaking(tape), limit_s=LIMIT_S)
            broken += [each for each in found.proofs if each.doubt is not Doubt.TIME]
    return aged, tuple(broken)


def breaking(tape: Tape) -> list[Change]:
    """Return changes that a visitor would notice: no style sheets, no images, the document cut in half."""
    whole = [each for each in tape.responses if each.method == "GET" and each.status == OK and each.whole and each.body]

    def without(rule: str, kind: str) -> Change | None:
        concerned = [each for each in whole if each.field("content-type").startswith(kind)]
        remedies = [
            Remedy(rule=rule, url=each.url, body=b"", content_type=each.field("content-type")) for each in concerned
        ]
        return Change(rule=rule, remedies=tuple(remedies)) if remedies else None

    def halved() -> Change | None:
        document = next((each for each in whole if each.url == tape.load.final_url), None)
        text = coding.decoded(document.body, document.field("content-encoding")) if document is not None else None
        if document is None or not text:
            return None
        kind = document.field("content-type")
        half = Remedy(rule="half", url=document.url, body=text[: len(text) // 2], content_type=kind)
        return Change(rule="the document cut in half", remedies=(half,))

    made = without("style sheets emptied", "text/css"), without("images emptied", "image/"), halved()
    return [each for each in made if each is not None]


def path(url: str) -> str:
    return url.partition("://")[2].partition("/")[2] or "/"


def table(sites: list[Site]) -> str:
    pages = [(site, proof) for site in sites for proof in site.proofs]
    same = sum(proof.low_bytes == proof.high_bytes for _, proof in pages if proof.replays)
    lines = [
        "`make proof-bench`: pages of the corpus and the demo site, recorded in their measuring load and loaded again",
        "without the network; bytes.",
        "",
        f"delest {__version__}. Unchanged replays that weigh the same to the byte: {same} of {len(pages)} pages.",
        "",
        "| page | recorded | unchanged | a year later | all changes | avoided | verdict |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    for site, proof in pages:
        together = proof.together
        after = f"{together.after_bytes:,}" if together else "-"
        share = f"{together.avoided_bytes / together.before_bytes:.0%}" if together else "-"
        verdict = together.verdict if together else proof.doubt or "nothing proven"
        lines.append(
            f"| {site.name} {path(proof.page_url)} | {proof.recorded_bytes:,} "
            f"| {proof.low_bytes:,} | {site.aged.get(proof.page_url, 0):,} | {after} | {share} | {verdict} |"
        )
    lines += [
        "",
        "| page | change | computed | weighed | difference | others | verdict |",
        "|---|---|--:|--:|--:|--:|---|",
    ]
    for site, proof in pages:
        for each in proof.proofs:
            computed = "-" if each.expected_bytes is None else f"{each.expected_bytes:,}"
            apart = "-" if each.expected_bytes is None else f"{each.avoided_bytes - each.expected_bytes:+,}"
            doubt = f" ({each.doubt})" if each.doubt else ""
            lines.append(
                f"| {site.name} | {each.rule} | {computed} | {each.avoided_bytes:,} | {apart} "
                f"| {each.other_bytes:,} | {each.verdict}{doubt} |"
            )
    lines += ["", "Changes made to break a page, of which none may be proven:", ""]
    lines += ["| page | change | less | verdict |", "|---|---|--:|---|"]
    lines += [
        f"| {site.name} {path(each.page_url)} | {each.rule} | {each.avoided_bytes:,} | {each.verdict} ({each.doubt}) |"
        for site in sites
        for each in site.broken
    ]
    lines += ["", "| site | its proven changes remove | requests without proofs | with |", "|---|--:|--:|--:|"]
    for site in sites:
        share = "-" if site.share is None else f"{site.share:.0%}"
        asked = site.asked or ("-", "-")
        lines.append(f"| {site.name} | {share} | {asked[0]} | {asked[1]} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="the folder of corpus.py")
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("sites", nargs="*", default=SITES)
    words = parser.parse_args()
    build(words.corpus / "corpus.py", [site for site in words.sites if site != DEMO])
    folder = OUT / "proofs"
    subprocess.run(["rm", "-rf", folder], check=True)
    folder.mkdir(parents=True)
    sites = [measured(site, words.corpus / "corpus.py", words.pages, folder) for site in words.sites]
    text = table(sites)
    print(text)
    if words.markdown:
        put_section(ROOT / words.markdown, "Proof", text)
    alike = all(site.asked is None or site.asked[0] == site.asked[1] for site in sites)
    return int(not alike or any(each.holds for site in sites for each in site.broken))


if __name__ == "__main__":
    sys.exit(main())
