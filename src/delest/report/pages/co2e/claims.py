"""What a report says in sentences: the answer first, then kg CO2e with all that an honest claim must carry.

Every page takes its sentences here, so that none can leave out a part of the claim.
"""

from typing import Final, NamedTuple

from delest.errors import N_
from delest.records.advice.proof import Reach
from delest.records.co2e.avoided import Avoided, Converted, Reading, Role
from delest.records.co2e.traffic import Traffic
from delest.records.runs.audit import AuditReport
from delest.records.runs.skip_reason import SkipReason
from delest.report.language.labels import spoken
from delest.report.language.numbers import kg_text
from delest.report.language.words import _
from delest.report.said import Figure, Range, Unit, Words, between, number, of_bytes, of_kg, say
from delest.units import GB_BYTES

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
    sentence: Words
    converted: Converted | None
    """None: nothing may be claimed."""
    per: str
    """What the kg are counted over: a year, or a million page views."""
    name: str = ""
    """Its column beside other claims."""
    short: Words = ""
    """Its line in a short answer."""
    reduction: bool = True
    """Whether the kg are a reduction."""


def claims(report: AuditReport) -> tuple[Claim, ...]:
    """Return what may be said in kg CO2e: of the site as it is, of the target given, of what was proven."""
    found = []
    if report.attributed is not None:
        found.append(_attributed(report.attributed, report.traffic))
    if report.avoided is not None:
        found.append(_avoided(report.avoided, report.traffic))
    if report.proven is not None and report.plan is not None:
        found.append(_proven(report.proven, report.plan.reach, report.traffic))
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
    sentence = say(
        template,
        views=Figure(converted.views_per_year),
        range=between(converted.kgco2e_per_year, Unit.KG),
        central=of_kg(converted.kgco2e_per_year.central),
    )
    views = converted.views_per_year
    short = say(_("{bytes} per page view"), bytes=of_bytes(converted.gb_per_year * GB_BYTES / views if views else 0))
    title = _("CO2e attributed to data transfer")
    return Claim(title, sentence, converted, _per(traffic), _("As it is"), short, reduction=False)


def _avoided(avoided: Avoided, traffic: Traffic | None) -> Claim:
    title, per = _("Estimated reduction attributed to data transfer"), _per(traffic)
    baseline, scenario = of_bytes(avoided.baseline_bytes_per_view), of_bytes(avoided.scenario_bytes_per_view)
    if avoided.below_noise:
        template = _(
            "From {baseline} to {scenario} per page view, the difference is within the spread between loads of the same"
            " page: no reduction may be claimed."
        )
        return Claim(title, say(template, baseline=baseline, scenario=scenario), None, per)
    if avoided.converted.gb_per_year <= 0:
        return Claim(title, _("No page weighs more than the target: there is nothing to avoid."), None, per)
    sentence = say(
        _(
            "From {baseline} to {scenario} per page view, the estimated reduction attributed to data transfer is"
            " {range} CO2e {per} (central estimate {central})."
        ),
        baseline=baseline,
        scenario=scenario,
        range=between(avoided.converted.kgco2e_per_year, Unit.KG),
        central=of_kg(avoided.converted.kgco2e_per_year.central),
        per=per,
    )
    less = of_bytes(avoided.baseline_bytes_per_view - avoided.scenario_bytes_per_view)
    short = say(_("target: {bytes} less"), bytes=less)
    return Claim(title, sentence, avoided.converted, per, _("Less at the target"), short)


def _proven(converted: Converted, reach: Reach, traffic: Traffic | None) -> Claim:
    per = _per(traffic)
    sentence = say(
        _(
            "Proven by loading pages again with lighter files: {bytes} less per page view with an empty cache, an"
            " estimated reduction attributed to data transfer of {range} CO2e {per} (central estimate {central})."
        ),
        bytes=of_bytes(reach.per_view_bytes),
        range=between(converted.kgco2e_per_year, Unit.KG),
        central=of_kg(converted.kgco2e_per_year.central),
        per=per,
    )
    short = say(_("proven: {bytes} less"), bytes=of_bytes(reach.per_view_bytes))
    title = _("Reduction that lighter files were proven to bring")
    return Claim(title, sentence, converted, per, _("Less, proven"), short)


def reading_bounds(reading: Reading) -> Range | None:
    """Return the bounds that a reading has of its own; None where it has none or is the published one."""
    kg = reading.kgco2e_per_year
    return None if reading.role is Role.PUBLISHED or kg_text(kg.low) == kg_text(kg.high) else between(kg, Unit.KG)


def reading_name(reading: Reading) -> str:
    """Return the model's name as its factor file gives it."""
    return spoken(reading.label_en, reading.label_fr) or reading.model


def volume(converted: Converted, per: str) -> Words:
    """Return the data that a claim is about."""
    return say(_("{gb} GB {per} (1 GB = 10^9 bytes)"), gb=number(converted.gb_per_year), per=per)


def left_out(*, whole: bool = True) -> str:
    """Return the sentence that names what no figure here covers; ``whole``: with what one reading shares out."""
    parts = ", ".join(_(part) for part in LEFT_OUT)
    if not whole:
        return _("Left out: {parts}.").format(parts=parts)
    return _("Left out: {parts}. Only the high reading shares out devices and their manufacture, by gigabyte.").format(
        parts=parts
    )


def partial_run(report: AuditReport) -> str:
    """Return the notice of a run that did not end by itself."""
    if any(page.reason is SkipReason.TIME_LIMIT for page in report.end.skipped):
        return _("The time limit ended this audit: it covers the pages measured until then, not the rest of the site.")
    return _("This audit was interrupted: it covers the pages measured until then, not the rest of the site.")
