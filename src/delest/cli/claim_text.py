"""The words of a claim on transferred bytes: what every printed kg comes with."""

import re
import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from delest.convert.readings.equivalence import Equivalence
from delest.convert.web.range import reproduces_published_example
from delest.records.avoided import Avoided, Converted, Reading, Role, SumLine
from delest.records.factor import FactorSetRef, FactorSets
from delest.report.language.numbers import (
    bytes_text,
    count_text,
    date_text,
    figure_text,
    kg_range,
    kg_text,
    percent_text,
)
from delest.report.language.words import _, language
from delest.units import Estimate

WIDTH: Final = 80
SHORT_HASH: Final = 12
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_EXAMPLE_DIGITS: Final = 3
_INDENT: Final = 11


def in_language(english: str, french: str) -> str:
    """Return the text that a factor set gives in the reader's language."""
    return french if language() == "fr" else english


def wrapped(text: str, indent: int = 2, *, hanging: int = 0) -> str:
    """Return ``text`` in lines of at most 80 columns, without the control characters that a file may hold."""
    return textwrap.fill(
        _CONTROL.sub(" ", text),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )


def set_text(ref: FactorSetRef) -> str:
    """Return a set's id, version and the first signs of its file's SHA-256."""
    return f"{ref.id}, {ref.version}, sha256 {ref.sha256[:SHORT_HASH]}"


def page_claim(avoided: Avoided, sets: FactorSets, computed_at: datetime) -> Iterator[str]:
    """Write the claim of a page's change in weight, line by line.

    An increase is written in positive figures, under its own title.
    """
    converted = avoided.converted
    if converted.gb_per_year == 0:
        yield _("Both weights are the same: nothing is avoided.")
        return
    more = converted.gb_per_year < 0
    trio = _positive(converted.kgco2e_per_year)
    title = (
        _("Estimated increase attributed to data transfer: {range} CO2e a year")
        if more
        else _("Estimated reduction attributed to data transfer: {range} CO2e a year")
    )
    yield title.format(range=kg_range(trio))
    if more:
        yield wrapped(_("The target is heavier than today's weight: this change adds emissions."), 0)
    yield ""
    yield _("  {views} page views a year x ({baseline} - {scenario}) = {gb} GB a year").format(
        views=count_text(converted.views_per_year),
        baseline=bytes_text(avoided.baseline_bytes_per_view),
        scenario=bytes_text(avoided.scenario_bytes_per_view),
        gb=figure_text(converted.gb_per_year),
    )
    yield ""
    for reading in converted.readings:
        yield from _row(reading, sets)
    yield ""
    yield _("The sums")
    for reading in converted.readings:
        yield from _sum(reading, sets)
    yield ""
    yield from _conditions(converted, computed_at)


def _positive(estimate: Estimate) -> Estimate:
    return estimate * -1 if estimate.central < 0 else estimate


def role_text(role: Role) -> str:
    """Return a reading's name in the answer."""
    return {
        Role.LOW: _("low"),
        Role.CENTRAL: _("central"),
        Role.HIGH: _("high"),
        Role.PUBLISHED: _("published"),
        Role.ASKED: _("asked for"),
    }[role]


def _row(reading: Reading, sets: FactorSets) -> Iterator[str]:
    kg = _positive(reading.kgco2e_per_year)
    example = reproduces_published_example(reading, sets)
    figure = kg_text(kg.central, _digits(reading, sets))
    bounds = "" if example or kg_text(kg.low) == kg_text(kg.high) else f"  ({kg_range(kg)})"
    yield f"  {role_text(reading.role):<{_INDENT - 2}}{figure:>8}{bounds}  {reading.model}"
    yield wrapped(in_language(reading.label_en, reading.label_fr), _INDENT)
    if example:
        yield wrapped(
            _(
                "This is the published example itself, reproduced to its published digits; it is no more exact than "
                "the other rows."
            ),
            _INDENT,
        )


