"""``delest fleet run``: audit all services of a list, or what is left of them."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from delest.cli.fleet.given import as_given
from delest.cli.fleet.options import COLUMNS_HELP, CampaignName, Hours, Shard, folder_option
from delest.cli.options.choices import Choice
from delest.cli.options.command import Command
from delest.cli.options.option import Section, option
from delest.cli.options.output import quiet_option
from delest.cli.options.quantities import Count, Duration
from delest.cli.terminal.outputs import output_options, planned, write
from delest.errors import N_, ExitCode, InputError
from delest.report.language.words import _, ngettext

if TYPE_CHECKING:
    from delest.cli.fleet.progress import Lines
    from delest.pipeline.fleet.asked import Asked
    from delest.records.fleet.campaign import Campaign

_DATA: Final = ("json",)
_OURS: Final = (
    "--run",
    "--resume",
    "--shared-pace",
    "--urls-file",
    "-o",
    "--output",
    "-f",
    "--format",
    "--config",
    "--no-config",
)


@click.command(
    cls=Command,
    help=_("Audit all services of a list, each in a process of its own, and save them as one campaign.")
    + " "
    + _("Run the same command again to continue a campaign. What follows -- goes to every audit.")
    + "\n\n"
    + COLUMNS_HELP
    + "\n\n\b\ndelest fleet run services.csv --campaign 2026-T4\n"
    "delest fleet run services.csv --campaign 2026-T4 -- --sample",
)
@click.argument("services", type=click.Path(path_type=Path), metavar="SERVICES")
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar=_("[-- AUDIT OPTIONS]"))
@option(
    "--campaign",
    section=Section.PAGES,
    type=CampaignName(),
    required=True,
    metavar="NAME",
    help=_("Name of this edition, such as 2026-T4: it is saved in a directory of that name."),
)
@option(
    "--shard",
    section=Section.PAGES,
    type=Shard(),
    metavar="I/N",
    help=_("Audit one of N parts of the list, for machines without a cluster; `delest fleet merge` joins them."),
)
@option(
    "--retry-failed",
    section=Section.PAGES,
    is_flag=True,
    help=_("Audit services that could not be measured again, from the start."),
)
@option(
    "--at-once",
    section=Section.LOADING,
    type=Count(1, 256),
    metavar="N",
    help=_("Audit N services at once on this machine (default: what suits it)."),
)
@option(
    "--workers",
    section=Section.LOADING,
    type=Count(1, 256),
    metavar="N",
    help=_("Audit on N worker processes of this machine (Dask), one audit each."),
)
@option(
    "--cluster",
    section=Section.LOADING,
    metavar="ADDRESS",
    instead_of=("workers",),
    see="fleet.md#a-cluster",
    help=_("Audit on the workers of this Dask scheduler, such as tls://scheduler:8786."),
)
@option(
    "--tls",
    section=Section.LOADING,
    type=click.Path(path_type=Path),
    metavar="DIR",
    names_file=True,
    see="fleet.md#a-cluster",
    help=_("Show the certificates in this directory to the cluster; `delest fleet certificates` makes them."),
)
@option(
    "--lane",
    section=Section.ACCESS,
    type=Choice(["domain", "ip"]),
    default="domain",
    show_default=True,
    help=_("Never audit services at the same time that share a registrable domain, or a server's address."),
)
@option(
    "--pages-a-minute",
    section=Section.LIMITS,
    type=Count(1, 100_000),
    metavar="N",
    see="fleet.md#a-campaign",
    help=_("Start at most N page loads per minute over the whole campaign, on all machines together."),
)
@option(
    "--between",
    section=Section.LIMITS,
    type=Hours(),
    metavar="HOURS",
    help=_("Start audits only at these local hours, such as 20:00-06:00."),
)
@option(
    "--service-time",
    section=Section.LIMITS,
    type=Duration(),
    metavar="DURATION",
    help=_("End the audit of a service after this time: 30min, 2h."),
)
@option(
    "--tries",
    section=Section.LIMITS,
    type=Count(1, 20),
    default=3,
    show_default=True,
    metavar="N",
    help=_("Start an audit N times when its process or its machine fails."),
)
@folder_option
@output_options(*_DATA)
@quiet_option
def command(outputs: tuple[str, ...], form: str, *, quiet: bool, **given: Any) -> ExitCode:
    """Run the command."""
    from delest.cli.fleet.progress import Lines  # noqa: PLC0415 - help must not load what writes
    from delest.report import fleet_kinds  # noqa: PLC0415 - same

    plan = planned(outputs, form, _DATA)
    asked = _asked(given)
    lines = Lines(quiet=quiet)
    cluster = _cluster(given, asked.folder, lines)
    if not quiet:
        _say_begun(asked)
    found, interrupted = asyncio.run(_run(asked, lines, cluster))
    write(fleet_kinds.status(found, given["folder"] / given["campaign"]), plan)
    if interrupted:
        return ExitCode.INTERRUPTED
    return ended(found)


def _asked(given: dict[str, Any]) -> "Asked":
    from delest.pipeline.fleet.asked import Asked  # noqa: PLC0415 - help must not load what measures
    from delest.pipeline.fleet.keeping import known_hosts  # noqa: PLC0415 - same
    from delest.pipeline.fleet.listing import fleet_list  # noqa: PLC0415 - same

    folder = given["folder"] / given["campaign"]
    services = fleet_list(given["services"], known_hosts(given["folder"], folder))
    _say_left_out(sum(each.left_out for each in services.problems))
    options = tuple(given["options"])
    _check(options)
    return Asked(
        name=given["campaign"],
        folder=folder.resolve(),
        services=services,
        options=_whole(options),
        config=_config(),
        at_once=given["at_once"] or _at_once(options),
        tries=given["tries"],
        limit_s=given["service_time"] or 0.0,
        by_address=given["lane"] == "ip",
        shard=given["shard"] or (1, 1),
        pages_per_minute=given["pages_a_minute"] or 0.0,
        hours=given["between"],
        own_options=as_given(),
        again=given["retry_failed"],
    )


def _whole(options: tuple[str, ...]) -> tuple[str, ...]:
    """Return the options of every audit: unless they say otherwise, one browser each, and no files are kept."""
    names = {each.partition("=")[0] for each in options}
    usual = [pair for pair in (("--jobs", "1"), ("--keep", "none")) if pair[0] not in names]
    return (*(part for pair in usual for part in pair), *options)


def _say_left_out(rows: int) -> None:
    if rows:
        told = ngettext(
            "{n} row is left out; see `delest fleet list`", "{n} rows are left out; see `delest fleet list`", rows
        )
        click.echo(told.format(n=rows), err=True)


def _say_begun(asked: "Asked") -> None:
    n = sum(each.active for each in asked.services.services)
    told = ngettext("Campaign {name}, {n} service, in {path}", "Campaign {name}, {n} services, in {path}", n)
    click.echo(told.format(name=asked.name, n=n, path=asked.folder), err=True)
    click.echo(
        _("Each service has a line once its audit has ended. Ctrl-C stops; the same command continues."), err=True
    )
    if asked.hours is not None:
        from delest.pipeline.fleet.asked import open_at  # noqa: PLC0415 - help must not load what measures

        if not open_at(asked.hours, datetime.now().astimezone()):
            begin = asked.hours[0].strftime("%H:%M")
            click.echo(_("Waiting: audits start at {time}, local time.").format(time=begin), err=True)


def _check(options: tuple[str, ...]) -> None:
    """Refuse options that no audit would take, before the first one is started.

    Raises:
        InputError: one belongs to the campaign, or is wrong.
    """
    from delest.cli.commands.measuring.audit import command as audit  # noqa: PLC0415 - only needed here

    ours = next((each for each in options if each.partition("=")[0] in _OURS), None)
    if ours is not None:
        raise InputError(
            N_("{option} after --: the campaign decides on it"),
            remedy=N_("leave it out"),
            option=ours.partition("=")[0],
        )
    context = audit.make_context("audit", ["https://www.example.org/", *options])
    if context.params["url"] != "https://www.example.org/":
        raise InputError(N_("an address after --"), remedy=N_("addresses are in the list; give options alone"))


def _config() -> Path | None:
    from delest.cli.settings.origin import Settings  # noqa: PLC0415 - only needed here

    settings = click.get_current_context().find_object(Settings)
    return settings.file.path if settings else None


def _at_once(options: tuple[str, ...]) -> int:
    """Return how many audits to run at once: as many as make as many browsers as suit the machine."""
    from delest.cli.options.loading.load import suitable_jobs  # noqa: PLC0415 - only needed here

    at = options.index("--jobs") + 1 if "--jobs" in options else 0
    jobs = int(options[at]) if at and options[at].isdigit() else 1
    return max(1, suitable_jobs() // max(1, jobs))


def _cluster(given: dict[str, Any], folder: Path, lines: "Lines") -> Any:
    """Return what opens the cluster that is asked for; None: the audits run in this process."""
    if not given["workers"] and not given["cluster"]:
        return None
    if given["workers"] and given["cluster"]:
        raise InputError(N_("both --workers and --cluster"), remedy=N_("give one of them"))
    from delest.pipeline.fleet.clustering import on_cluster  # noqa: PLC0415 - an extra

    return on_cluster(
        folder,
        count=given["workers"] or 0,
        address=given["cluster"] or "",
        certificates=given["tls"],
        tell=lines.unfit,
    )


async def _run(asked: "Asked", watcher: Any, cluster: Any) -> "tuple[Campaign, bool]":
    from delest.cli.interrupting import until_interrupted  # noqa: PLC0415 - help must not load what measures
    from delest.pipeline.fleet.keeping import campaign  # noqa: PLC0415 - same
    from delest.pipeline.fleet.running import run  # noqa: PLC0415 - same

    def so_far() -> "Campaign":
        try:
            return campaign(asked.folder)
        except InputError as error:
            raise click.Abort from error  # stopped before it wrote anything

    return await until_interrupted(lambda stop: run(asked, watcher, stop, cluster), watcher, instead=so_far)


def ended(found: "Campaign") -> ExitCode:
    """Return how a campaign answers its caller: services that could not be measured are part of every fleet."""
    from delest.records.fleet.campaign import ENDED, MEASURED  # noqa: PLC0415 - help must not load it

    states = [each.state for each in found.own]
    if not states and found.header.elsewhere:
        return ExitCode.DONE
    if any(state not in ENDED for state in states):
        return ExitCode.PARTIAL
    return ExitCode.DONE if any(state in MEASURED for state in states) else ExitCode.NOT_MEASURED
