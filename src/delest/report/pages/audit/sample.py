"""What a sample says, in sentences."""

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

from delest.errors import N_
from delest.records.co2e.traffic import Traffic
from delest.records.runs.audit import AuditReport
from delest.records.runs.sample import Sample, SampledStructure, SampledTemplate
from delest.report.language.labels import page_role
from delest.report.language.words import _, ngettext
from delest.report.said import NOTHING, Code, Figure, Words, of_bytes, say, share
from delest.units import Estimate

_RULE_OF_THREE: Final = 3
"""With 95 % confidence, what none of n pages shows is less than 3/n of the pages that they were drawn from."""
_CLASS: Final = "{expected weight "
_NAMES: Final = {
    "": N_("start pages"),
    "{most viewed}": N_("most viewed pages, drawn for certain"),
    "{heaviest expected}": N_("pages expected to be the heaviest, drawn for certain"),
    "{roles}": N_("pages chosen by their role"),
    "{other templates}": N_("other templates, drawn together"),
}
_STOPPED: Final = {
    "precision": N_("It is known as well as was asked: within {asked} of the mean."),
    "whole": N_("All known pages were measured, so that nothing is left to chance."),
    "chosen": N_("It has all pages that such a sample needs."),
    "limit": N_("The page limit ended the sampling before the mean was known within {asked}."),
    "time-limit": N_("The time limit ended the sampling before the mean was known within {asked}."),
    "interrupted": N_("The audit was interrupted before the mean was known within {asked}."),
}


_CUT_SHORT: Final = N_("The audit was interrupted before it held all pages that such a sample asks for.")


class Row(NamedTuple):
    """A stratum of the sample."""

    name: str
    known: int
    measured: int
    mean_bytes: float | None
    built: tuple[SampledStructure, ...]
    """Its measured pages by structure, the most frequent ones; empty where there is no more than one."""
    unlisted: int
    """Structures that are not among ``built``."""
    structure: Words
    """How many structures, or which one; a dash where it is not known."""
    part: float | None
    """Share of what one load of each known page would transfer; None: not known of every stratum."""


def rows(report: AuditReport) -> tuple[Row, ...]:
    """Return the strata of a sample, most known pages first; none for an audit that drew no pages."""
    listed = report.end.sample.templates if report.end.sample else ()
    means = [(each.known_pages, each.mean_bytes) for each in listed]
    whole = math.fsum(pages * mean for pages, mean in means if mean is not None)
    every = all(mean is not None for pages, mean in means if pages)
    return tuple(
        Row(
            name=stratum_name(each.template),
            known=each.known_pages,
            measured=each.measured_pages,
            mean_bytes=each.mean_bytes,
            built=each.by_structure if each.structures > 1 else (),
            unlisted=each.structures - len(each.by_structure),
            structure=_structure(each),
            part=each.known_pages * (each.mean_bytes or 0) / whole if every and whole else None,
        )
        for each in listed
    )


def _structure(template: SampledTemplate) -> Words:
    if template.structures == 1 and template.by_structure:
        return template.by_structure[0].structure
    return Figure(template.structures) if template.structures else NOTHING


def stratum_name(template: str) -> str:
    """Return what a stratum is called: a template by the shape of its URLs."""
    if template.startswith(_CLASS):
        return _("pages expected to weigh about the same, class {n} of 6").format(n=template.strip("{}").split()[-1])
    return _(_NAMES[template]) if template in _NAMES else template


def sentences(report: AuditReport) -> tuple[Words, ...]:
    """Return what a sampled audit says of the whole site; nothing for an audit that drew no pages."""
    sample = report.end.sample
    if sample is None or not sample.measured_pages:
        return ()
    if sample.preset:
        return tuple(_chosen(sample, report.traffic))
    ended = say(_(_STOPPED[sample.stopped]), asked=share(sample.precision_asked))
    of_views = (*_per_view(sample), *_per_year(sample, report.traffic))
    return (_mean(sample), *of_views, _drawn(sample), *_forecast(sample), *_unseen(sample), ended)


def bytes_per_year(sample: Sample, traffic: Traffic | None) -> Estimate | None:
    """Return what all page views of a year transfer, bounds of 95 % confidence; None: not known.

    Where no one knows which pages are viewed how often, each is taken to be as often as any other. Where it is known
    and the sample does not estimate per view, as one after a preset, there is nothing to say.
    """
    mean = sample.mean_bytes if sample.views_coverage is None else sample.mean_bytes_per_view
    if mean is None or traffic is None or (sample.views_coverage is None and traffic.pages):
        return None
    return mean * traffic.views_per_year


