"""``delest estimate run``: what a saved run answered when it was made, and what its bytes stand for today."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click
from msgspec.structs import replace

from delest.cli.options.command import Command
from delest.cli.options.estimate import factors_option, format_option, print_json, sets_to_convert_with
from delest.convert.web.scenario import answer
from delest.errors import N_, NotMeasuredError
from delest.records.audit import AuditReport
from delest.records.avoided import Converted
from delest.records.factor import FactorSetRef
from delest.report.language.numbers import date_text
from delest.report.language.words import _
from delest.report.layout import prose, section
from delest.report.pages.basis import basis, set_name
from delest.report.pages.claim_lines import basis_lines, claim_lines
from delest.report.pages.claims import claims, left_out
from delest.report.pages.digest import site_name


class Both(NamedTuple):
    """A run under the factor sets of its day, and under those of today."""

    made: AuditReport | None
    """None: the run kept no answer of its own."""
    today: AuditReport


@click.command(
    cls=Command,
    help=_("What a saved run stands for under the factor sets of today, beside what it answered when it was made.")
    + " "
    + _("RUN is the directory that an audit wrote. Its bytes, page views and conditions stay as they are.")
    + "\n\n\b\ndelest estimate run delest-runs/www.example.org-20261122-101500-3f2a\n"
    "delest estimate run RUN --factors my-factors.toml -f json",
)
@click.argument("run", type=click.Path(path_type=Path))
@factors_option
@format_option
def command(run: Path, own: Path | None, form: str) -> None:
    """Convert a saved run again."""
    both, computed_at = _both(run, own), datetime.now(UTC)
    if not claims(both.today):
        raise NotMeasuredError(
            N_("no page of this run has both a weight and page views: there is nothing to convert"),
            remedy=N_("audit the site again"),
        )
    if form == "json":
        print_json("run", _public(both, computed_at))
        return
    click.echo("\n".join(_text(both, computed_at)))


def _both(run: Path, own: Path | None) -> Both:
    from delest import pipeline  # noqa: PLC0415 - help must not load what measures
    from delest.store.journal import Journal  # noqa: PLC0415

    sets, models = sets_to_convert_with(own)
    with Journal.open(run) as journal:
        kept = journal.answered() is not None
        audited = pipeline.report(journal)
    sample = audited.end.sample
    stands_for = None if sample is None else sample.stands_for
    today = answer(audited.header, audited.weights, audited.traffic, sets, models, stands_for)
    return Both(
        made=audited if kept else None,
        today=replace(audited, attributed=today.attributed, avoided=today.avoided),
    )


def _public(both: Both, computed_at: datetime) -> dict[str, object]:
    """Return both answers in the public types of the JSON report."""
    from delest.report.formats.json import as_v1  # noqa: PLC0415 - one format of several

    made = None if both.made is None else as_v1(both.made)
    today = as_v1(both.today)
    return {
        "run": today.run,
        "traffic": today.traffic,
        "when_made": made and {"attributed": made.attributed, "avoided": made.avoided},
        "today": {"computed_at": computed_at, "attributed": today.attributed, "avoided": today.avoided},
    }


def _text(both: Both, computed_at: datetime) -> Iterator[str]:
    header = both.today.header
    yield from prose(f"delest · {site_name(both.today)} · {header.run_id}", "")
    yield ""
    yield from prose(
        _(
            "Two answers for the same measured bytes and page views. Within each, the baseline and the target are"
            " priced with one version of every factor set; from one answer to the other, only the factors can differ."
        ),
        "",
    )
    made = _("When the run was made, {date}, by delest {version}").format(
        date=date_text(both.today.end.ended_at), version=header.delest_version
    )
    today = _("Under the factor sets of today, {date}").format(date=date_text(computed_at))
    if both.made is None:
        yield from section(made, prose(_("It kept no answer of its own: it was cut off, or an older delest made it.")))
    elif both.made == both.today:
        yield from section(made, prose(_("The same answer as today, under the same versions of the same sets.")))
    else:
        yield from _answer(made, both.made)
        yield from section(_("Factor sets that differ"), _changes(both.made, both.today))
    yield from _answer(today, both.today)
    yield ""
    yield from prose(left_out(), "")


def _answer(title: str, report: AuditReport) -> Iterator[str]:
    said = claims(report)
    yield from section(title, (line for claim in said for line in prose(claim.sentence)))
    for claim in said:
        yield from section(claim.title, claim_lines(claim))
    yield from section(_("What the CO2e figures rest on"), basis_lines(basis(report)))


def _changes(made: AuditReport, today: AuditReport) -> Iterator[str]:
    before, after = _sets_of(made.attributed), _sets_of(today.attributed)
    differing = [set_id for set_id in {**before, **after} if before.get(set_id) != after.get(set_id)]
    if not differing:
        yield from prose(_("None: it is this version of delest that converts otherwise."))
    for set_id in differing:
        old, new = (set_name(ref) if ref else _("none") for ref in (before.get(set_id), after.get(set_id)))
        yield from prose(f"{old} -> {new}")


def _sets_of(converted: Converted | None) -> dict[str, FactorSetRef]:
    if converted is None:
        return {}
    refs = [converted.policy]
    for reading in converted.readings:
        refs += (reading.factor_set, *reading.electricity)
    return {ref.id: ref for ref in refs}
