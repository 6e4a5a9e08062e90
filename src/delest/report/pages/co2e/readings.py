"""The readings of a claim in kg CO2e: the range on its axis, each model, and its sum line by line."""

from collections.abc import Iterator, Sequence
from typing import Final

from delest.records.co2e.avoided import Converted, Reading, Role
from delest.report.language.labels import role_name, spoken
from delest.report.language.numbers import formula_text
from delest.report.language.words import _
from delest.report.page import Axis, Block, Cell, Column, Details, Fact, Mark, Prose, Row, Section, Table
from delest.report.pages.co2e.claims import Claim, reading_bounds, reading_name, volume
from delest.report.said import Label, Words, joined, number, of_kg, say

_RANGE: Final = (Role.LOW, Role.CENTRAL, Role.HIGH, Role.PUBLISHED)


def claim_section(claim: Claim) -> Section:
    """Return a claim with its readings and their sums, or the sentence that says why there are none."""
    if claim.converted is None:
        return Section("", claim.title, (Prose(claim.sentence),))
    blocks: list[Block] = [
        Prose(claim.sentence),
        Prose(say(_("Volume: {volume}."), volume=volume(claim.converted, claim.per)), "note"),
        _axis(claim, claim.converted),
        Details(
            _("The sum, line by line: gigabytes x factor = CO2e"),
            (sums(claim.converted.readings, claim.per),),
        ),
    ]
    return Section("", claim.title, tuple(blocks))


def _axis(claim: Claim, converted: Converted) -> Block:
    table = readings(claim.title, claim.per, converted.readings)
    drawn = [reading for role in _RANGE for reading in converted.readings if reading.role is role]
    if len(drawn) < len(_RANGE):
        return table
    marks = tuple(
        Mark(
            role_name(reading.role),
            of_kg(reading.kgco2e_per_year.central),
            "open" if reading.role is Role.PUBLISHED else "",
        )
        for reading in drawn
    )
    alt = _("Chart on a logarithmic scale: low, central, high and published; the table below has the same figures.")
    return Axis(alt, marks, table)


def readings(title: str, per: str, of: Sequence[Reading]) -> Table:
    """Return the readings one below the other."""
    return Table(
        _("{title}, by model").format(title=title),
        (
            Column(_("Reading")),
            Column(_("CO2e {per}").format(per=per), figures=True),
            Column(_("Model and boundary"), long=True),
        ),
        tuple(Row(tuple(_reading(reading))) for reading in of),
    )


def _reading(reading: Reading) -> Iterator[Cell]:
    bounds = reading_bounds(reading)
    yield Cell(Label(role_name(reading.role), "role"))
    yield Cell(of_kg(reading.kgco2e_per_year.central), (bounds,) if bounds else ())
    said = (
        spoken(reading.boundary_en, reading.boundary_fr),
        spoken(reading.caveat_en, reading.caveat_fr),
    )
    yield Cell(Label(reading_name(reading), "strong"), tuple(each for each in said if each))


def sums(of: Sequence[Reading], per: str) -> Table:
    """Return the sums of readings, line by line."""
    rows: list[Row] = []
    for reading in of:
        rows.append(Row((say("{role} ({model})", role=role_name(reading.role), model=reading.model),), group=True))
        rows += (
            Row(
                (
                    Cell(spoken(line.label_en, line.label_fr), (_derivation(line.factor_id, line.derivation),)),
                    number(line.quantity),
                    number(line.factor),
                    of_kg(line.kgco2e_per_year),
                )
            )
            for line in reading.lines
        )
    return Table(
        _("The sum, line by line: gigabytes x factor = CO2e. Shown rounded; the JSON report has every digit."),
        (
            Column(_("Line"), long=True),
            Column(_("GB"), figures=True, spare=True),
            Column(_("kg CO2e per GB"), figures=True),
            Column(_("CO2e {per}").format(per=per), figures=True),
        ),
        tuple(rows),
    )


def _derivation(factor_id: str, derivation: str) -> Words:
    return f"{factor_id} = {formula_text(derivation)}" if derivation else factor_id


def brief_readings(claims: Sequence[Claim]) -> Fact:
    """Return the readings in one sentence; of a reduction, what it is beside what is attributed."""
    converted = [claim.converted for claim in claims if claim.converted]
    said: list[Words] = []
    for at, reading in enumerate(converted[0].readings if converted else ()):
        kg = [of_kg(each.readings[at].kgco2e_per_year.central) for each in converted]
        template = (
            _("{role} {kg}, model {model}") if len(kg) == 1 else _("{role} {kg} (reduction {less}), model {model}")
        )
        said.append(say(template, role=role_name(reading.role), kg=kg[0], less=kg[-1], model=reading.model))
    return Fact(_("models"), (joined(said, _("; ")),))
