"""What could not be used in action plans, said on stderr with its place and what to do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from delest.report.language.reasons import said
from delest.report.language.safe_text import printable
from delest.report.language.words import _

if TYPE_CHECKING:
    from delest.pipeline.plans.read import Problem

LINES_NAMED: Final = 20


def tell_problems(left_out: "Sequence[Problem]", notices: "Sequence[Problem]") -> None:
    """Say what should be corrected, then which lines are left out."""
    for sentence, problems in ((_("{place}: {reason}"), notices), (_("{place} is left out: {reason}"), left_out)):
        for each in problems[:LINES_NAMED]:
            _tell(sentence, each)
        more = len(problems) - LINES_NAMED
        if more > 0:
            click.echo(_("... and {n} more lines").format(n=more), err=True)


def _tell(sentence: str, problem: "Problem") -> None:
    told = sentence.format(place=_place(problem), reason=said(problem.message))
    click.echo(printable(told), err=True)
    if problem.remedy:
        click.echo(_("  what to do: {remedy}").format(remedy=printable(said(problem.remedy))), err=True)


def _place(problem: "Problem") -> str:
    if not problem.line:
        return problem.plan
    place = {"plan": problem.plan, "sheet": problem.sheet, "line": problem.line, "cell": problem.cell}
    if problem.cell:
        return _("{plan}, sheet {sheet}, line {line} (cell {cell})").format(**place)
    if problem.sheet:
        return _("{plan}, sheet {sheet}, line {line}").format(**place)
    return _("{plan}, line {line}").format(**place)
