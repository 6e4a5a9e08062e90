"""Audits one real site whole, once, and keeps the weight of each page: what bench/sampling.py draws from, off-line.

The site is one that bench/real.py can build. Only addresses and numbers are kept, in fixtures/sampling::

    .venv/bin/python bench/record_weights.py --corpus FOLDER --max-pages 150 --time-limit 5min dsfr
"""

import argparse
import csv
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.real import OUT, ROOT, build, entry_page, served
from delest.store.journal import Journal
from delest.weigh.page import page_weight


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="the folder of corpus.py")
    parser.add_argument("--max-pages", type=int, default=150)
    parser.add_argument("--time-limit", default="5min")
    parser.add_argument("site")
    words = parser.parse_args()
    build(words.corpus / "corpus.py", [words.site])
    run = OUT / "runs" / f"{words.site}-whole-{time.strftime('%Y%m%d-%H%M%S')}"
    with served(words.corpus / "corpus.py", words.site, OUT / f"{words.site}.jsonl") as at:
        trust = ["--ca", at["ca"]] if shutil.which("certutil") else ["--insecure"]
        command = [sys.executable, "-m", "delest", "audit", entry_page(words.site), "--proxy", at["proxy"], *trust]
        command += ["--stay", "0", "--max-pages", str(words.max_pages), "--time-limit", words.time_limit, "--run", run]
        subprocess.run(command, check=True, cwd=ROOT)
    with Journal.open(run) as journal:
        weighed = [(page.url, page_weight(page.loads)) for page in journal.pages()]
    rows = sorted((url, round(w.cold.transferred_bytes.median)) for url, w in weighed if w is not None)
    with (ROOT / "fixtures" / "sampling" / f"{words.site}.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([("url", "weight_bytes"), *rows])
    print(f"{len(rows)} pages")


if __name__ == "__main__":
    main()
