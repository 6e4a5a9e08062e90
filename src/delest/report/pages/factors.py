"""The emission factors: which there are, what a set holds, what differs between two, whether they are whole."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from delest.errors import N_
from delest.records.co2e.avoided import Reading, Role
from delest.records.co2e.factor import Factor, FactorSet, RowChange, Source
from delest.report.language.factor_words import factor_text
from delest.report.language.labels import role_name, spoken
from delest.report.language.numbers import formula_text
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Cell, Column, Fact, Facts, Items, Page, Prose, Row, Section, Table
from delest.report.said import Code, Figure, Quoted, Words, number, say

_HASH_SHOWN: Final = 12
_DIGITS: Final = 6
_STATUSES: Final = {
    "current": N_("current"),
    "superseded": N_("superseded"),
    "draft": N_("chosen by delest"),
    "reference": N_("reference"),
    "historical": N_("historical"),
    "comparison": N_("comparison"),
}
_OWN: Final = frozenset({"id", "value", "unit", "year", "supersedes", "retrieved", "label_en", "label_fr"})
"""Fields of a row that a difference says elsewhere, or does not say."""


def list_page(sets: Sequence[FactorSet]) -> Page:
    """Return the released sets."""
    columns = (
        Column(_("Set")),
        Column(_("Version")),
        Column(_("What it is"), long=True),
    )
    return Page(title=_("Released factor sets"), lead=(Table("", columns, tuple(map(_listed, sets))),))


def _listed(factors: FactorSet) -> Row:
    name = say(
        "{name} ({status})", name=spoken(factors.label_en, factors.label_fr), status=_(_STATUSES[factors.status])
    )
    sha: Words = f"sha256 {factors.ref.sha256[:_HASH_SHOWN]}"
    told = say("{sha}, {model}", sha=sha, model=Code(f"--model {factors.model.id}")) if factors.model else sha
    return Row((factors.ref.id, factors.ref.version, Cell(name, (told,))))


def show_page(factors: FactorSet, sources: Mapping[str, Source]) -> Page:
    """Return one set, row by row, with every source."""
    lead: list[Block] = [
        Prose(spoken(factors.label_en, factors.label_fr)),
        Prose(f"sha256 {factors.ref.sha256}", "note"),
    ]
    if factors.licence:
        lead.append(Prose(f"{factors.licence}: {factors.attribution}"))
    if factors.caveat_en:
        lead.append(Prose(spoken(factors.caveat_en, factors.caveat_fr)))
    if factors.policy:
        lead.append(Facts(tuple(_policy(factors))))
    sections = [Section("", row.id, tuple(_row(row, sources))) for row in factors.factors.values()]
    if factors.intensities:
        sections.append(Section("electricity", _("Electricity"), (_intensities(factors),)))
    return Page(title=f"{factors.ref.id} {factors.ref.version}", lead=tuple(lead), sections=tuple(sections))


def _policy(factors: FactorSet) -> Iterator[Fact]:
    for role, entry in msgspec.structs.asdict(factors.policy).items() if factors.policy else ():
        yield Fact(
            role_name(Role(role)),
            (say("{model}: {name}", model=entry.model, name=spoken(entry.label_en, entry.label_fr)),),
        )


def _row(row: Factor, sources: Mapping[str, Source]) -> Iterator[Block]:
    yield Prose(spoken(row.label_en, row.label_fr))
    value = number(row.value, _DIGITS)
    if row.low is None or row.high is None:
        told: Words = say(
            "{value} {unit}; {year}, {place}",
            value=value,
            unit=formula_text(row.unit),
            year=str(row.year),
            place=row.geography,
        )
    else:
        told = say(
            "{value} {unit} ({low} - {high}, {kind}); {year}, {place}",
            value=value,
            unit=formula_text(row.unit),
            low=number(row.low, _DIGITS),
            high=number(row.high, _DIGITS),
            kind=factor_text(row.range_kind),
            year=str(row.year),
            place=row.geography,
        )
    yield Prose(told)
    source = sources.get(row.source)
    cited = source.attribution or source.title if source else row.source
    yield Prose(say(_("boundary: {boundary}"), boundary=factor_text(row.boundary)))
    yield Prose(
        say(_("source: {source}; {locator}; licence {licence}"), source=cited, locator=row.locator, licence=row.licence)
    )
    if row.note:
        yield Prose(row.note, "note")


def _intensities(factors: FactorSet) -> Table:
    columns = (
        Column(_("Code")),
        Column("g CO2e/kWh", figures=True),
        Column(_("Year")),
        Column(_("Country"), long=True),
    )
    rows = (
        Row((code, number(grid.value, _DIGITS), str(grid.year), grid.name))
        for code, grid in factors.intensities.items()
    )
    return Table("", columns, tuple(rows))


def diff_page(one: FactorSet, other: FactorSet, changes: Sequence[RowChange]) -> Page:
    """Return what differs from one set to another."""
    names = tuple(f"{each.ref.id} {each.ref.version}" for each in (one, other))
    title = say(_("From {one} to {other}"), one=names[0], other=names[1])
    if not changes:
        return Page(title=title, lead=(Prose(_("No row differs.")),))
    return Page(title=title, sections=tuple(map(_change, changes)))


def _change(change: RowChange) -> Section:
    title = say("{id}: {one} -> {other}", id=change.id, one=_value(change.one), other=_value(change.other))
    changed = tuple(_changed(change))
    return Section("", title, (Items(changed),) if changed else ())


def _value(row: Factor | None) -> Words:
    if row is None:
        return _("none")
    return say(
        "{value} {unit} ({year})", value=number(row.value, _DIGITS), unit=formula_text(row.unit), year=str(row.year)
    )


def _changed(change: RowChange) -> Iterator[Words]:
    if change.one is None or change.other is None:
        return
    one, other = msgspec.structs.asdict(change.one), msgspec.structs.asdict(change.other)
    for key in one:
        if key not in _OWN and one[key] != other[key]:
            yield say("{key}: {one} -> {other}", key=Code(key), one=_stated(one[key]), other=_stated(other[key]))


def _stated(value: object) -> Words:
    if isinstance(value, float):
        return number(value, _DIGITS)
    return _("not stated") if value in (None, "") else factor_text(str(value))


def released_page(files: int) -> Page:
    """Return that the released files are whole."""
    told = ngettext("{n} factor file is as it was released.", "{n} factor files are as they were released.", files)
    return Page(title=say(told, n=Figure(files)))


def own_page(file: str, factors: FactorSet, reading: Reading | None) -> Page:
    """Return that a user's own file is sound, and what it converts a gigabyte to where it has a model."""
    n = len(factors.factors)
    told = ngettext("{file}: {n} row is sound.", "{file}: {n} rows are sound.", n)
    lead: list[Block] = [Prose(f"{factors.ref.id} {factors.ref.version} sha256 {factors.ref.sha256}")]
    if reading:
        kg = number(reading.kgco2e_per_year.central, _DIGITS)
        lead.append(Prose(say(_("1 GB by the model {model}: {kg} kg CO2e"), model=reading.model, kg=kg)))
    return Page(title=say(told, file=Quoted(file), n=Figure(n)), lead=tuple(lead))
