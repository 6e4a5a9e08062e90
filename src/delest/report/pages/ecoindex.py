"""What every report says beside an EcoIndex: whose it is, under which licence, and that it is a reading of its own."""

import statistics
from collections.abc import Sequence
from typing import Final

from delest.records.audit import AuditReport
from delest.records.ecoindex import PageScore
from delest.report.language.numbers import count_text
from delest.report.language.words import _, ngettext

ATTRIBUTION: Final = "EcoIndex, Collectif Conception Numérique Responsable"
LINK: Final = "https://www.ecoindex.fr"
LICENCE: Final = "CC BY-NC-ND"


def mean_score(scores: Sequence[PageScore]) -> float:
    """Return the mean of the pages' scores (never empty), each page counting once."""
    return statistics.fmean(page.score for page in scores)


def attribution() -> str:
    """Return the line of attribution, with link and licence."""
    return _("{name}, {link}; licence {licence}: commercial use needs its publisher's agreement.").format(
        name=ATTRIBUTION, link=LINK, licence=LICENCE
    )


def notes(report: AuditReport) -> tuple[str, ...]:
    """Return what an EcoIndex is, in sentences, and how many pages have none; nothing where nobody asked for it."""
    scores = report.ecoindex
    if scores is None:
        return ()
    said = [
        _(
            "A relative score from 0 to 100, and a grade from A to G, by elements, requests and transferred bytes. It"
            " is a separate reading: it is never converted into kg CO2e, nor kg CO2e into it."
        )
    ]
    said += [
        _("Computed by the variant {variant} of the published method.").format(variant=name)
        for name in sorted({page.variant for page in scores})
    ]
    missing = len(report.weights) - len(scores)
    if missing:
        said.append(
            ngettext(
                "{n} measured page has no score: its elements were not counted.",
                "{n} measured pages have no score: their elements were not counted.",
                missing,
            ).format(n=count_text(missing))
        )
    return tuple(said)
