"""A claim in kg CO2e, and what it rests on, as lines of plain text at most 80 columns wide."""

from collections.abc import Iterator, Sequence
from typing import Final

from delest.records.avoided import Reading
from delest.report.language.labels import role_name, spoken
from delest.report.language.numbers import figure_text, kg_text
from delest.report.language.words import _
from delest.report.layout import item, prose, row, widest
from delest.report.pages.basis import Row
from delest.report.pages.claims import Claim, reading_kg, reading_name, volume

_FIGURE: Final = -8
_FACTOR: Final = -11


def claim_lines(claim: Claim) -> Iterator[str]:
    """Yield the readings of a claim, or the sentence that says why there are none."""
    if claim.converted is None:
        yield from prose(claim.sentence)
        return
    yield from prose(_("CO2e {per}, for {volume}").format(per=claim.per, volume=volume(claim.converted, claim.per)))
    readings = claim.converted.readings
    width = widest(role_name(reading.role) for reading in readings)
    for reading in readings:
        yield from item([(role_name(reading.role), width), (reading_kg(reading), _FIGURE)], [reading_name(reading)])
    if claim.itemised:
        yield ""
        yield from prose(_("The sum, line by line: GB x kg CO2e per GB, the network's share included = CO2e"))
        for reading in readings:
            yield from _sum_lines(reading, width)


def _sum_lines(reading: Reading, width: int) -> Iterator[str]:
    for line in reading.lines:
        cells = [
            (role_name(reading.role), width),
            (figure_text(line.quantity), _FIGURE),
            (figure_text(line.factor), _FACTOR),
            (kg_text(line.kgco2e_per_year), _FIGURE),
        ]
        yield row(cells, spoken(line.label_en, line.label_fr))


def basis_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield terms, each with what is said of it."""
    width = widest(known.term for known in rows)
    for known in rows:
        yield from item([(known.term, width)], known.parts)
