"""The proofs of a saved run: by the rules, or of what a user wants to try; without the network."""

import asyncio
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from delest.advise.workshop import Workshop
from delest.errors import N_, InputError
from delest.pipeline.order import Observer
from delest.pipeline.proving.change import Change
from delest.pipeline.proving.changes import changes_of
from delest.pipeline.proving.given import Given, changes_given, concerns, refuse_unknown, with_folders
from delest.pipeline.proving.learned import Studies, studies_of_run
from delest.pipeline.proving.run import Proving, Trying, prove
from delest.pipeline.proving.together import combined
from delest.pipeline.proving.unmade import note_unmade
from delest.records.advice.proof import PageProof
from delest.records.advice.remedy import Remedy
from delest.records.runs.audit import RunHeader
from delest.records.runs.loading import LoadOptions
from delest.store import recording
from delest.store.journal import Journal
from delest.store.remedies import write_remedies


class SavedOrder(Struct, frozen=True, kw_only=True):
    """What to prove of a saved run."""

    run: Path
    browser_path: str | None = None
    jobs: int = 1
    pages: tuple[str, ...] = ()
    """Of those recorded; empty: all."""
    rules: tuple[str, ...] = ()
    """Empty: all."""
    given: Given = Given()
    keep_remedies: Path | None = None


def by_rules(
    shop: Workshop,
    journal: Journal | None,
    only: Collection[str] = (),
    keep_remedies: Path | None = None,
    *,
    studies: Studies | None = None,
) -> Trying:
    """Return what tries the lighter files that the rules make, and writes each proof into the journal, if any."""

    def done(proof: PageProof, tried: Sequence[Change]) -> None:
        if journal is not None:
            journal.prove(proof)
        if keep_remedies is not None:
            write_remedies(keep_remedies, _holding(proof, tried))

    return Trying(partial(changes_of, shop=shop, only=only, studies=studies), partial(combined, shop=shop), done)


def _holding(proof: PageProof, tried: Sequence[Change]) -> list[Remedy]:
    holding = {each.rule for each in proof.proofs if each.holds}
    return [remedy for change in tried if change.rule in holding for remedy in change.remedies]


async def prove_run(order: SavedOrder, observer: Observer, stop: asyncio.Event) -> tuple[PageProof, ...]:
    """Prove the recorded pages of a run.

    What all rules try is written into the run, and replaces what was proven before; what some of them try, or a user,
    is not: a page's sum is of all changes together.

    Raises:
        InputError: the run has no recordings, or none of what was asked for.
        NoBrowserError: no browser can be started.
    """
    with Journal.open(order.run) as journal, Workshop() as shop:
        folder = order.run if order.run.is_dir() else order.run.parent
        pages, given = await asyncio.to_thread(_pages, folder, order)
        order = replace(order, given=given)
        load = load_of(journal.header(), order.browser_path)
        proving = Proving(run=folder, pages=pages, load=load, jobs=order.jobs)
        proofs = await prove(proving, _trying(order, journal, shop, folder), observer, stop)
        if not order.given.asked and not order.rules:
            note_unmade(journal, shop.lost)
        return proofs


def _trying(order: SavedOrder, journal: Journal, shop: Workshop, run: Path) -> Trying:
    if order.given.asked:
        return Trying(partial(changes_given, given=order.given), partial(combined, shop=shop), _nothing)
    kept = None if order.rules else journal
    return by_rules(shop, kept, order.rules, order.keep_remedies, studies=studies_of_run(journal, run))


def _nothing(_proof: PageProof, _tried: Sequence[Change]) -> None:
    """Keep no note of what was only tried."""


class _Recorded(NamedTuple):
    """What is kept of each recording while all are looked through."""

    page_url: str
    weight_bytes: int
    urls: frozenset[str]


def _pages(folder: Path, order: SavedOrder) -> tuple[tuple[str, ...], Given]:
    """Return the pages to prove, heaviest first, and what is given for them, the files of its folders among it."""
    recorded = [
        _Recorded(tape.page_url, tape.load.transferred_bytes, frozenset(each.url for each in tape.responses))
        for tape in recording.recordings(folder)
    ]
    if not recorded:
        raise InputError(
            N_("{path} has no recordings"),
            remedy=N_("audit the site again with --prove; recordings of pages behind a login are not kept"),
            path=folder,
        )
    loaded = {url for each in recorded for url in each.urls}
    given = with_folders(order.given, loaded)
    refuse_unknown(given, loaded)
    known = {each.page_url: each for each in recorded}
    for url in order.pages:
        if url not in known:
            raise InputError(
                N_("there is no recording of {url}"),
                remedy=N_("choose one of: {known}"),
                url=url,
                known=", ".join(known),
            )
    wanted = [known[url] for url in order.pages] if order.pages else recorded
    chosen = [each for each in wanted if not given.asked or concerns(given, each.urls)]
    return tuple(each.page_url for each in sorted(chosen, key=lambda each: -each.weight_bytes)), given


def load_of(header: RunHeader, browser_path: str | None) -> LoadOptions:
    """Return how the pages of a run were loaded, as far as a replay needs it."""
    return LoadOptions(
        device=header.loading.device,
        browser_path=browser_path,
        stay_s=header.loading.stay_s,
        limit_s=header.loading.limit_s,
        language=header.loading.language,
        time_zone=header.loading.time_zone,
        consent=header.loading.consent,
        consent_selector=header.loading.consent_selector,
    )
