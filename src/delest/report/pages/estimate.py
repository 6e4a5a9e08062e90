"""The claim of a lighter page, from figures that the user gives: what every printed kg comes with."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final

from delest.records.co2e.avoided import Avoided, Converted, Reading, Role, SumLine
from delest.records.co2e.equivalence import Equivalence
from delest.records.co2e.factor import FactorSetRef
from delest.report.language.labels import role_name, spoken
from delest.report.language.numbers import formula_text, kg_text
from delest.report.language.words import _
from delest.report.page import Axis, Block, Cell, Column, Fact, Facts, Items, Mark, Page, Prose, Row, Section, Table
from delest.report.pages.co2e.claims import LEFT_OUT
from delest.report.said import (
    Code,
    Figure,
    Label,
    Moment,
    Quoted,
    Range,
    Unit,
    Words,
    number,
    of_bytes,
    of_kg,
    say,
    share,
)
from delest.units import Estimate

_HASH_SHOWN: Final = 12
_EXAMPLE_DIGITS: Final = 3
_RANGE: Final = 3


def estimate_page(
    avoided: Avoided, examples: Collection[Role], computed_at: datetime, equivalences: Sequence[Equivalence] = ()
) -> Page:
    """Return the claim of a page's change in weight; an increase is written in positive figures, under its own title.

    Args:
        avoided: the claim.
        examples: the readings that are the very example that was published, so that they may show its digits.
        computed_at: when.
        equivalences: what it compares with, only where somebody asked.
    """
    converted = avoided.converted
    if converted.gb_per_year == 0:
        return Page(title=_("Both weights are the same: nothing is avoided."))
    more = converted.gb_per_year < 0
    title = (
        _("Estimated increase attributed to data transfer: {range} CO2e a year")
        if more
        else _("Estimated reduction attributed to data transfer: {range} CO2e a year")
    )
    trio = positive(converted.kgco2e_per_year)
    volume = say(
        _("{views} page views a year x ({baseline} - {scenario}) = {gb} GB a year"),
        views=Figure(converted.views_per_year),
        baseline=of_bytes(avoided.baseline_bytes_per_view),
        scenario=of_bytes(avoided.scenario_bytes_per_view),
        gb=number(converted.gb_per_year),
    )
    lead: list[Block] = []
    if more:
        lead.append(Prose(_("The target is heavier than today's weight: this change adds emissions.")))
    lead.append(Prose(volume))
    return Page(
        title=say(title, range=Range(trio.low, trio.high, Unit.KG)),
        lead=tuple(lead),
        sections=(
            Section("readings", _("By model"), (_readings(converted, examples),)),
            Section("sums", _("The sums"), (_sums(converted, examples),)),
            Section("computed", _("How it was computed"), (Facts(tuple(_conditions(converted, computed_at))),)),
            Section("left-out", _("What is left out"), tuple(_left_out(converted))),
            *comparison_sections(equivalences),
        ),
    )


def positive(estimate: Estimate) -> Estimate:
    """Return the same without its sign."""
    return estimate * -1 if estimate.central < 0 else estimate


def _readings(converted: Converted, examples: Collection[Role]) -> Axis:
    rows, marks = [], []
    for reading in converted.readings:
        kg = positive(reading.kgco2e_per_year)
        figure = of_kg(kg.central, _digits(reading, examples))
        rows.append(Row((role_name(reading.role), figure, Cell(_model(reading), tuple(_notes(reading, examples))))))
        if reading.role is not Role.ASKED:
            marks.append(Mark(role_name(reading.role), figure, "open" if reading.role is Role.PUBLISHED else ""))
    columns = (Column(_("Reading")), Column(_("CO2e a year"), figures=True), Column(_("Model"), long=True))
    alt = _("Chart on a logarithmic scale: low, central, high and published; the table below has the same figures.")
    return Axis(alt, tuple(marks), Table("", columns, tuple(rows)), min(_RANGE, len(marks)))


def _model(reading: Reading) -> Words:
    name = spoken(reading.label_en, reading.label_fr)
    return say("{model}: {name}", model=Label(reading.model, "strong"), name=name)


def _notes(reading: Reading, examples: Collection[Role]) -> Iterator[Words]:
    kg = positive(reading.kgco2e_per_year)
    if reading.role in examples:
        yield _(
            "This is the published example itself, reproduced to its published digits; it is no more exact than the"
            " other rows."
        )
    elif kg_text(kg.low) != kg_text(kg.high):
        yield Range(kg.low, kg.high, Unit.KG)


def _digits(reading: Reading, examples: Collection[Role]) -> int:
    return _EXAMPLE_DIGITS if reading.role in examples else 0


def _sums(converted: Converted, examples: Collection[Role]) -> Table:
    rows: list[Row] = []
    for reading in converted.readings:
        rows.append(Row((say("{role} ({model})", role=role_name(reading.role), model=reading.model),), group=True))
        rows += (_sum(line, _digits(reading, examples)) for line in reading.lines)
    columns = (
        Column(_("GB"), figures=True),
        Column(_("kg CO2e per GB"), figures=True),
        Column(_("CO2e a year"), figures=True),
        Column(_("Line"), long=True),
    )
    return Table("", columns, tuple(rows))


def _sum(line: SumLine, digits: int) -> Row:
    factor = f"{line.factor_id} = {formula_text(line.derivation)}" if line.derivation else line.factor_id
    return Row((
        number(abs(line.quantity)),
        number(line.factor),
        of_kg(abs(line.kgco2e_per_year), digits),
        Cell(spoken(line.label_en, line.label_fr), (factor,)),
    ))  # fmt: skip


def set_said(ref: FactorSetRef) -> Words:
    """Return a set's id, version and the first signs of its file's SHA-256."""
    return f"{ref.id}, {ref.version}, sha256 {ref.sha256[:_HASH_SHOWN]}"


def _conditions(converted: Converted, computed_at: datetime) -> Iterator[Fact]:
    used = [converted.policy, *(reading.factor_set for reading in converted.readings)]
    used += [ref for reading in converted.readings for ref in reading.electricity]
    yield Fact(_("factor sets"), (_("the same for both weights"), *map(set_said, dict.fromkeys(used))))
    grids = dict.fromkeys(grid for each in converted.readings for grid in each.grid.split("; ") if grid)
    if grids:
        yield Fact(_("electricity"), tuple(map(formula_text, grids)))
    yield Fact(_("country"), (converted.country, _("1 GB = 10^9 bytes")))
    yield Fact(_("mobile networks"), (_mobile(converted),))
    if converted.green_hosting:
        told = _("by this evidence: {evidence}. It touches only the electricity that data centres run on.")
        yield Fact(_("green hosting"), (say(told, evidence=Quoted(converted.green_hosting)),))
    given = _(
        "As given, for a year. No page was measured, so the noise of the weights is not known, nor whether robots are"
        " left out of the views."
    )
    yield Fact(_("page views and weights"), (given,))
    yield Fact(_("computed on"), (Moment(computed_at),))


def _mobile(converted: Converted) -> Words:
    known = share(converted.mobile_share)
    if converted.mobile_share_known:
        return say(_("{share} of the bytes, as given"), share=known)
    return say(_("{share} of the bytes, an assumption; the bounds in the table cover all shares"), share=known)


def _left_out(converted: Converted) -> Iterator[Block]:
    told = _("Left out: {parts}. Only the high reading shares out devices and their manufacture, by gigabyte.")
    yield Prose(say(told, parts=", ".join(_(part) for part in LEFT_OUT)))
    told = _(
        "Equipment and ratings are separate claims. The readings are different questions to the same bytes: they are"
        " never averaged. {file} says more."
    )
    yield Prose(say(told, file=Code("docs/method.md")))
    caveats = dict.fromkeys(spoken(each.caveat_en, each.caveat_fr) for each in converted.readings)
    yield Items(tuple(each for each in caveats if each))


def comparison_sections(equivalences: Sequence[Equivalence]) -> tuple[Section, ...]:
    """Return what an amount compares with; none where no one asked."""
    if not equivalences:
        return ()
    said = tuple(Prose(_comparison(each)) for each in equivalences)
    return (Section("compared", _("Order of magnitude"), said),)


def _comparison(found: Equivalence) -> Words:
    row, amount = found.row, positive(found.amount)
    return say(
        _(
            "As an order of magnitude, not an offset: {amount} x {what}, at {value} {unit} ({source}, {locator},"
            " {year}; {set} {version})."
        ),
        amount=Range(amount.low, amount.high, Unit.NUMBER, 2),
        what=spoken(row.label_en, row.label_fr),
        value=number(row.value, 3),
        unit=row.unit,
        source=row.source,
        locator=row.locator,
        year=str(row.year),
        set=found.factor_set.id,
        version=found.factor_set.version,
    )
