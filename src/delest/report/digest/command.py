"""The command line that asks for the same audit again, as far as a run keeps what was asked."""

from collections.abc import Iterator
from typing import Final

from delest.records.co2e.avoided import Conditions, ViewShares
from delest.records.pages.consent import Choice
from delest.records.runs.audit import RunHeader
from delest.records.runs.loading import Loading
from delest.records.runs.scope import QueryPolicy, Scope

_DOCUMENTS: Final = 100
_USUAL: Final = Loading()
"""How pages are loaded unless the user asks for something else."""


def command_of(header: RunHeader) -> tuple[str, ...]:
    """Return the words of the command; options that were left at their default are left out."""
    scope = header.scope
    first = scope.start_urls if scope.follow_links else ("--urls-file", "FILE")
    return ("delest", "audit", *first, *_pages(scope), *_loading(header), *_worth(header))


def _pages(scope: Scope) -> Iterator[str]:
    yield from ("--max-pages", str(scope.max_pages))
    for option, values in (("--host", scope.hosts), ("--include", scope.include), ("--exclude", scope.exclude)):
        for value in values:
            yield from (option, value)
    yield from _set("--depth", scope.depth, None)
    yield from _set("--query", scope.query.value, QueryPolicy.TIDY.value)
    yield from _set("--pages-in", scope.language, "")
    yield from _set("--documents", scope.documents, _DOCUMENTS)
    yield from _set("--delay", scope.delay_s, 0.0)
    if scope.time_limit_s is not None:
        yield from ("--time-limit", f"{scope.time_limit_s:g}s")
    yield from ("--no-sitemap",) if not scope.use_sitemap else ()
    yield from ("--ignore-robots",) if not scope.obey_robots else ()
    if scope.sample is not None:
        sampled = ("--sample", "--precision", f"{scope.sample.precision:g}")
        yield from ("--preset", scope.sample.preset) if scope.sample.preset else sampled
        yield from ("--seed", str(scope.sample.seed))


def _set(option: str, value: float | str | None, usual: float | str | None) -> tuple[str, ...]:
    """Return an option with its value, unless that is what it is anyway."""
    if value is None or value == usual:
        return ()
    return (option, value if isinstance(value, str) else f"{value:g}")


def _loading(header: RunHeader) -> Iterator[str]:
    yield from _set("--device", header.loading.device.name, "desktop")
    yield from _set("--loads", header.loading.loads, 1)
    yield from _set("--max-loads", header.loading.max_loads, None)
    yield from _set("--cache", "all" if len(header.loading.cache_states) > 1 else "cold", "cold")
    yield from _set("--consent", header.loading.consent.value, Choice.AS_IS.value)
    yield from _set("--consent-selector", header.loading.consent_selector, "")
    yield from _set("--visitor-language", header.loading.language, "")
    yield from _set("--visitor-time-zone", header.loading.time_zone, "")
    yield from _set("--stay", header.loading.stay_s, _USUAL.stay_s)
    yield from _set("--page-timeout", header.loading.limit_s, _USUAL.limit_s)
    yield from _set("--keep", "bodies" if header.run.keep_bodies else "none", "bodies")
    yield from _set("--screenshots", "on" if header.run.screenshots else "off", "on")
    yield from _set("--prove", header.run.prove, 0)
    yield from ("--http3",) if header.loading.http3 else ()
    yield from ("--real-time",) if header.loading.real_time else ()


def _worth(header: RunHeader) -> Iterator[str]:
    asked, usual = header.question.conditions, Conditions()
    if header.question.views_per_year is not None and not header.question.views_by_page:
        yield from ("--views-per-year", f"{header.question.views_per_year:.0f}")
    if header.question.target:
        yield f"--to={header.question.target}"
    if asked.country != usual.country:
        yield from ("--country", asked.country)
    if asked.mobile_share is not None:
        yield from ("--mobile-share", f"{asked.mobile_share:g}")
    if asked.shares != ViewShares():
        yield from ("--in-visit-share", f"{asked.shares.in_visit:g}", "--warm-share", f"{asked.shares.warm:g}")
