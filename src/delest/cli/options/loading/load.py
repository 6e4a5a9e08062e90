"""The options that say how each page is loaded."""

from typing import Final, TypedDict

from msgspec.structs import asdict

from delest import machine
from delest.cli.options.choices import Choice
from delest.cli.options.loading.devices import Profile
from delest.cli.options.option import Section, option
from delest.cli.options.quantities import Count, Quantity
from delest.errors import N_, InputError
from delest.records.pages.consent import Choice as Choices
from delest.records.pages.load import CacheState, Device
from delest.records.runs.loading import Loading, LoadOptions
from delest.records.runs.scope import Access
from delest.report.language.words import _
from delest.units import GB_BYTES


class LoadGiven(TypedDict):
    """What these options give."""

    loads: int
    max_loads: int | None
    cache: str
    device: Device
    jobs: int | None
    stay: float
    real_time: bool
    page_timeout: float
    consent: str
    consent_selector: str
    browser: str | None
    keep: str | None
    screenshots: str | None
    coverage: bool


LOAD_OPTIONS: Final = (
    option(
        "--loads",
        section=Section.LOADING,
        type=Count(1, 50),
        default=1,
        show_default=True,
        metavar="N",
        was=("runs",),
        instead_of=("max_loads",),
        of_run=lambda run: run.loading.loads,
        help=_("Load each page N times, to know how much its weight varies."),
    ),
    option(
        "--max-loads",
        section=Section.LOADING,
        type=Count(2, 50),
        metavar="N",
        was=("max-runs",),
        instead_of=("loads",),
        of_run=lambda run: run.loading.max_loads,
        help=_("Load each page twice, and up to N times where its weight varies by more than 1 %."),
    ),
    option(
        "--cache",
        section=Section.LOADING,
        type=Choice(["cold", "all"]),
        default="cold",
        show_default=True,
        was=("visits",),
        see="measuring.md#states-of-the-cache",
        of_run=lambda run: "all" if len(run.loading.cache_states) > 1 else "cold",
        help=_(
            "Measure pages with an empty cache (cold), or also as the next page of a visit and as seen before (all)."
        ),
    ),
    option(
        "--device",
        section=Section.LOADING,
        type=Profile(),
        default="desktop",
        show_default=True,
        metavar="NAME",
        see="configuration.md#devices",
        of_run=lambda run: run.loading.device,
        help=_("Present the browser as this device: desktop, mobile, or one of your configuration file."),
    ),
    option(
        "--consent",
        section=Section.LOADING,
        type=Choice([choice.value for choice in Choices]),
        default=Choices.AS_IS.value,
        show_default=True,
        instead_of=("consent_selector",),
        see="measuring.md#consent",
        of_run=lambda run: run.loading.consent,
        help=_(
            "Answer each page's consent banner before scrolling; as-is leaves it alone, compare measures the page as it"
            " is, after refusing and after accepting."
        ),
    ),
    option(
        "--consent-selector",
        section=Section.LOADING,
        default="",
        metavar="CSS",
        see="measuring.md#consent",
        of_run=lambda run: run.loading.consent_selector,
        help=_("Click this button for --consent, where the banner is not a well-known one."),
    ),
    option(
        "--stay",
        section=Section.LOADING,
        type=Quantity(0, 600),
        default=10.0,
        show_default=True,
        metavar="SECONDS",
        of_run=lambda run: run.loading.stay_s,
        help=_(
            "Stay this long on a page after it was scrolled to the bottom, for what loads late; in the time of the"
            " page, which runs ahead of real time."
        ),
    ),
    option(
        "--real-time",
        section=Section.LOADING,
        is_flag=True,
        of_run=lambda run: run.loading.real_time,
        help=_("Never let the time of a page run ahead: timers take as long as for a visitor."),
    ),
    option(
        "--page-timeout",
        section=Section.LOADING,
        type=Quantity(5, 3600),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        was=("page-limit",),
        of_run=lambda run: run.loading.limit_s,
        help=_("Stop loading a page after this time; its weight is then a lower bound."),
    ),
    option(
        "--jobs",
        section=Section.LOADING,
        type=Count(1, 64),
        metavar="N",
        help=_("Load N pages in parallel (default: as many as the machine and the site bear, from page to page)."),
    ),
    option(
        "--keep",
        section=Section.OUTPUT,
        type=Choice(["bodies", "none"]),
        see="rules.md#what-a-run-keeps",
        of_run=lambda run: "bodies" if run.run.keep_bodies else "none",
        help=_(
            "Save the files that pages send with the audit, up to 200 MB, for delest advise (default: bodies; none"
            " where a login, a cookie or a password is given)."
        ),
    ),
    option(
        "--screenshots",
        section=Section.OUTPUT,
        type=Choice(["on", "off"]),
        see="report.md#screenshots",
        of_run=lambda run: "on" if run.run.screenshots else "off",
        help=_(
            "Save a small picture of the first screen of each page, for the HTML report (default: on; off where a"
            " login, a cookie or a password is given)."
        ),
    ),
    option(
        "--coverage",
        section=Section.LOADING,
        is_flag=True,
        see="rules.md#css-unused",
        of_run=lambda run: run.loading.coverage,
        derived=True,
        help=_(
            "Also count which parts of style sheets and scripts the pages use, for the rules on code that no visit"
            " used; --prove always does."
        ),
    ),
    option(
        "--browser",
        section=Section.LOADING,
        metavar="PATH",
        names_file=True,
        help=_("Use this Chromium, Chrome or Edge."),
    ),
)


