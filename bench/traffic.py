"""What reading an access log costs, beside GoAccess on the same file, with counts held against the truth.

    PYTHONPATH=src:. python bench/traffic.py [--lines 2000000] [--times 3] [--rounds 3] [--markdown FILE]

The log is generated: combined format, assets, pages, documents, redirects, errors, robots out of crawler-user-agents,
escapes, broken lines. What is in it is counted while it is written. The same log several times over shows whether
memory grows with the file. GoAccess is measured where it is installed.
"""

# ruff: noqa: PLR2004 - shares of lines

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from bench.document import put_section

TITLE = "Access logs"
PEOPLE = [
    f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 {kind}Safari/537.36"
    for version in range(60, 150)
    for system in ("Windows NT 10.0; Win64; x64", "X11; Linux x86_64", "Linux; Android 14; SM-S918B")
    for kind in ("", "Mobile ")
]
ROBOTS = [each for entry in CRAWLER_USER_AGENTS_DATA for each in entry["instances"] if not {'"', "\\"} & set(each)]
PAGES = ["/", *(f"/rubrique-{n % 40}/article-{n}-un-titre-assez-long" for n in range(30_000))]
ASSETS = ("css/main.css", "js/app.js", "img/photo.jpg", "img/carte.png", "fonts/marianne.woff2", "img/logo.svg")
READ = (
    "import json, resource, sys, time; from delest.traffic.reading import read_traffic; start = time.perf_counter();"
    "export = read_traffic(sys.argv[1:]); wall = time.perf_counter() - start;"
    "used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)];"
    "lines = export.lines; print(json.dumps({'wall': wall, 'cpu': sum(u.ru_utime + u.ru_stime for u in used),"
    "'memory': sum(u.ru_maxrss for u in used), 'views': sum(r.views for r in export.rows), 'pages': len(export.rows),"
    "**{name: getattr(lines, name) for name in lines.__struct_fields__}}))"
)


def write_log(path: Path, lines: int) -> Counter[str]:
    """Write the log; return what is in it."""
    chance, truth, pages = random.Random(3), Counter(), set()
    start = datetime(2026, 3, 1)  # noqa: DTZ001 - as a server writes it
    with path.open("w", encoding="utf-8") as file:
        for number in range(lines):
            when = (start + timedelta(seconds=number / 2)).strftime("%d/%b/%Y:%H:%M:%S +0100")
            file.write(f"{one_line(chance, when, truth, pages)}\n")
    truth["distinct"] = len(pages)
    truth["lines"] = lines
    return truth


def one_line(chance: random.Random, when: str, truth: Counter[str], pages: set[str]) -> str:
    draw = chance.random()
    if draw < 0.005:
        truth["unread"] += 1
        return f'a broken line with a "quote" {draw}'
    client = ".".join(str(chance.randrange(1, 250)) for _ in range(4))
    if draw < 0.01:
        truth["no_request"] += 1
        return f'{client} - - [{when}] "-" 408 - "-" "-"'
    robot = chance.random() < 0.14
    agent = chance.choice(ROBOTS if robot else PEOPLE)
    target, status, method, kind = request(chance, draw)
    if kind == "page":
        truth["robots" if robot else "people"] += 1
        if not robot:
            pages.add(target)
    else:
        truth[f"{kind}-robots" if kind == "documents" and robot else kind] += 1
    referrer = r"https://e.org/?q=\"x\"" if draw > 0.98 else "https://www.example.gouv.fr/"
    return f'{client} - - [{when}] "{method} {target} HTTP/1.1" {status} 5120 "{referrer}" "{agent}"'


def request(chance: random.Random, draw: float) -> tuple[str, int, str, str]:
    """Return target, status, method, and what it is."""
    page = PAGES[min(int(chance.paretovariate(0.4)) - 1, 30_000) % len(PAGES)]
    kinds = (
        (0.60, (f"/assets/{chance.randrange(300)}/{chance.choice(ASSETS)}", 200, "GET", "parts")),
        (0.63, (f"{page}?utm_source=x&page={chance.randrange(50)}", 200, "GET", "page")),
        (0.65, (f"/docs/rapport-{chance.randrange(900)}.pdf", 200, "GET", "documents")),
        (0.67, (page, chance.choice((301, 302)), "GET", "redirects")),
        (0.69, (page, 404, "GET", "errors")),
        (0.71, (page, 200, chance.choice(("POST", "HEAD")), "other_methods")),
        (0.97, (page, 200, "GET", "page")),
        (1.00, (page, 304, "GET", "page")),
    )
    return next(made for below, made in kinds if draw < below)


