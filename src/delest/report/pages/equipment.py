"""The claim of a lever on devices."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from delest.records.co2e.avoided import Role
from delest.records.co2e.equipment import EquipmentClaim, EquipmentReading, Lever, has_bounds
from delest.records.co2e.equivalence import Equivalence
from delest.report.language.factor_words import factor_text
from delest.report.language.labels import lever_name, role_name, spoken
from delest.report.language.numbers import formula_text, kg_text
from delest.report.language.words import _
from delest.report.page import Block, Cell, Column, Fact, Facts, Items, Page, Prose, Row, Section, Table
from delest.report.pages.estimate import comparison_sections, set_said
from delest.report.said import Figure, Range, Unit, Words, joined, number, of_kg, say

PUBLISHED_DIGITS: Final = 3


def equipment_page(claim: EquipmentClaim, device: tuple[str, str], equivalences: Sequence[Equivalence] = ()) -> Page:
    """Return the claim of a lever on devices.

    Args:
        claim: the claim.
        device: what the device is called, in English and in French.
        equivalences: what it compares with, only where somebody asked.
    """
    period = _("once") if claim.once else _("a year")
    acted = say(
        _("{count} x {device}, {lever}"),
        count=Figure(claim.count),
        device=device_name(device),
        lever=lever_name(claim.lever),
    )
    by_set: list[Block] = [_readings(claim)]
    if claim.lever is Lever.REFURBISHED and claim.years > 1:
        told = _("Over {years} years of use: {kg} CO2e by the first row.")
        over = of_kg(claim.readings[0].kgco2e.central * claim.years)
        by_set.append(Prose(say(told, years=Figure(claim.years), kg=over)))
    return Page(
        title=say(_("Estimated emissions avoided by equipment, {period}"), period=period),
        lead=(Prose(acted),),
        sections=(
            Section("readings", _("By factor set"), tuple(by_set)),
            Section("computed", _("How it was computed"), tuple(_computed(claim))),
            *comparison_sections(equivalences),
        ),
    )


def device_name(device: tuple[str, str]) -> str:
    """Return what a device is called within a sentence."""
    words = spoken(*device)
    return words[:1].lower() + words[1:]


def _computed(claim: EquipmentClaim) -> Iterator[Block]:
    yield Facts((Fact(_("factor sets"), tuple(set_said(each.factor_set) for each in claim.readings)),))
    yield Items(tuple(dict.fromkeys(spoken(each.caveat_en, each.caveat_fr) for each in claim.readings)))
    yield Prose(
        _(
            "A claim on equipment is separate from claims on transferred bytes. It is true only where the purchase is"
            " avoided."
        )
    )
    yield Prose(_("A published figure shows its own three digits where the count is 1, 10, 100 and so on."))


def _readings(claim: EquipmentClaim) -> Table:
    rows = [_reading(reading, claim) for reading in claim.readings]
    if not any(reading.role is Role.PUBLISHED for reading in claim.readings):
        none: Words = _("no published figure")
        if claim.lever is Lever.LIFE_EXTENDED and claim.years > 1:
            none = say(_("no published figure for {years} years"), years=Figure(claim.years))
        rows.append(Row((role_name(Role.PUBLISHED), "", none)))
    columns = (Column(_("Reading")), Column(_("CO2e"), figures=True), Column(_("Factor set"), long=True))
    return Table("", columns, tuple(rows))


def _reading(reading: EquipmentReading, claim: EquipmentClaim) -> Row:
    digits = PUBLISHED_DIGITS if reading.role is Role.PUBLISHED and moves_the_point(claim.count) else 0
    kg = of_kg(reading.kgco2e.central, digits)
    name = spoken(reading.label_en, reading.label_fr)
    return Row((role_name(reading.role), kg, Cell(name, tuple(_notes(reading, claim, digits)))))


def _notes(reading: EquipmentReading, claim: EquipmentClaim, digits: int) -> Iterator[Words]:
    bounds = reading.kgco2e
    if kg_text(bounds.low) != kg_text(bounds.high):
        yield Range(bounds.low, bounds.high, Unit.KG)
    line = say(
        _("{count} x {each} kg CO2e = {kg} [{row}]"),
        count=Figure(claim.count),
        each=number(reading.kgco2e_per_device),
        kg=of_kg(bounds.central, digits),
        row=reading.factor_id,
    )
    stated = [] if has_bounds(bounds) else [_("bounds: not published")]
    yield joined([line, *([formula_text(reading.derivation)] if reading.derivation else []), *stated], _("; "))
    yield say(
        _("boundary: {boundary}; source: {source}"), boundary=factor_text(reading.boundary), source=reading.source
    )
    if reading.resources_kg_sb is not None:
        yield say(_("resources: {kg} kg Sb eq"), kg=number(reading.resources_kg_sb, 2))


def moves_the_point(count: float) -> bool:
    """Tell whether a count only moves the decimal point of a published figure, whose three digits then stand."""
    return count > 0 and math.log10(count).is_integer()
