"""``delest explain``: what the documentation says of a word, offline."""

import sys
from textwrap import fill
from typing import TYPE_CHECKING, Final

import click

from delest.cli.options.command import Command
from delest.cli.options.option import Argument
from delest.report.language.words import _, language

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from delest.report.manual import Section

_WIDTH: Final = 80


def _completed(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - for a shell only

    from delest.report.manual import sections  # noqa: PLC0415 - as above

    names = {name: section.kind for section in reversed(sections(language())) for name in section.names}
    return [CompletionItem(name, help=_(kind)) for name, kind in names.items() if name.startswith(incomplete)]


@click.command(
    cls=Command,
    help=_("Explain a rule, a term, an exit code, a reason code or a state. Without a word, list those it knows.")
    + "\n\n\b\ndelest explain image-encoding\ndelest explain page weight\ndelest explain 3\ndelest explain soft-404"
    "\ndelest explain timed-out",
)
@click.argument("word", cls=Argument, nargs=-1, metavar="[RULE|TERM|CODE|STATE]", shell_complete=_completed)
def command(*, word: tuple[str, ...]) -> None:
    """Run the command."""
    from delest.report.manual import Kind, find, sections  # noqa: PLC0415 - help must not load what reads the pages

    if word:
        for place, section in enumerate(find(" ".join(word), language())):
            if place:
                click.echo()
            _show(section)
        return
    kinds: dict[str, dict[str, None]] = {}
    for section in sections(language()):
        listed = section.names[:1] if section.kind is Kind.STATE else section.names
        kinds.setdefault(_(section.kind), {}).update(dict.fromkeys(listed))
    for kind, names in kinds.items():
        click.echo(f"{kind}:")
        click.echo(fill(", ".join(names), _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False))


def _show(section: "Section") -> None:
    from rich.console import Console  # noqa: PLC0415 - help must not load it
    from rich.markdown import Markdown  # noqa: PLC0415 - as above

    console = Console(file=sys.stdout, width=_WIDTH, highlight=False)
    with console.capture() as printed:
        console.print(f"{', '.join(section.names)} ({_(section.kind)})\n", markup=False, style="bold")
        text = f"*{section.subject}*\n\n{section.text}" if section.subject else section.text
        console.print(Markdown(text, hyperlinks=False))
    for line in printed.get().splitlines():
        click.echo(line.rstrip())
