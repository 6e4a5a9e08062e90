"""The readings of a claim in kg CO2e: the range on its axis, each model, and its sum line by line."""

from collections.abc import Iterator, Sequence
from typing import Final

from delest.records.co2e.avoided import Converted, Reading, Role
from delest.report.language.labels import role_name, spoken
from delest.report.language.numbers import formula_text
from delest.report.language.words import _
from delest.report.page import Axis, Block, Cell, Column, Details, Mark, Prose, Row, Section, Table
from delest.report.pages.co2e.claims import Claim, reading_bounds, reading_name, volume
from delest.report.said import Label, Words, number, of_kg, say

_RANGE: Final = (Role.LOW, Role.CENTRAL, Role.HIGH, Role.PUBLISHED)


def claims_blocks(claims: Sequence[Claim]) -> Iterator[Block]:
    """Yield the claims of one audit: each in its sentence, the first on its axis, all side by side model by model."""
    yield from (Prose(claim.sentence) for claim in claims)
    found = [claim for claim in claims if claim.converted]
    if not found or found[0].converted is None:
        return
    yield _axis(found[0].converted, _beside(found))
    yield Details(
        _("The sum, line by line: gigabytes x factor = CO2e"),
        tuple(Section("", claim.title, tuple(_summed(claim, claim.converted))) for claim in found if claim.converted),
    )


def _summed(claim: Claim, converted: Converted) -> Iterator[Block]:
    yield Prose(say(_("Volume: {volume}."), volume=volume(converted, claim.per)), "note")
    yield sums(converted.readings, claim.per)


def _beside(claims: Sequence[Claim]) -> Table:
    """Return the readings one below the other, the claims side by side."""
    every = [claim.converted.readings for claim in claims if claim.converted]
    return Table(
        _("CO2e {per}, by model").format(per=claims[0].per),
        (
            Column(_("Reading")),
            *(Column(claim.name, figures=True) for claim in claims),
            Column(_("Model and boundary"), long=True),
        ),
        tuple(
            Row((_role(reading), *(_kg(of_claim[at]) for of_claim in every), _model(reading)))
            for at, reading in enumerate(every[0])
        ),
    )


def claim_section(claim: Claim) -> Section:
    """Return a claim with its readings and their sums, or the sentence that says why there are none."""
    if claim.converted is None:
        return Section("", claim.title, (Prose(claim.sentence),))
    blocks: list[Block] = [
        Prose(claim.sentence),
        Prose(say(_("Volume: {volume}."), volume=volume(claim.converted, claim.per)), "note"),
        _axis(claim.converted, readings(claim.title, claim.per, claim.converted.readings)),
        Details(
            _("The sum, line by line: gigabytes x factor = CO2e"),
            (sums(claim.converted.readings, claim.per),),
        ),
    ]
    return Section("", claim.title, tuple(blocks))


def _axis(converted: Converted, table: Table) -> Block:
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
        tuple(Row((_role(reading), _kg(reading), _model(reading))) for reading in of),
    )


def _role(reading: Reading) -> Cell:
    return Cell(Label(role_name(reading.role), "role"))


def _kg(reading: Reading) -> Cell:
    bounds = reading_bounds(reading)
    return Cell(of_kg(reading.kgco2e_per_year.central), (bounds,) if bounds else ())


def _model(reading: Reading) -> Cell:
    said = (
        spoken(reading.boundary_en, reading.boundary_fr),
        spoken(reading.caveat_en, reading.caveat_fr),
    )
    return Cell(Label(reading_name(reading), "strong"), tuple(each for each in said if each))


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


def brief_readings(claims: Sequence[Claim]) -> Table:
    """Return the claims one below the other, each with its readings; reductions below others have their name."""
    found = [(claim, claim.converted) for claim in claims if claim.converted]
    rows: list[Row] = []
    for claim, converted in found:
        if claim.reduction and rows and not any(row.group for row in rows):
            rows.append(Row((_("Estimated reduction attributed to data transfer"),), group=True))
        kg = (of_kg(reading.kgco2e_per_year.central) for reading in converted.readings)
        rows.append(Row((claim.short, *kg)))
    roles = [role_name(reading.role) for reading in found[0][1].readings] if found else []
    return Table("", (Column(""), *(Column(role, figures=True) for role in roles)), tuple(rows))
