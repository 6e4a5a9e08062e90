"""What kg CO2e rest on, term by term: traffic, networks, models with their factor sets and electricity, pages, date."""

from collections.abc import Iterator, Mapping
from typing import Final

from delest.errors import N_
from delest.records.co2e.avoided import Converted, Reading
from delest.records.co2e.factor import FactorSetRef
from delest.records.co2e.shares import ENTRIES, RETURNING, SharesBy
from delest.records.co2e.traffic import Traffic
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import known_pages
from delest.report.digest.yearly import shares_used
from delest.report.language.labels import role_name, traffic_source
from delest.report.language.numbers import formula_text
from delest.report.language.safe_text import shorten
from delest.report.language.words import _
from delest.report.page import Fact
from delest.report.pages.co2e.traffic_words import coverage_said, measured_of, period_said
from delest.report.said import Code, Figure, Moment, Quoted, Words, joined, say, share

ALL_COLD: Final = N_("each counted as a load with an empty cache: an upper bound")
SHARES_GIVEN: Final = N_("as given, {cold} with an empty cache, {in_visit} in-visit, {warm} warm")
SHARES_COUNTED: Final = N_(
    "by the entries that the source counts: {cold} begin a visit with an empty cache, {warm} with the cache of an"
    " earlier visit, {in_visit} come later in it"
)
SHARES_OF_ENTRIES: Final = N_(
    "by the entries that the source counts, {entries} begin a visit; assumed: {again} of these by people who came"
    " before ({again_low} to {again_high}, the range of CO2e covers both)"
)
SHARES_ASSUMED: Final = N_(
    "assumed, as the source counts no entries: {entries} begin a visit ({entries_low} to {entries_high}), {again} of"
    " these by people who came before ({again_low} to {again_high}); the range of CO2e covers these bounds"
)
SHARES_SAID: Final = {
    SharesBy.GIVEN: SHARES_GIVEN,
    SharesBy.COUNTED: SHARES_COUNTED,
    SharesBy.ENTRIES_COUNTED: SHARES_OF_ENTRIES,
    SharesBy.ASSUMED: SHARES_ASSUMED,
}
SOME_COLD: Final = N_("on pages not measured in all three states ({pages}), each counted as cold: an upper bound")
SHARES_UNUSED: Final = N_(
    "each counted as a load with an empty cache, an upper bound: no page was measured in all three states, so the"
    " shares given are not used; see --cache all"
)
SPREAD_EVENLY: Final = N_("spread evenly over the measured pages, an assumption")
SPREAD_BY_SAMPLE: Final = N_("spread evenly over the known pages as the sample stands for them, an assumption")

_HASH_SHOWN: Final = 12
_SOURCE_COLUMNS: Final = 45
"""Of the name of a source of page views, where room is scarce."""


def basis(report: AuditReport, *, scarce: bool = False) -> tuple[Fact, ...]:
    """Return what the kg rest on beside the volume: traffic, networks, models with their sets, pages, date.

    ``scarce``: in few words, without what is assumed of the page views.
    """
    converted = report.attributed
    if converted is None:
        return ()
    measured, known = report.site.pages if report.site else 0, known_pages(report)
    pages = measured_of(measured, known)
    assumptions = () if scarce else assumed(report)
    rows = [
        Fact(_("page views"), (*_traffic(report.traffic, converted, scarce=scarce), *assumptions)),
        Fact(_("pages"), (pages,)),
        Fact(_("date"), (Moment(report.end.ended_at),)),
    ]
    if report.avoided is not None and report.avoided.below_noise is None:
        rows.append(Fact(_("noise"), (_("the noise of the weights is not known: one load per page; see --loads"),)))
    return (*rows, *conversion_basis(converted))


def assumed(report: AuditReport) -> tuple[Words, ...]:
    """Return what is assumed of the page views."""
    shares = {name: share(part) for name, part in _shares_said(report).items()}
    said: Mapping[str, Words] = {**shares, "pages": Figure(_not_in_three_states(report))}
    return tuple(say(_(sentence), **said) for sentence in _assumptions(report))


def assumptions(report: AuditReport) -> tuple[str, ...]:
    """Return the same in English, whatever the language in use."""
    said = {name: f"{100 * part:.3g}%" for name, part in _shares_said(report).items()}
    said["pages"] = str(_not_in_three_states(report))
    return tuple(sentence.format(**said) for sentence in _assumptions(report))


