"""``delest rules``: what delest looks for in pages."""

import click
import msgspec

from delest.cli.options.command import Command
from delest.cli.options.estimate import format_option
from delest.errors import N_, InputError
from delest.report.language.words import _


@click.command(
    cls=Command,
    help=_("List the rules that say what could go, or show one: what it looks at, what to do, RGESN and WSG criteria.")
    + "\n\n\b\ndelest rules\ndelest rules image-encoding",
)
@click.argument("rule_id", metavar="[ID]", required=False)
@format_option
def command(*, rule_id: str | None, form: str) -> None:
    """Run the command."""
    from delest.pipeline.advising import all_rules  # noqa: PLC0415 - help must not load what examines
    from delest.report.pages.rules import rule_lines, rules_lines  # noqa: PLC0415 - as above

    known = {rule.id: rule for rule in all_rules()}
    if rule_id is not None and rule_id not in known:
        raise InputError(
            N_("no rule is called {rule!r}"),
            remedy=N_("`delest rules` lists them: {known}"),
            rule=rule_id,
            known=", ".join(known),
        )
    shown = list(known.values()) if rule_id is None else [known[rule_id]]
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(shown if rule_id is None else shown[0])))
        return
    click.echo("\n".join(rules_lines(shown) if rule_id is None else rule_lines(shown[0])))
