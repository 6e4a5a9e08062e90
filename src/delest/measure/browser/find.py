"""Which browser on this machine is used."""

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from delest.errors import N_, NoBrowserError
from delest.measure.browser.fetch import fetched_browser

_NAMES: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "chromium-headless-shell",
)


def candidates(asked: str | None, environment: Mapping[str, str], own: str | None) -> Iterator[Path]:
    """Yield the browsers to try, in order: asked for, named by the environment, Playwright's own, on the PATH.

    Raises:
        NoBrowserError: a browser was asked for by path and is not there.
    """
    named = [("--browser", asked), *((name, environment.get(name)) for name in ("DELEST_BROWSER", "CHROME_PATH"))]
    for origin, path in named:
        if not path:
            continue
        found = shutil.which(path)
        if found is None:
            raise NoBrowserError(
                N_("no browser at {path} (from {origin})"),
                remedy=N_("give the path of a Chromium, Chrome or Edge, or leave {origin} out to have one looked for"),
                path=path,
                origin=origin,
            )
        yield Path(found)
    if own and Path(own).is_file():
        yield Path(own)
    for name in _NAMES:
        found = shutil.which(name, path=environment.get("PATH"))
        if found:
            yield Path(found)
    fetched = fetched_browser()
    if fetched is not None:
        yield fetched


def find(asked: str | None, own: str | None = None) -> Path:
    """Return the browser to use.

    Raises:
        NoBrowserError: there is none.
    """
    for path in candidates(asked, os.environ, own):
        return path.absolute()  # a bare name would be looked for on PATH
    raise NoBrowserError(
        N_("no Chromium, Chrome or Edge was found"),
        remedy=N_("install one (on Debian or Ubuntu: apt-get install chromium), or name it with --browser PATH"),
    )
