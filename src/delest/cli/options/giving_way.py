"""Options that exclude each other: what the command line gives wins over what the environment or a file says."""

from typing import Final

import click
from click.core import ParameterSource

_GIVE_WAY: Final = {
    "url": ("urls_file",),
    "urls_file": ("sample", "preset"),
    "sample": ("preset", "urls_file"),
    "preset": ("sample", "urls_file"),
    "views_file": ("views_per_year",),
    "views_per_year": ("views_file", "views_days"),
    "runs": ("max_runs",),
    "max_runs": ("runs",),
    "login": ("storage_state",),
    "storage_state": ("login",),
    "consent": ("consent_selector",),
    "http3": ("proxy", "insecure"),
    "proxy": ("http3",),
    "insecure": ("http3",),
}
"""Parameter -> those that go back to their defaults where it alone stands on the command line."""


class CommandLineFirst(click.Command):
    """A command in which an option of the command line takes the place of its opposite, wherever that was set."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does; where something has to give way, again without it."""
        again = list(args)
        rest = super().parse_args(ctx, args)
        given = {name for name in _GIVE_WAY if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE}
        yielding = {other for name in given for other in _GIVE_WAY[name]} & set(ctx.default_map or {})
        if not yielding:
            return rest
        ctx.default_map = {name: value for name, value in (ctx.default_map or {}).items() if name not in yielding}
        ctx.params.clear()
        return super().parse_args(ctx, again)
