"""``delest estimate``: kg CO2e from figures that you give; no browser, no network."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from delest.cli.commands.co2e import estimate_run
from delest.cli.options.choices import Choice
from delest.cli.options.command import Group
from delest.cli.options.estimate import factors_option
from delest.cli.options.option import Section, option
from delest.cli.options.quantities import Count, Share, Views
from delest.cli.options.worth import country_option
from delest.cli.terminal.outputs import output_options, planned, write
from delest.cli.terminal.plan_problems import LINES_NAMED, tell_problems
from delest.errors import N_, ExitCode, InputError
from delest.records.co2e.avoided import MAX_VIEWS, Conditions
from delest.records.co2e.equipment import MAX_DEVICES, Lever
from delest.report.language.reasons import said
from delest.report.language.words import _
from delest.units import parse_bytes

if TYPE_CHECKING:
    from delest.pipeline.estimating import WarmViews

_given = partial(option, section=Section.TRAFFIC)
_equivalence = _given(
    "--equivalence",
    "equivalences",
    multiple=True,
    metavar="NAME",
    help=_("Also compare with something from everyday life, such as car-km. Can be repeated."),
)


def _evidence(_context: click.Context, _option: click.Parameter, value: str | None) -> str:
    """Return the evidence, or nothing where the option is left out."""
    if value is not None and not value.strip():
        raise InputError(N_("--green-hosting is empty"), remedy=N_("give evidence: a URL or a document"))
    return (value or "").strip()


@click.group(
    cls=Group,
    help=_("Estimate kg CO2e from figures that you give, or from a saved audit. No browser, no network.")
    + '\n\n\b\ndelest estimate page --views 1000000 --from "2 MB" --to "500 kB"',
)
def command() -> None:
    """Gather the estimates."""


command.add_command(estimate_run.command, "run")


@command.command(
    help=_("Estimate what a lighter page avoids, from page views and two weights.")
    + '\n\n\b\ndelest estimate page --views 1000000 --from "2 MB" --to "500 kB"\n'
    "delest estimate page --views 50000 --from 1.2MB --to 1MB --country DEU"
)
@_given("--views", type=Views(0, MAX_VIEWS, min_open=True), required=True, metavar="N", help=_("Page views per year."))
@_given("--from", "baseline", required=True, metavar="SIZE", help=_("Weight of one view today."))
@_given("--to", "scenario", required=True, metavar="SIZE", help=_("Weight of one view after the change."))
@_given(
    "--warm-share",
    type=Share(0, 1),
    metavar="SHARE",
    help=_("Share of the views with a filled cache, such as 0.5 or 50%."),
)
@_given("--warm-from", metavar="SIZE", help=_("Weight of one view with a filled cache, today."))
@_given("--warm-to", metavar="SIZE", help=_("Weight of one view with a filled cache, after the change."))
@country_option()
@_given("--grid", default="", metavar="ID", help=_("Use this electricity value, such as electricity-fr.2023."))
@_given(
    "--mobile-share",
    type=Share(0, 1),
    metavar="SHARE",
    help=_("Share of the bytes over mobile networks, such as 0.5 or 50%."),
)
@_given(
    "--model",
    "models",
    multiple=True,
    metavar="ID",
    help=_("Also show the result of this model, beside the range. Can be repeated."),
)
@_given(
    "--green-hosting",
    metavar="EVIDENCE",
    callback=_evidence,
    help=_("Count the data centres as running on green electricity; give evidence, such as a URL."),
)
@factors_option
@_equivalence
@output_options("json")
def page(form: str, outputs: tuple[str, ...], own: Path | None, equivalences: tuple[str, ...], **given: Any) -> None:
    """Estimate one page's change in weight."""
    from delest.pipeline.estimating import PageAsked, estimate_page  # noqa: PLC0415 - help must not load what converts
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, ("json",))
    conditions = Conditions(
        country=given["country"],
        grid=given["grid"],
        mobile_share=given["mobile_share"],
        green_hosting=given["green_hosting"],
        models=given["models"],
    )
    asked = PageAsked(
        views_per_year=given["views"],
        baseline_bytes=parse_bytes(given["baseline"]),
        scenario_bytes=parse_bytes(given["scenario"]),
        target=given["scenario"],
        warm=_warm(given["warm_share"], given["warm_from"], given["warm_to"]),
    )
    found = estimate_page(asked, conditions, own=own, equivalences=equivalences)
    write(kinds.estimated_page(found.found, found.examples, datetime.now(UTC), found.compared), plan)


