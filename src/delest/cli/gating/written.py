"""What a check writes in place of a verdict: a first budget, or a baseline."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from delest.cli.gating.budgets import LOCK_FILE, Question
from delest.cli.terminal.outputs import planned, show, write_whole
from delest.errors import N_, ExitCode, InputError, NotMeasuredError, unwritable

if TYPE_CHECKING:
    from delest.records.gate.baseline import Baseline
    from delest.records.gate.budget import Unmeasured

_NAMED: Final = 5


def first_budget(run: Path, question: Question, *, interrupted: bool) -> ExitCode:
    """Print a budget made of a run.

    Raises:
        NotMeasuredError: it is made without some pages, or there is none.
    """
    from delest.pipeline.gating import gate as gating  # noqa: PLC0415 - help must not load what measures

    made = gating.first_budget(run, question.margin, question.budget.allow_failed)
    click.echo(made.toml, nl=False)
    if made.unmeasured and not interrupted:
        raise NotMeasuredError(
            N_("pages that were not measured completely, so that this budget is made without them: {pages}"),
            remedy=N_("see why with `delest report {run}`"),
            pages=_named(made.unmeasured),
            run=run,
        )
    return ExitCode.INTERRUPTED if interrupted else ExitCode.DONE


def former(question: Question, served: str) -> "Baseline | None":
    """Return the baseline that is to be replaced, read before any page is loaded; None: there is none.

    Raises:
        InputError: it cannot be read, or its file cannot be written.
    """
    from delest.pipeline.gating import baselines  # noqa: PLC0415 - help must not load what measures
    from delest.pipeline.gating.serve import is_run  # noqa: PLC0415 - as above

    if not question.updates:
        return None
    path = question.baseline or LOCK_FILE
    if path.is_dir() or is_run(path):
        raise InputError(
            N_("--update-baseline writes a file, and {path} is a directory or a saved audit"),
            remedy=N_("name a file with --baseline, for example delest.lock.json"),
            path=path,
        )
    if not path.parent.is_dir():
        raise InputError(
            N_("there is no directory {path}"), remedy=N_("create it, or write elsewhere"), path=path.parent
        )
    return baselines.baseline_at(path, served) if path.is_file() else None


def updated_baseline(run: Path, question: Question, served: str, *, interrupted: bool) -> ExitCode:
    """Write the baseline that a run gives, and say what changes.

    Raises:
        InputError: the file cannot be written, or the run was interrupted.
        NotMeasuredError: some pages have no weight.
    """
    from delest.pipeline.gating import baselines  # noqa: PLC0415 - help must not load what measures
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    path, before = question.baseline or LOCK_FILE, question.former
    if interrupted:
        raise InputError(N_("interrupted: the baseline is left as it was"), remedy=N_("run the command to its end"))
    renewed = baselines.renewed(run, before, served, question.tolerance, question.budget.allow_failed)
    write_whole(path, (baselines.baseline_file(renewed.now),), unwritable)
    show(kinds.updated(str(path), before, renewed.now, renewed.compared), planned((), "text", ()))
    if renewed.unmeasured:
        raise NotMeasuredError(
            N_("pages that were not measured completely, so that they have no weight in the baseline: {pages}"),
            remedy=N_("see why with `delest report {run}`, then write the baseline again before you commit it"),
            pages=_named(renewed.unmeasured),
            run=run,
        )
    return ExitCode.DONE


def _named(unmeasured: "Sequence[Unmeasured]") -> str:
    """Return the first of some pages, and how many more there are."""
    names, more = [each.page_url for each in unmeasured[:_NAMED]], len(unmeasured) - _NAMED
    return ", ".join([*names, f"... (+{more})"] if more > 0 else names)
