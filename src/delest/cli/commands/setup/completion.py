"""``delest completion``: commands and options at the press of a key."""

import click
from click.shell_completion import get_completion_class

from delest.cli.options.choices import Choice
from delest.cli.options.command import Command
from delest.report.language.words import _

_VARIABLE = "_DELEST_COMPLETE"


@click.command(
    cls=Command,
    help=_("Generate a shell completion script.")
    + "\n\n\b\ndelest completion bash > ~/.local/share/bash-completion/completions/delest\n"
    "delest completion zsh > ~/.zfunc/_delest\n"
    "delest completion fish > ~/.config/fish/completions/delest.fish",
)
@click.argument("shell", type=Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, *, shell: str) -> None:
    """Run the command."""
    shell_class = get_completion_class(shell)
    assert shell_class is not None  # noqa: S101 - click knows all three
    click.echo(shell_class(context.find_root().command, {}, "delest", _VARIABLE).source())
