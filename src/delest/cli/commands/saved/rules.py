"""``delest rules``: what delest looks for in pages."""

import click

from delest.cli.options.command import Command
from delest.cli.terminal.outputs import output_options, planned, write
from delest.errors import N_, InputError
from delest.report.language.words import _


def _completed(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from delest.report.manual import Kind, sections  # noqa: PLC0415 - for a shell only

    rules = (name for section in sections("en") if section.kind is Kind.RULE for name in section.names)
    return [name for name in rules if name.startswith(incomplete)]


@click.command(
    cls=Command,
    help=_("List the rules that say what could go, or show one: what it looks at, what to do, RGESN and WSG criteria.")
    + "\n\n\b\ndelest rules\ndelest rules image-encoding",
)
@click.argument("rule_id", metavar="[ID]", required=False, shell_complete=_completed)
@output_options("json")
def command(*, rule_id: str | None, form: str, outputs: tuple[str, ...]) -> None:
    """Run the command."""
    from delest.pipeline.advising import all_rules  # noqa: PLC0415 - help must not load what examines
    from delest.report import kinds  # noqa: PLC0415 - as above

    plan = planned(outputs, form, ("json",))
    known = {rule.id: rule for rule in all_rules()}
    if rule_id is not None and rule_id not in known:
        raise InputError(
            N_("no rule is called {rule!r}"),
            remedy=N_("`delest rules` lists them: {known}"),
            rule=rule_id,
            known=", ".join(known),
        )
    write(kinds.rules(tuple(known.values())) if rule_id is None else kinds.rule(known[rule_id]), plan)
