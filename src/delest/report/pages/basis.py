"""What kg CO2e rest on, term by term: traffic, networks, models with their factor sets and electricity, pages, date."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from delest.errors import N_
from delest.records.audit import AuditReport
from delest.records.avoided import Converted, Reading, ViewShares
from delest.records.factor import FactorSetRef
from delest.records.traffic import Traffic, shares_of
from delest.records.weight import PageWeight
from delest.report.language.labels import role_name, traffic_source
from delest.report.language.numbers import count_text, date_text, formula_text, percent_text
from delest.report.language.safe_text import printable
from delest.report.language.words import _
from delest.report.pages.digest import known_pages
from delest.report.pages.traffic_words import coverage_texts, period_text

ALL_COLD: Final = N_("each counted as a load with an empty cache: an upper bound")
SHARES_GIVEN: Final = N_("as given, {cold} with an empty cache, {in_visit} in-visit, {warm} warm")
SHARES_COUNTED: Final = N_(
    "by the entries that the source counts: {cold} begin a visit with an empty cache, {in_visit} come later in it"
)
SOME_COLD: Final = N_("on pages not measured in all three states ({pages}), each counted as cold: an upper bound")
SHARES_UNUSED: Final = N_(
    "each counted as a load with an empty cache, an upper bound: no page was measured in all three states, so the"
    " shares given are not used; see --cache all"
)
SPREAD_EVENLY: Final = N_("spread evenly over the measured pages, an assumption")
SPREAD_BY_SAMPLE: Final = N_("spread evenly over the known pages as the sample stands for them, an assumption")

_HASH_SHOWN: Final = 12


class Row(NamedTuple):
    """A term and the parts of what is said of it."""

    term: str
    parts: tuple[str, ...]


def basis(report: AuditReport) -> tuple[Row, ...]:
    """Return what the kg rest on beside the volume: traffic, networks, models with their sets, pages, date."""
    converted = report.attributed
    if converted is None:
        return ()
    measured, known = report.site.pages if report.site else 0, known_pages(report)
    pages = _("{measured} measured of {known} known").format(measured=count_text(measured), known=count_text(known))
    views = (*_traffic(report.traffic, converted), *assumed(report))
    rows = [
        Row(_("page views"), views),
        Row(_("pages"), (pages,)),
        Row(_("date"), (date_text(report.end.ended_at),)),
    ]
    if report.avoided is not None and report.avoided.below_noise is None:
        rows.append(Row(_("noise"), (_("the noise of the weights is not known: one load per page; see --loads"),)))
    return (*rows, *conversion_basis(converted))


def assumed(report: AuditReport) -> tuple[str, ...]:
    """Return what is assumed of the page views."""
    said = _values(report, percent_text)
    return tuple(_(sentence).format(**said) for sentence in _assumptions(report))


def assumptions(report: AuditReport) -> tuple[str, ...]:
    """Return the same in English, whatever the language in use."""
    said = _values(report, lambda share: f"{100 * share:.3g}%")
    return tuple(sentence.format(**said) for sentence in _assumptions(report))


def _values(report: AuditReport, percent: Callable[[float], str]) -> Mapping[str, str]:
    shares = shares_of(report.header.conditions.shares, report.traffic)
    return {
        "cold": percent(shares.cold),
        "in_visit": percent(shares.in_visit),
        "warm": percent(shares.warm),
        "pages": str(sum(not _in_three_states(page) for page in report.weights)),
    }


def _in_three_states(page: PageWeight) -> bool:
    return page.in_visit is not None and page.warm is not None


def _assumptions(report: AuditReport) -> Iterator[str]:
    """Yield sentences to translate and to fill in."""
    weighed = [_in_three_states(page) for page in report.weights]
    given = report.header.conditions.shares
    shares = shares_of(given, report.traffic)
    if shares == ViewShares() or (given == ViewShares() and not any(weighed)):
        yield ALL_COLD
    elif not any(weighed):
        yield SHARES_UNUSED
    else:
        yield SHARES_GIVEN if given == shares else SHARES_COUNTED
        if not all(weighed):
            yield SOME_COLD
    if report.traffic is None or not report.traffic.pages:
        sample = report.end.sample
        chosen = sample is not None and bool(sample.preset) and sample.mean_bytes is None
        yield SPREAD_EVENLY if sample is None or chosen else SPREAD_BY_SAMPLE


def conversion_basis(converted: Converted) -> tuple[Row, ...]:
    """Return what any conversion rests on: networks, hosting, range policy, each reading's model, set, electricity."""
    mobile = (
        _("{mobile} of the bytes over mobile networks")
        if converted.mobile_share_known
        else _("{mobile} of the bytes over mobile networks, an assumption")
    )
    rows = [Row(_("networks"), (converted.country, mobile.format(mobile=percent_text(converted.mobile_share))))]
    if converted.green_hosting:
        rows.append(Row(_("green hosting"), (printable(converted.green_hosting),)))
    rows.append(Row(_("range"), (set_name(converted.policy),)))
    return (*rows, *(Row(role_name(reading.role), _model(reading)) for reading in converted.readings))


def _model(reading: Reading) -> tuple[str, ...]:
    said = [_("model {model}").format(model=reading.model), set_name(reading.factor_set)]
    if reading.grid:
        said.append(_("electricity: {grid}").format(grid=formula_text(printable(reading.grid))))
    said += [set_name(ref) for ref in reading.electricity if ref != reading.factor_set]
    return tuple(said)


def _traffic(traffic: Traffic | None, converted: Converted) -> tuple[str, ...]:
    views = count_text(converted.views_per_year)
    if traffic is None:
        return (
            _("not given: counted per {views} page views").format(views=views),
            _("give yours, from your analytics, with --views-per-year N"),
        )
    robots = {True: _("left out"), False: _("counted in"), None: _("not known")}[traffic.robots_excluded]
    said = [
        _("{views} a year").format(views=views),
        _("source: {source}").format(source=traffic_source(traffic.source)),
        _("period: {period}").format(period=period_text(traffic.period)),
        _("robots: {robots}").format(robots=robots),
    ]
    return (*said, *coverage_texts(traffic))


def set_name(ref: FactorSetRef) -> str:
    """Return id, version and short hash of a factor set."""
    return _("set {id} {version}, sha256 {hash}").format(id=ref.id, version=ref.version, hash=ref.sha256[:_HASH_SHOWN])
