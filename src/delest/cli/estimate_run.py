"""``delest estimate run``: what a saved run answered when it was made, and what its bytes stand for today."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click
from msgspec.structs import replace

from delest.cli.options.command import Command
from delest.cli.options.estimate import factors_option, sets_to_convert_with
from delest.cli.terminal.outputs import output_options, planned, write
from delest.convert.web.scenario import answer
from delest.errors import N_, NotMeasuredError
from delest.records.audit import AuditReport
from delest.report.language.words import _


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
@output_options("json")
def command(run: Path, own: Path | None, form: str, outputs: tuple[str, ...]) -> None:
    """Convert a saved run again."""
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, ("json",))
    both, computed_at = _both(run, own), datetime.now(UTC)
    if both.today.attributed is None:
        raise NotMeasuredError(
            N_("no page of this run has both a weight and page views: there is nothing to convert"),
            remedy=N_("audit the site again"),
        )
    write(kinds.estimated_run(both.made, both.today, computed_at), plan)


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
