"""``delest factors``: which figures delest uses, where they come from, and whether they are what was released."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import msgspec

from delest.cli.claim_text import SHORT_HASH, in_language, wrapped
from delest.cli.options.command import Group
from delest.cli.options.estimate import format_option
from delest.convert.web import model as models
from delest.convert.web.range import convert
from delest.errors import N_, InputError
from delest.factors import load
from delest.factors.difference import RowChange, difference
from delest.records.avoided import Conditions, Reading
from delest.records.factor import Factor, FactorSet, FactorSets
from delest.report.language.words import _, ngettext
from delest.units import GB_BYTES

_CHECK_MOBILE_SHARE: Final = 0.5
_STATUSES: Final = {
    "current": N_("current"),
    "superseded": N_("superseded"),
    "draft": N_("draft"),
    "reference": N_("reference"),
    "historical": N_("historical"),
    "comparison": N_("comparison"),
}


@click.group(
    cls=Group,
    help=_("The emission factors: what they are, where they come from, whether they are intact.")
    + "\n\n\b\ndelest factors list",
)
def command() -> None:
    """Gather the commands on factors."""


@command.command("list", help=_("The released factor sets.") + "\n\n\b\ndelest factors list")
@format_option
def list_sets(form: str) -> None:
    """List the released sets."""
    sets = load.released()
    if form == "json":
        _json([factors.ref for factors in sets.values()])
        return
    for factors in sets.values():
        model = f"  --model {factors.model.id}" if factors.model else ""
        click.echo(f"{factors.ref.id:<22}{factors.ref.version:<22}{factors.ref.sha256[:SHORT_HASH]}{model}")
        click.echo(wrapped(in_language(factors.label_en, factors.label_fr) + f" ({_(_STATUSES[factors.status])})"))


@command.command(help=_("One set, row by row, with every source.") + "\n\n\b\ndelest factors show minumeco-2022")
@click.argument("set_id", metavar="ID")
@format_option
def show(set_id: str, form: str) -> None:
    """Show one set."""
    factors = load.load_set(set_id)
    if form == "json":
        _json(factors)
        return
    click.echo("\n".join(_set(factors)))


def _set(factors: FactorSet) -> Iterator[str]:
    yield f"{factors.ref.id} {factors.ref.version}"
    yield wrapped(in_language(factors.label_en, factors.label_fr))
    yield f"  sha256 {factors.ref.sha256}"
    if factors.licence:
        yield wrapped(f"{factors.licence}: {factors.attribution}")
    if factors.caveat_en:
        yield wrapped(in_language(factors.caveat_en, factors.caveat_fr))
    if factors.policy:
        entries = msgspec.structs.asdict(factors.policy)
        for role, entry in entries.items():
            yield wrapped(f"{role}: {entry.model} - {in_language(entry.label_en, entry.label_fr)}", hanging=2)
    for row in factors.factors.values():
        yield ""
        yield from _row(row)
    for code, grid in factors.intensities.items():
        yield f"  {code:<8}{grid.value:>9g} gCO2e/kWh  {grid.year}  {grid.name}"


def _row(row: Factor) -> Iterator[str]:
    yield row.id
    yield wrapped(in_language(row.label_en, row.label_fr))
    bounds = "" if row.low is None else f" ({row.low:g} - {row.high:g}, {row.range_kind})"
    yield wrapped(f"{row.value:g} {row.unit}{bounds}; {row.year}, {row.geography}", hanging=2)
    yield wrapped(_("boundary: {boundary}").format(boundary=row.boundary), hanging=2)
    source = load.sources().get(row.source)
    cited = source.attribution or source.title if source else row.source
    yield wrapped(
        _("source: {source}; {locator}; licence {licence}").format(
            source=cited, locator=row.locator, licence=row.licence
        ),
        hanging=2,
    )
    if row.note:
        yield wrapped(row.note, hanging=2)


@command.command(
    help=_("What changed from one set to another; each is an id or a file.")
    + "\n\n\b\ndelest factors diff agec-isp-2022 ademe-fr-2026"
)
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
def diff(one: str, other: str) -> None:
    """Compare two sets."""
    changes = difference(_named(one), _named(other))
    for change in changes:
        click.echo(f"{change.id}: {_value(change.one)} -> {_value(change.other)}")
        for key in _changed(change):
            click.echo(wrapped(key))
    if not changes:
        click.echo(_("No row differs."))


def _named(name: str) -> FactorSet:
    return load.load_file(Path(name)) if name.endswith(".toml") else load.load_set(name)


def _value(row: Factor | None) -> str:
    return _("none") if row is None else f"{row.value:g} {row.unit} ({row.year})"


def _changed(change: RowChange) -> list[str]:
    if change.one is None or change.other is None:
        return []
    one, other = msgspec.structs.asdict(change.one), msgspec.structs.asdict(change.other)
    shown = {"id", "value", "unit", "year", "supersedes", "retrieved", "label_en", "label_fr"}
    return [
        f"{key}: {_stated(one[key])} -> {_stated(other[key])}"
        for key in one
        if key not in shown and one[key] != other[key]
    ]


def _stated(value: object) -> str:
    return _("not stated") if value in (None, "") else str(value)


@command.command(
    help=_("Check the released files against their hashes, or your own file against the rules.")
    + "\n\n\b\ndelest factors verify\ndelest factors verify my-factors.toml"
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
def verify(file: Path | None) -> None:
    """Check the released files, or a user's own."""
    if file is None:
        altered = load.altered()
        if altered:
            raise InputError(
                N_("released factor files are not what was released: {files}"),
                remedy=N_("install delest again; a correction is a new file with a new version, never an edit"),
                files=", ".join(altered),
            )
        for factors in load.released().values():
            _try(factors, load.released())
        click.echo(_("{n} factor files are what was released.").format(n=len(load.data_files())))
        return
    own = load.load_file(file)
    reading = _try(own, {**load.released(), own.ref.id: own})
    n = len(own.factors)
    click.echo(ngettext("{file}: {n} row is sound.", "{file}: {n} rows are sound.", n).format(file=file, n=n))
    click.echo(f"{own.ref.id} {own.ref.version} sha256 {own.ref.sha256}")
    if reading:
        click.echo(
            _("1 GB by the model {model}: {kg} kg CO2e").format(
                model=reading.model, kg=f"{reading.kgco2e_per_year.central:g}"
            )
        )


def _try(factors: FactorSet, sets: FactorSets) -> Reading | None:
    """Convert with a set's model, and compare with the result that the set itself publishes, if it has either."""
    if factors.model is None:
        return None
    assumed = models.mobile_share(factors.model)
    share = assumed.default if assumed else _CHECK_MOBILE_SHARE
    check = factors.model.check
    gb = check.views * (check.bytes_before - check.bytes_after) / GB_BYTES if check else 1.0
    asked = Conditions(mobile_share=share, models=(factors.model.id,))
    reading = convert(gb, sets, asked).readings[-1]
    found = reading.kgco2e_per_year.central
    if check and abs(found - check.expected_kg) > check.tolerance_kg:
        raise InputError(
            N_("{set}: the model gives {found} kg where [model.check] expects {expected}"),
            remedy=N_("mend the factor or the check"),
            set=factors.ref.id,
            found=f"{found:g}",
            expected=f"{check.expected_kg:g}",
        )
    return reading if check is None else convert(1.0, sets, asked).readings[-1]


def _json(answer: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(answer), indent=2).decode())