def _warm(share: float | None, baseline: str | None, scenario: str | None) -> "WarmViews | None":
    from delest.pipeline.estimating import WarmViews  # noqa: PLC0415 - help must not load what converts

    if share is None and baseline is None and scenario is None:
        return None
    if share is None or baseline is None or scenario is None:
        raise InputError(N_("--warm-share, --warm-from and --warm-to go together"))
    return WarmViews(share, parse_bytes(baseline), parse_bytes(scenario))


@command.command(
    help=_("Estimate what is avoided by devices not bought, kept longer, or bought refurbished.")
    + "\n\n\b\ndelest estimate equipment refurbished --device smartphone --count 1000\n"
    "delest estimate equipment life-extended --device laptop --count 1000 --years 2"
)
@click.argument("lever", type=Choice([lever.value for lever in Lever]))
@_given("--device", required=True, metavar="DEVICE", help=_("Kind of device: smartphone, laptop, tablet, screen ..."))
@_given("--count", type=Count(1, MAX_DEVICES), required=True, metavar="N", help=_("Number of devices."))
@_given(
    "--years",
    type=Count(1, 100),
    default=1,
    show_default=True,
    metavar="N",
    help=_("Years of additional life, or of use."),
)
@factors_option
@_equivalence
@output_options("json")
def equipment(  # noqa: PLR0913 - one parameter an option
    *,
    lever: str,
    device: str,
    count: int,
    years: int,
    own: Path | None,
    equivalences: tuple[str, ...],
    form: str,
    outputs: tuple[str, ...],
) -> None:
    """Estimate a lever on devices."""
    from delest.pipeline.estimating import estimate_equipment  # noqa: PLC0415 - help must not load what converts
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, ("json",))
    if lever == Lever.NOT_BOUGHT and years != 1:
        raise InputError(
            N_("--years does not apply to not-bought: each device counts once"), remedy=N_("leave out --years")
        )
    found = estimate_equipment(Lever(lever), device.lower(), count, years=years, own=own, equivalences=equivalences)
    write(kinds.estimated_equipment(*found), plan)


@command.command(
    help=_("Estimate what a table of actions avoids, without counting anything twice.")
    + "\n\n"
    + _(
        "FILE is a CSV, an xlsx or an ods with the columns theme, action, level (study, trial, roll-out), lever"
        " (not-bought, refurbished, life-extended, page), device, quantity, years, from, to, same."
    )
    + " "
    + _("Quantity means devices, or page views a year for pages; - is stdin.")
    + "\n\n\b\ndelest estimate plan plan.csv"
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@country_option()
@output_options("json")
def plan(file: Path, country: str, form: str, outputs: tuple[str, ...]) -> int:
    """Estimate a plan of actions."""
    from delest.pipeline.estimating import estimate_plan  # noqa: PLC0415 - help must not load what converts
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    written = planned(outputs, form, ("json",))
    estimated = estimate_plan(file, Conditions(country=country))
    problems = estimated.read.left_out
    left_out = [{"line": each.line, "reason": said(each.message)} for each in problems]
    tell_problems(problems, estimated.read.notices)
    if estimated.found is None:
        raise InputError(
            N_("{file}: no line can be used; left out are the lines {lines}"),
            remedy=N_("correct them as said above; docs/commands.md shows a whole plan"),
            file=str(file),
            lines=", ".join(str(each.line) for each in problems[:LINES_NAMED]),
        )
    write(kinds.estimated_plan(estimated.found, estimated.names, left_out), written)
    return ExitCode.USAGE if left_out else ExitCode.DONE
