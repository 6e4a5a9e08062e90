"""Other auditors, run as their users run them: one load of each page, in the same Chromium, without a window.

Each returns the bytes that it says the pages transferred, all together.

Each comes from its registry, into a folder of its own; their programs are in ``node_modules/.bin`` there:
``npm install lighthouse``, ``npm install @unlighthouse/cli puppeteer``, ``npm install sitespeed.io`` (which needs the
``chromedriver`` of the browser on the PATH).
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

ROOT: Final = hasattr(os, "geteuid") and os.geteuid() == 0
"""Chromium refuses to sandbox root's processes."""


def lighthouse(program: str, urls: Sequence[str], browser: str, folder: Path) -> int:
    flags = "--headless=new" + (" --no-sandbox" if ROOT else "")
    for n, url in enumerate(urls):
        said = f"--output-path={folder}/{n}.json"
        _run([program, url, "--quiet", "--output=json", said, f"--chrome-flags={flags}"], browser)
    return sum(map(_said_by_lighthouse, folder.glob("*.json")))


def unlighthouse(program: str, urls: Sequence[str], browser: str, folder: Path) -> int:
    config = {
        "puppeteerOptions": {"executablePath": browser, "args": ["--no-sandbox"] if ROOT else []},
        "puppeteerClusterOptions": {"maxConcurrency": 1},
        "chrome": {"useSystem": True, "useDownloadFallback": False},
        "scanner": {"samples": 1},
        "cache": False,
    }
    named = folder / "unlighthouse.config.mjs"
    named.write_text(f"export default {json.dumps(config)}\n", encoding="utf-8")
    paths = ",".join(urlsplit(url).path for url in urls)
    site = f"http://{urlsplit(urls[0]).netloc}"
    _run(
        [program, "--site", site, "--urls", paths, "--config-file", str(named), "--output-path", f"{folder}/o"], browser
    )
    return sum(map(_said_by_lighthouse, folder.rglob("lighthouse.json")))


def sitespeed(program: str, urls: Sequence[str], browser: str, folder: Path) -> int:
    options = {
        "browser": "chrome",
        "headless": "true",
        "iterations": "1",
        "chrome.binaryPath": browser,
        "chrome.chromedriverPath": shutil.which("chromedriver") or "",
        "video": "false",
        "visualMetrics": "false",
        **({"chrome.args": "no-sandbox"} if ROOT else {}),
    }
    told = [f"--browsertime.{name}={value}" for name, value in options.items()]
    _run([program, *urls, "--silent", f"--outputFolder={folder}/o", *told], browser)
    recordings = [json.loads(path.read_bytes())["log"]["entries"] for path in folder.rglob("browsertime.har")]
    return sum(entry["response"]["_transferSize"] for entries in recordings for entry in entries)


AUDITORS: Final[dict[str, Callable[[str, Sequence[str], str, Path], int]]] = {
    "lighthouse": lighthouse,
    "unlighthouse": unlighthouse,
    "sitespeed.io": sitespeed,
}


def _said_by_lighthouse(report: Path) -> int:
    return round(json.loads(report.read_bytes())["audits"]["total-byte-weight"]["numericValue"])


def _run(command: list[str], browser: str) -> None:
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": browser}, stdout=subprocess.DEVNULL)
