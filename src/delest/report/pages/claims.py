"""What a report says in sentences: the answer first, then kg CO2e with all that an honest claim must carry.

Every format that people read takes its sentences here, so that none can leave out a part of the claim.
"""

from typing import Final, NamedTuple

from delest.errors import N_
from delest.records.audit import AuditReport
from delest.records.avoided import Avoided, Converted, Reading, Role
from delest.records.skip_reason import SkipReason
from delest.records.traffic import Traffic
from delest.report.language.labels import spoken
from delest.report.language.numbers import bytes_text, count_text, figure_text, kg_range, kg_text
from delest.report.language.safe_text import printable
from delest.report.language.words import _, ngettext
from delest.report.pages import sample
from delest.report.pages.digest import site_name

LEFT_OUT: Final = (
    N_("time spent on devices"),
    N_("manufacture of equipment"),
    N_("obsolescence of devices"),
    N_("computing on servers"),
    N_("rebound effects"),
)


class Claim(NamedTuple):
    """A figure in kg CO2e, or why there is none."""

    title: str
    sentence: str
    converted: Converted | None
    """None: nothing may be claimed."""
    per: str
    """What the kg are counted over: a year, or a million page views."""
    itemised: bool = False
    """The summary in plain text shows its sum line by line too; HTML and JSON always do."""


def opening(report: AuditReport) -> tuple[str, ...]:
    """Return the sentences that answer the question before anything else is read."""
    site = report.site
    name = printable(site_name(report))
    if site is None:
        return (_("No page of {site} could be measured.").format(site=name),)
    weight = ngettext(
        "The page measured on {site} weighs {median}.",
        "A page of {site} weighs {median}: the median of {pages} pages measured.",
        site.pages,
    ).format(site=name, median=bytes_text(site.median_bytes), pages=count_text(site.pages))
    return (weight, *sample.sentences(report), *(claim.sentence for claim in claims(report)))


def claims(report: AuditReport) -> tuple[Claim, ...]:
    """Return what may be said in kg CO2e: of the site as it is, then of the target where one was given."""
    found = []
    if report.attributed is not None:
        found.append(_attributed(report.attributed, report.traffic))
    if report.avoided is not None:
        found.append(_avoided(report.avoided, report.traffic))
    return tuple(found)


def _per(traffic: Traffic | None) -> str:
    return _("a year") if traffic else _("per million page views")


def _attributed(converted: Converted, traffic: Traffic | None) -> Claim:
    template = (
        _(
            "At {views} page views a year, its data transfer stands for {range} CO2e a year"
            " (central estimate {central})."
        )
        if traffic
        else _("A million page views stand for {range} CO2e attributed to data transfer (central estimate {central}).")
    )
    sentence = template.format(
        views=count_text(converted.views_per_year),
        range=kg_range(converted.kgco2e_per_year),
        central=kg_text(converted.kgco2e_per_year.central),
    )
    return Claim(_("CO2e attributed to data transfer"), sentence, converted, _per(traffic))


def _avoided(avoided: Avoided, traffic: Traffic | None) -> Claim:
    title, per = _("Estimated reduction attributed to data transfer"), _per(traffic)
    sizes = {
        "baseline": bytes_text(avoided.baseline_bytes_per_view),
        "scenario": bytes_text(avoided.scenario_bytes_per_view),
    }
    if avoided.below_noise:
        sentence = _(
            "From {baseline} to {scenario} per page view, the difference is within the spread between loads of the same"
            " page: no reduction may be claimed."
        )
        return Claim(title, sentence.format(**sizes), None, per)
    if avoided.converted.gb_per_year <= 0:
        return Claim(title, _("No page weighs more than the target: there is nothing to avoid."), None, per)
    sentence = _(
        "From {baseline} to {scenario} per page view, the estimated reduction attributed to data transfer is {range}"
        " CO2e {per} (central estimate {central})."
    ).format(
        **sizes,
        range=kg_range(avoided.converted.kgco2e_per_year),
        central=kg_text(avoided.converted.kgco2e_per_year.central),
        per=per,
    )
    return Claim(title, sentence, avoided.converted, per, itemised=True)


def reading_kg(reading: Reading) -> str:
    """Return the kg of one reading, at two significant digits as all claims."""
    return kg_text(reading.kgco2e_per_year.central)


def reading_bounds(reading: Reading) -> str:
    """Return the bounds that a reading has of its own, or nothing where it has none or is the published one."""
    kg = reading.kgco2e_per_year
    return "" if reading.role is Role.PUBLISHED or kg_text(kg.low) == kg_text(kg.high) else kg_range(kg)


def reading_name(reading: Reading) -> str:
    """Return the model's name as its factor file gives it."""
    return spoken(reading.label_en, reading.label_fr) or reading.model


def volume(converted: Converted, per: str) -> str:
    """Return the data that a claim is about."""
    return _("{gb} GB {per} (1 GB = 10^9 bytes)").format(gb=figure_text(converted.gb_per_year), per=per)


def left_out() -> str:
    """Return the sentence that names what no figure here covers."""
    return _("Left out: {parts}. Only the high reading shares out devices and their manufacture, by gigabyte.").format(
        parts=", ".join(_(part) for part in LEFT_OUT)
    )


def partial_run(report: AuditReport) -> str:
    """Return the notice of a run that did not end by itself."""
    if any(page.reason is SkipReason.TIME_LIMIT for page in report.end.skipped):
        return _("The time limit ended this run: what was measured stands, the rest of the site is not in it.")
    return _("This run was interrupted: what was measured stands, the rest of the site is not in it.")