def _chosen(sample: Sample, traffic: Traffic | None) -> Iterator[Words]:
    told = ngettext(
        "The sample after RGESN and RGAA: {n} page of {known} known, {random} of them drawn at random, seed {seed}.",
        "The sample after RGESN and RGAA: {n} pages of {known} known, {random} of them drawn at random, seed {seed}.",
        sample.measured_pages,
    )
    yield say(
        told,
        n=Figure(sample.measured_pages),
        known=Figure(sample.known_pages),
        random=Figure(sample.random_pages),
        seed=str(sample.seed),
    )
    if sample.mean_bytes is None:
        yield _("Most of these pages were selected, not drawn at random, so their average does not represent the site.")
    else:
        yield _mean(sample)
        yield from _per_year(sample, traffic)
    missing = [page_role(each.role) for each in sample.roles if not each.measured]
    if missing:
        yield say(_("No page was measured for: {roles}."), roles=", ".join(missing))
    if sample.templates_left:
        left = ngettext(
            "{n} template has no page in it: raise {option}.",
            "{n} templates have no page in it: raise {option}.",
            sample.templates_left,
        )
        yield say(left, n=Figure(sample.templates_left), option=Code("--max-pages"))
    if sample.stopped == "interrupted":
        yield _(_CUT_SHORT)
    elif sample.stopped == "whole" or (sample.stopped == "chosen" and not missing):
        yield _(_STOPPED[sample.stopped])


def _mean(sample: Sample) -> Words:
    known, mean = Figure(sample.known_pages), sample.mean_bytes
    if mean is None:
        return say(_("Too few pages were drawn to estimate the mean weight of the {known} known pages."), known=known)
    told = _("A page of the site weighs {mean} on average: between {low} and {high} with 95 % confidence.")
    return say(told, mean=of_bytes(mean.central), low=of_bytes(mean.low), high=of_bytes(mean.high))


def _per_year(sample: Sample, traffic: Traffic | None) -> Iterator[Words]:
    year = bytes_per_year(sample, traffic)
    if year is None:
        return
    told = _("In a year, all page views transfer {mean}: between {low} and {high} with 95 % confidence.")
    yield say(told, mean=of_bytes(year.central), low=of_bytes(year.low), high=of_bytes(year.high))
    if sample.views_coverage is None:
        yield say(
            _("Every page of the site is taken to be viewed as often as any other: {option} says how often each is."),
            option=Code("--traffic"),
        )
    else:
        told = _("{share} of the page views are of known pages; the others are taken to weigh the same.")
        yield say(told, share=share(sample.views_coverage))


def _per_view(sample: Sample) -> Iterator[Words]:
    mean = sample.mean_bytes_per_view
    if sample.views_coverage is None:
        return
    if mean is None:
        yield _("Too few pages that people see were drawn to estimate the mean weight per page view.")
        return
    told = _("A page view transfers {mean} on average: between {low} and {high} with 95 % confidence.")
    yield say(told, mean=of_bytes(mean.central), low=of_bytes(mean.low), high=of_bytes(mean.high))


def _forecast(sample: Sample) -> Iterator[Words]:
    if sample.forecast_pages:
        told = ngettext(
            "Before the draw, the HTML of {n} page was read: what it says of the weight makes the interval narrower.",
            "Before the draw, the HTML of {n} pages was read: what it says of the weights makes the interval narrower.",
            sample.forecast_pages,
        )
        yield say(told, n=Figure(sample.forecast_pages))


def _unseen(sample: Sample) -> Iterator[Words]:
    """Say how many pages of another kind the sample may have missed: the rule of three, in the worst stratum."""
    missed = max(
        (
            each.known_pages * min(1, _RULE_OF_THREE / each.measured_pages)
            for each in sample.templates
            if 0 < each.measured_pages < each.known_pages
        ),
        default=0,
    )
    if missed and sample.mean_bytes is not None:
        told = _(
            "It may have missed a kind of page that makes up to {share} of the site; the interval does not cover that."
        )
        yield say(told, share=share(missed / sample.known_pages))


def _drawn(sample: Sample) -> Words:
    told = ngettext(
        "The sample: {n} page of {known} known, by {templates} templates, seed {seed}.",
        "The sample: {n} pages of {known} known, by {templates} templates, seed {seed}.",
        sample.measured_pages,
    )
    return say(
        told,
        n=Figure(sample.measured_pages),
        known=Figure(sample.known_pages),
        templates=Figure(sample.strata or len(sample.templates)),
        seed=str(sample.seed),
    )
