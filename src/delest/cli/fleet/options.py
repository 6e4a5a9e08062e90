"""Options that commands on fleets share, and the forms of their values."""

import re
from datetime import time
from pathlib import Path
from typing import Any, Final

import click

from delest.cli.options.option import Section, option
from delest.report.language.words import _

ROOT: Final = Path("delest-fleet")
_HOURS: Final = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])-([01]?[0-9]|2[0-4]):([0-5][0-9])")
_SHARD: Final = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")

COLUMNS_HELP: Final = (
    _("SERVICES is a table (CSV) whose first line names its columns, or a dashlord.yml. Only url is needed:")
    + "\n\n\b\n"
    "url,name,ministry,views_per_year,budget\n"
    "https://www.example.org/,Example,Culture,1200000,500 kB\n\n"
    + _(
        "Other columns: id, entity, theme, tags, contact, max_pages, preset, sample, device, views_file, views_days,"
        " login, lane, active. French headings are read too."
    )
)
"""What a list of services looks like, for the help of each command that reads one."""

folder_option = option(
    "--folder",
    section=Section.OUTPUT,
    type=click.Path(path_type=Path),
    default=ROOT,
    show_default=True,
    metavar="DIR",
    names_file=True,
    help=_("Directory of all campaigns of the fleet."),
)


class Hours(click.ParamType[tuple[time, time]]):
    """Two times of the day: ``20:00-06:00``."""

    name = "hours"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[time, time]:
        """Return the times, or fail naming the text."""
        if isinstance(value, tuple):
            return value
        match = _HOURS.fullmatch(str(value).strip())
        parts = [int(each) for each in match.groups()] if match else []
        if not parts or any(hour == _MIDNIGHT and minute for hour, minute in (parts[:2], parts[2:])):
            self.fail(_("{value!r}: expected two times, such as 20:00-06:00").format(value=value), param, ctx)
        return time(parts[0] % _MIDNIGHT, parts[1]), time(parts[2] % _MIDNIGHT, parts[3])


_MIDNIGHT: Final = 24


class Shard(click.ParamType[tuple[int, int]]):
    """One part of several: ``2/5``."""

    name = "shard"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Return the number and of how many, or fail naming the text."""
        if isinstance(value, tuple):
            return value
        match = _SHARD.fullmatch(str(value).strip())
        number, of = (int(match[1]), int(match[2])) if match else (0, 0)
        if not 1 <= number <= of:
            self.fail(
                _("{value!r}: expected a shard and how many there are, such as 2/5").format(value=value), param, ctx
            )
        return number, of


class CampaignName(click.ParamType[str]):
    """The name of a campaign, which is that of its directory."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or fail naming the text."""
        if not _NAME.fullmatch(str(value)):
            self.fail(
                _("{value!r} is not a name: write letters, digits, dots and hyphens").format(value=value), param, ctx
            )
        return str(value)