def _sum(reading: Reading, sets: FactorSets) -> Iterator[str]:
    yield f"  {role_text(reading.role)} ({reading.model})"
    for line in reading.lines:
        yield wrapped(_line(line, _digits(reading, sets)), 4, hanging=2)


def _digits(reading: Reading, sets: FactorSets) -> int:
    return _EXAMPLE_DIGITS if reproduces_published_example(reading, sets) else 2


def _line(line: SumLine, digits: int) -> str:
    text = _("{label}: {gb} GB x {factor} kg CO2e/GB = {kg}").format(
        label=in_language(line.label_en, line.label_fr),
        gb=figure_text(abs(line.quantity)),
        factor=figure_text(line.factor),
        kg=kg_text(abs(line.kgco2e_per_year), digits),
    )
    return text + (f" [{line.factor_id}: {line.derivation}]" if line.derivation else f" [{line.factor_id}]")


def _conditions(converted: Converted, computed_at: datetime) -> Iterator[str]:
    yield _("How it was computed")
    yield wrapped(_("Factor sets (the same for both weights), by id, version and file:"))
    used = [converted.policy, *(r.factor_set for r in converted.readings)]
    used += [ref for reading in converted.readings for ref in reading.electricity]
    for ref in dict.fromkeys(used):
        yield wrapped(set_text(ref), 4, hanging=2)
    for grid in dict.fromkeys(g for r in converted.readings for g in r.grid.split("; ") if g):
        yield wrapped(_("Electricity: {grid}").format(grid=grid), hanging=2)
    yield wrapped(_("Country {country}; 1 GB = 10^9 bytes.").format(country=converted.country))
    yield wrapped(_mobile(converted))
    if converted.green_hosting:
        yield wrapped(
            _(
                "Green hosting, by this evidence: {evidence}. It touches only the electricity that data centres run on."
            ).format(evidence=converted.green_hosting)
        )
    yield wrapped(
        _(
            "Page views and weights as given, for a year: no page was measured, so the noise of the weights is not "
            "known, nor whether robots are left out of the views. Computed on {date}."
        ).format(date=date_text(computed_at))
    )
    yield ""
    yield _("What is left out")
    yield wrapped(
        _(
            "The time that people spend on their devices, how devices are made and how soon they are replaced (but in "
            "the high reading, which shares them out by gigabyte), the computing of servers, and rebound. Equipment "
            "and ratings are separate claims. The readings are different questions to the same bytes: they are never "
            "averaged. docs/method.md says more."
        )
    )
    for caveat in dict.fromkeys(in_language(r.caveat_en, r.caveat_fr) for r in converted.readings):
        yield wrapped(f"- {caveat}", hanging=2)


def _mobile(converted: Converted) -> str:
    share = percent_text(converted.mobile_share)
    if converted.mobile_share_known:
        return _("Mobile networks: {share} of the bytes, as given.").format(share=share)
    return _("Mobile networks: {share} of the bytes, an assumption; the bounds in brackets cover all shares.").format(
        share=share
    )


def equivalence_text(found: Equivalence) -> str:
    """Return what an amount compares with, with the value used and its source."""
    row, amount = found.row, _positive(found.amount)
    between = figure_text(amount.low, 2)
    if figure_text(amount.high, 2) != between:
        between = _("{low} to {high}").format(low=between, high=figure_text(amount.high, 2))
    return wrapped(
        _(
            "As an order of magnitude, not an offset: {amount} x {what}, at {value} {unit} "
            "({source}, {locator}, {year}; {set} {version})."
        ).format(
            amount=between,
            what=in_language(row.label_en, row.label_fr),
            value=figure_text(row.value, 3),
            unit=row.unit,
            source=row.source,
            locator=row.locator,
            year=row.year,
            set=found.factor_set.id,
            version=found.factor_set.version,
        ),
        0,
    )
