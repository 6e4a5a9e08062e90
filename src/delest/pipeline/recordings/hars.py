"""The measured loads of a run as HAR files."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from delest.records.pages.load import Outcome
from delest.report.data.har import har_text
from delest.store.journal import Journal
from delest.urls import host

_NAME: Final = 80


class HarFile(NamedTuple):
    """One file, to be written."""

    name: str
    text: str


def hars(run: Path) -> Iterator[HarFile]:
    """Yield one file for each load in the run that ended ok, in the order of the pages.

    Raises:
        InputError: there is no run, or it cannot be read.
    """
    with Journal.open(run) as journal:
        header = journal.header()
        for at, page in enumerate(journal.pages(), 1):
            loads = (*page.loads, *page.consent_loads)
            for again, load in enumerate(loads, 1):
                if load.outcome is Outcome.OK:
                    name = _file_name(at, again if len(loads) > 1 else None, page.url)
                    yield HarFile(name, har_text(load, header))


def _file_name(page: int, load: int | None, url: str) -> str:
    numbers = f"{page:03}" if load is None else f"{page:03}-{load}"
    path = url.partition("?")[0].partition("://")[2].partition("/")[2]
    return f"{numbers}-{re.sub(r'[^A-Za-z0-9.-]+', '-', f'{host(url)}-{path}')[:_NAME].strip('-.')}.har"
