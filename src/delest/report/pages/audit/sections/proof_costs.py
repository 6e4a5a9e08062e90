"""What pages cost with what was left out of them, and what the tables of proofs share."""

from collections.abc import Sequence
from typing import Final

from delest.records.advice.proof import NOT_TRIED, Doubt, PageProof, Proof
from delest.report.language.proof_words import doubt_name
from delest.report.language.technical import technical
from delest.report.language.words import _, ngettext
from delest.report.page import Cell, Column, Row, Table
from delest.report.reason_words import reason_words
from delest.report.said import Figure, Link, Quoted, Words, of_bytes, say, share
from delest.urls import host

ROWS: Final = 40
THIRD_PARTY: Final = "third-party:"
NOT_WEIGHED: Final = frozenset({*NOT_TRIED, Doubt.LOAD_FAILED, Doubt.NOTHING_CHANGED})


def costs_alone(proofs: Sequence[PageProof]) -> Words | None:
    """Return what hosts cost where nothing else was tried; None where something was, or nothing was weighed."""
    every = [proof for page in proofs for proof in page.proofs]
    weighed = [proof for proof in every if proof.doubt not in NOT_WEIGHED]
    if not weighed or not all(proof.rule.startswith(THIRD_PARTY) for proof in every):
        return None
    names = {proof.rule for proof in weighed}
    if len(names) > 1:
        return say(_("Loaded again without each of {n} hosts: the table says what each costs."), n=Figure(len(names)))
    cost, before = sum(proof.avoided_bytes for proof in weighed), sum(proof.before_bytes for proof in weighed)
    told = ngettext(
        "{n} page loaded again without {host}: {bytes} less, {share} of its bytes. This is what it costs; what it does"
        " on the page is given up.",
        "{n} pages loaded again without {host}: {bytes} less together, {share} of their bytes. This is what it costs;"
        " what it does on the pages is given up.",
        len(weighed),
    )
    host_name = Quoted(weighed[0].rule.removeprefix(THIRD_PARTY))
    return say(told, n=Figure(len(weighed)), host=host_name, bytes=of_bytes(cost), share=share(cost / max(1, before)))


def costs_table(costs: Sequence[Proof]) -> Table:
    """Return what third parties cost, page by page."""
    return Table(
        _("What third parties cost: the page without them. These bytes are in no sum"),
        (Column(_("Third party")), Column(_("Page"), long=True), Column(_("Cost"), figures=True)),
        tuple(Row((_third_party(proof), address(proof.page_url), _cost(proof))) for proof in costs[:ROWS]),
    )


def _cost(proof: Proof) -> Words | Cell:
    return Cell("-", (why(proof),)) if proof.doubt in NOT_WEIGHED else of_bytes(proof.avoided_bytes)


def _third_party(proof: Proof) -> Cell:
    along = say(_("brings along {hosts}"), hosts=Quoted(", ".join(proof.brought_along)))
    return Cell(Quoted(proof.rule.removeprefix(THIRD_PARTY)), (along,) if proof.brought_along else ())


def address(url: str) -> Link:
    """Return the address of a page or a file as a link."""
    return Link(url, site=host(url))


def why(proof: Proof | PageProof) -> Words:
    """Return why something is not proven, with its detail."""
    said = doubt_name(proof.doubt)
    if proof.reason is not None:
        return say(_("{reason}: {detail}"), reason=said, detail=reason_words(proof.reason))
    return say(_("{reason}: {detail}"), reason=said, detail=Quoted(technical(proof.detail))) if proof.detail else said
