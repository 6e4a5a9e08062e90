"""What every report says beside an EcoIndex: whose it is, under which licence, and that it is a reading of its own."""

import statistics
from collections.abc import Sequence
from typing import Final

from delest.records.co2e.ecoindex import PageScore
from delest.records.runs.audit import AuditReport
from delest.report.figures import plain
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Prose, Section
from delest.report.said import Figure, Link, Words, say

ATTRIBUTION: Final = "EcoIndex, Collectif Conception Numérique Responsable"
LINK: Final = "https://www.ecoindex.fr"
LICENCE: Final = "CC BY-NC-ND"


def mean_score(scores: Sequence[PageScore]) -> float:
    """Return the mean of the pages' scores (never empty), each page counting once."""
    return statistics.fmean(page.score for page in scores)


def attributed() -> Words:
    """Return the line of attribution, with link and licence."""
    template = _("{name}, {link}; licence {licence}: commercial use needs its publisher's agreement.")
    return say(template, name=ATTRIBUTION, link=Link(LINK), licence=LICENCE)


def attribution() -> str:
    """Return the same as text, for a field of data."""
    return plain(attributed())


def notes(report: AuditReport) -> tuple[Words, ...]:
    """Return what an EcoIndex is, in sentences, and how many pages have none; nothing where no one asked for it."""
    scores = report.ecoindex
    if scores is None:
        return ()
    said: list[Words] = [
        _(
            "A relative score from 0 to 100, and a grade from A to G, by elements, requests and transferred bytes. It"
            " is a separate reading: it is never converted into kg CO2e, nor kg CO2e into it."
        )
    ]
    said += [
        say(_("Computed by the variant {variant} of the published method."), variant=name)
        for name in sorted({page.variant for page in scores})
    ]
    missing = len(report.weights) - len(scores)
    if missing:
        said.append(
            say(
                ngettext(
                    "{n} measured page has no score: its elements were not counted.",
                    "{n} measured pages have no score: their elements were not counted.",
                    missing,
                ),
                n=Figure(missing),
            )
        )
    return tuple(said)


def ecoindex_section(report: AuditReport) -> tuple[Section, ...]:
    """Return what the scores in the table of pages are; none where no one asked for them."""
    if report.ecoindex is None:
        return ()
    blocks: list[Block] = [Prose(each) for each in notes(report)]
    if report.ecoindex:
        mean = Figure(mean_score(report.ecoindex))
        blocks.append(
            Prose(
                say(
                    _("Mean of the pages' scores: {score}. The table of pages has the score and the grade of each."),
                    score=mean,
                )
            )
        )
    blocks.append(Prose(attributed(), "note"))
    return (Section("ecoindex", "EcoIndex", tuple(blocks)),)