def loading_of(given: LoadGiven, *, logged_in: bool, http3: bool) -> Loading:
    """Return how each page is loaded.

    Raises:
        InputError: a button is named, but not what it does; or a page is to be loaded more often than its most.
    """
    if given["consent_selector"] and given["consent"] in {Choices.AS_IS, Choices.COMPARE}:
        raise InputError(
            N_("--consent-selector: say what the button does"),
            remedy=N_("add --consent refuse or --consent accept"),
        )
    if given["max_loads"] is not None and given["max_loads"] < given["loads"]:
        raise InputError(N_("--max-loads is below --loads"), remedy=N_("give one of them, or a higher --max-loads"))
    return Loading(
        device=given["device"],
        loads=given["loads"],
        max_loads=given["max_loads"],
        cache_states=tuple(CacheState) if given["cache"] == "all" else (CacheState.COLD,),
        consent=Choices(given["consent"]),
        consent_selector=given["consent_selector"],
        stay_s=given["stay"],
        real_time=given["real_time"],
        limit_s=given["page_timeout"],
        logged_in=logged_in,
        http3=http3,
        coverage=given["coverage"],
    )


def load_options(loading: Loading, access: Access, browser: str | None) -> LoadOptions:
    """Return how each page is loaded by a browser that reaches the site as ``access`` says."""
    return LoadOptions(**asdict(loading), access=access, browser_path=browser)


def suitable_jobs() -> int:
    """Return how many pages to load side by side where no one looks how busy the machine is: two a processor."""
    return min(most_jobs(), 2 * machine.processors())


def most_jobs() -> int:
    """Return how many pages may be loaded side by side on this machine, where the user names no number."""
    return jobs_for(machine.processors(), machine.memory_bytes())


def jobs_for(processors: int, memory_bytes: int | None) -> int:
    """Return how many pages may be loaded side by side, at most 12: three a processor, if each has its gigabyte.

    While the audit runs, the number follows what the processors and the site bear (``measure.browser.pace``). What a
    page weighs does not depend on how busy the machine is (tests/browser).
    """
    most = 3 * processors if memory_bytes is None else min(3 * processors, memory_bytes // GB_BYTES)
    return max(1, min(12, most))