def read(*paths: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", READ, *map(str, paths)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def goaccess(path: Path, *options: str) -> dict[str, float]:
    out = path.with_suffix(".json")
    command = ["goaccess", str(path), "--log-format=COMBINED", "--no-progress", "-o", str(out), *options]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(out.read_text("utf-8", "replace"))
    return {
        "wall": wall,
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "memory": after.ru_maxrss,
        "failed": told["general"]["failed_requests"],
        "valid": told["general"]["valid_requests"],
        "static": told["static_requests"]["metadata"]["hits"]["total"]["value"],
        "404": told["not_found"]["metadata"]["hits"]["total"]["value"],
    }


def differences(found: dict[str, float], truth: Counter[str]) -> list[str]:
    named = ("lines", "people", "robots", "documents", "redirects", "errors", "other_methods", "no_request", "unread")
    wrong = [f"{name}: {found[name]} instead of {truth[name]}" for name in named if found[name] != truth[name]]
    wrong += [] if found["pages"] == truth["distinct"] else [f"pages: {found['pages']} instead of {truth['distinct']}"]
    parts = truth["parts"] + truth["documents-robots"]
    return wrong + ([] if found["parts"] == parts else [f"parts: {found['parts']} instead of {parts}"])


def best(measured: list[dict[str, float]], name: str) -> float:
    """Return the least of several rounds: the one that other work disturbed least."""
    return min(each[name] for each in measured)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=2_000_000)
    parser.add_argument("--times", type=int, default=3, help="how many times over, for the memory")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder) / "access.log", Path(folder) / "many.log"
        truth = write_log(one, asked.lines)
        with many.open("wb") as file:
            for _ in range(asked.times):
                file.write(one.read_bytes())
        there, rounds, other = shutil.which("goaccess"), [], []
        for _ in range(asked.rounds):  # by turns, so that other work of the machine disturbs both alike
            rounds.append(read(one))
            other += [goaccess(one, "--ignore-crawlers")] if there else []
        long = read(many)
        plain = goaccess(one) if other else {}
    wrong = differences(rounds[0], truth)
    text = report(asked, rounds, long, other, plain, truth, wrong)
    print(f"# {TITLE}\n\n{text}")
    print("In docs/traffic.md and docs/fr/trafic.md:\n\n" + "\n\n".join(short(asked, rounds, other)))
    if asked.markdown:
        put_section(asked.markdown, TITLE, text)
    return 1 if wrong else 0


def short(asked, rounds, other) -> tuple[str, str]:  # noqa: ANN001 - as `main` has them
    """Return what the guides say of it, in English and in French."""
    rate, cpu = asked.lines / best(rounds, "wall") / 1e6, best(rounds, "cpu")
    processors = os.cpu_count()
    english = f"On {processors} processors delest reads {rate:.1f} million lines a second of a combined log"
    french = (
        f"Sur {processors} processeurs, delest lit {rate:.1f}".replace(".", ",")
        + " million de lignes par seconde d’un journal au format combiné"
    )
    if other:
        times = f"{best(other, 'cpu') / cpu:.0f}"
        english += f", with {times} times less CPU time than GoAccess on the same file"
        french += f", avec {times} fois moins de temps de calcul que GoAccess sur le même fichier"
    return (
        f"{english} ([how this was measured](bench.md#access-logs)).",
        f"{french} ([mesures, en anglais](../bench.md#access-logs)).",
    )


def report(asked, rounds, long, other, plain, truth, wrong) -> str:  # noqa: ANN001 - as `main` has them
    cpu, wall = best(rounds, "cpu"), best(rounds, "wall")
    rate, memory = asked.lines / wall, rounds[0]["memory"] / 1000
    rows = [f"| delest | {1e6 * cpu / asked.lines:.2f} µs | {rate:,.0f} | {memory:.0f} MB |"]
    told = ""
    if other:
        theirs = {name: best(other, name) for name in ("cpu", "wall", "memory")}
        rows.append(
            f"| GoAccess --ignore-crawlers | {1e6 * theirs['cpu'] / asked.lines:.2f} µs |"
            f" {asked.lines / theirs['wall']:,.0f} | {theirs['memory'] / 1000:.0f} MB |"
        )
        rows.append(f"| GoAccess, against delest | {theirs['cpu'] / cpu:.1f} × | 1/{theirs['wall'] / wall:.1f} | |")
        static = int(plain["static"])
        own = truth["parts"] + truth["documents"] + truth["documents-robots"]
        told = (
            f"What both count, robots included: requests for files that are not pages, delest {own:,}, GoAccess"
            f" {static:,}; pages that were not found, {truth['errors']:,} and {int(plain['404']):,}; lines,"
            f" {truth['lines']:,} and {int(plain['valid'] + plain['failed']):,}.\n"
        )
    exact = "every count is that of the log as it was written" if not wrong else "; ".join(wrong)
    return (
        f"`make traffic-bench` writes an access log of {asked.lines:,} lines and reads it, robots left out: {exact}.\n"
        f"CPU time is that of all processes; the best of {asked.rounds} rounds. Load of the machine:"
        f" {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors; on a busy machine compare CPU time, not lines a"
        " second.\n\n"
        "| | CPU a line | lines a second | memory, all processes |\n|---|--:|--:|--:|\n"
        + "\n".join(rows)
        + "\n\n"
        + told
        + f"\nA log {asked.times} times as long takes {long['memory'] / rounds[0]['memory']:.2f} times the memory.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