def _shares_said(report: AuditReport) -> dict[str, float]:
    """Return the numbers that the sentences name."""
    used = shares_used(report).views
    entries = used.cold + used.warm
    return {
        "cold": used.cold, "in_visit": used.in_visit, "warm": used.warm, "entries": entries,
        "again": used.warm / entries if entries else 0.0,
        "entries_low": ENTRIES.low, "entries_high": ENTRIES.high,
        "again_low": RETURNING.low, "again_high": RETURNING.high,
    }  # fmt: skip


def _not_in_three_states(report: AuditReport) -> int:
    return sum(not _in_three_states(page) for page in report.weights)


def _in_three_states(page: PageWeight) -> bool:
    return page.in_visit is not None and page.warm is not None


def _assumptions(report: AuditReport) -> Iterator[str]:
    """Yield sentences to translate and to fill in."""
    weighed = [_in_three_states(page) for page in report.weights]
    used = shares_used(report)
    if used.by is SharesBy.COLD or (used.by is not SharesBy.GIVEN and not any(weighed)):
        yield ALL_COLD
    elif not any(weighed):
        yield SHARES_UNUSED
    else:
        yield SHARES_SAID[used.by]
        if not all(weighed):
            yield SOME_COLD
    if report.traffic is None or not report.traffic.pages:
        sample = report.end.sample
        chosen = sample is not None and bool(sample.preset) and sample.mean_bytes is None
        yield SPREAD_EVENLY if sample is None or chosen else SPREAD_BY_SAMPLE


def conversion_basis(converted: Converted, *, on_a_line: bool = False) -> tuple[Fact, ...]:
    """Return what any conversion rests on: networks, hosting, range policy, each reading's model, set, electricity.

    ``on_a_line``: what is said of a term is one sentence, not one part below the other.
    """
    mobile = (
        _("{mobile} of the bytes over mobile networks")
        if converted.mobile_share_known
        else _("{mobile} of the bytes over mobile networks, an assumption")
    )
    rows = [Fact(_("networks"), (converted.country, say(mobile, mobile=share(converted.mobile_share))))]
    if converted.green_hosting:
        rows.append(Fact(_("green hosting"), (Quoted(converted.green_hosting),)))
    rows.append(Fact(_("range"), (set_name(converted.policy),)))
    rows += (Fact(role_name(reading.role), model(reading)) for reading in converted.readings)
    return tuple(Fact(row.term, (joined(row.said),)) for row in rows) if on_a_line else tuple(rows)


def model(reading: Reading) -> tuple[Words, ...]:
    """Return the model of a reading, its factor sets and the electricity that it counts."""
    said: list[Words] = [say(_("model {model}"), model=reading.model), set_name(reading.factor_set)]
    if reading.grid:
        said.append(say(_("electricity: {grid}"), grid=formula_text(reading.grid)))
    said += [set_name(ref) for ref in reading.electricity if ref != reading.factor_set]
    return tuple(said)


def _traffic(traffic: Traffic | None, converted: Converted, *, scarce: bool) -> tuple[Words, ...]:
    views = Figure(converted.views_per_year)
    if traffic is None:
        return (
            say(_("not given: counted per {views} page views"), views=views),
            say(_("give yours, from your analytics, with {option}"), option=Code("--views-per-year N")),
        )
    a_year = say(_("{views} a year"), views=views)
    if scarce:
        source = Quoted(shorten(traffic_source(traffic.source), _SOURCE_COLUMNS))
        return (a_year, say(_("source: {source}"), source=source), *provenance(traffic)[1:])
    return (a_year, *provenance(traffic), *coverage_said(traffic))


def provenance(traffic: Traffic) -> tuple[Words, ...]:
    """Return where page views come from: their source, their period, and whether robots are among them."""
    robots = {True: _("left out"), False: _("counted in"), None: _("not known")}[traffic.robots_excluded]
    return (
        say(_("source: {source}"), source=Quoted(traffic_source(traffic.source))),
        say(_("period: {period}"), period=period_said(traffic.period)),
        say(_("robots: {robots}"), robots=robots),
    )


def set_name(ref: FactorSetRef) -> Words:
    """Return id, version and short hash of a factor set."""
    return say(_("set {id} {version}, sha256 {hash}"), id=ref.id, version=ref.version, hash=ref.sha256[:_HASH_SHOWN])
