"""``delest completion``: commands and options at the press of a key."""

import click
from click.shell_completion import get_completion_class

from delest.report.language.words import _

_VARIABLE = "_DELEST_COMPLETE"


@click.command(
    help=_("Print the script that has your shell complete commands and options.")
    + "\n\n\b\ndelest completion bash > ~/.local/share/bash-completion/completions/delest\n"
    "delest completion fish > ~/.config/fish/completions/delest.fish"
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, *, shell: str) -> None:
    """Run the command."""
    shell_class = get_completion_class(shell)
    assert shell_class is not None  # noqa: S101 - click knows all three
    click.echo(shell_class(context.find_root().command, {}, "delest", _VARIABLE).source())
