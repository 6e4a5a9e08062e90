"""The evidence for RGESN of a whole edition: the pack of each service, without its pages and files."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from delest.errors import DelestError
from delest.evidence.framework import TITLE, criteria
from delest.pipeline.evidence import gather
from delest.pipeline.fleet.keeping import RUNS, campaign
from delest.records.fleet.campaign import MEASURED, Entry, State
from delest.records.state.fleet_evidence import FleetEvidence, ServiceEvidence
from delest.store.journal import Journal
from delest.urls import same_site

_LIKE_A_DECLARATION: Final = re.compile(r"[eé]co[-_ ]?conception|rgesn|eco[-_ ]?design", re.IGNORECASE)
_MOST_ADDRESSES: Final = 100_000


def fleet_evidence(folder: Path) -> FleetEvidence:
    """Return what the saved audits of a campaign show of RGESN; nothing is loaded.

    Raises:
        InputError: there is no campaign, or it cannot be read.
    """
    found = campaign(folder)
    runs = (folder if folder.is_dir() else folder.parent) / RUNS
    known = [each for each in found.entries if each.state is not State.EXCLUDED]
    return FleetEvidence(
        edition=found.header.name,
        known=len(known),
        framework=TITLE,
        criteria=criteria(),
        services=tuple(_service(each, runs / each.service.id) for each in known if each.state in MEASURED),
    )


def _service(entry: Entry, run: Path) -> ServiceEvidence:
    service = entry.service
    named = ServiceEvidence(id=service.id, name=service.name or service.id, url=service.url, ministry=service.ministry)
    try:
        pack = gather(run)
        declaration, addresses = _declaration(run, service.url)
    except DelestError as error:
        return replace(named, problem=str(error)[:300])
    return replace(
        named,
        pages=pack.pages,
        declaration=declaration,
        addresses=addresses,
        evidence=tuple(replace(each, looks=(), resources=()) for each in pack.evidence),
    )


def _declaration(run: Path, url: str) -> tuple[str, int]:
    """Return the shortest address of a service that looks like a declaration, and how many of its were heard of."""
    heard: set[str] = set()
    with Journal.open(run) as journal:
        for step in journal.steps():
            heard.update(each for each in (step.url, step.final_url, *step.links, *step.documents) if each)
            if len(heard) > _MOST_ADDRESSES:
                break
    own = [each for each in heard if same_site(each, url)]
    like = [each for each in own if _LIKE_A_DECLARATION.search(unquote(urlsplit(each).path))]
    return min(like, key=lambda each: (len(each), each), default=""), len(own)
