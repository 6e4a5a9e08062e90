"""The report on a campaign, with the editions before it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from delest.convert.web.range import convert
from delest.errors import N_, DelestError, InputError
from delest.factors.load import released
from delest.fleet.consolidate import consolidate
from delest.pipeline.fleet.keeping import RUNS, campaign, campaigns
from delest.pipeline.reading import saved
from delest.records.co2e.avoided import Conditions, Converted
from delest.records.fleet.campaign import Campaign
from delest.records.fleet.report import FleetReport, StartScore


def fleet_report(folder: Path, earlier: Sequence[Path] | None = None, *, anonymous: bool = False) -> FleetReport:
    """Return the report on the campaign in a directory.

    Args:
        folder: of the campaign.
        earlier: editions to compare with; None: those beside it that were begun before it.
        anonymous: the report is to name no service.

    Raises:
        InputError: there is no campaign, or its factors are not those of this delest.
    """
    own = campaign(folder)
    sets = released()
    if own.header.factor_sets != tuple(each.ref for each in sets.values()):
        raise InputError(
            N_("the campaign {name} was made with other factors than those of this delest"),
            remedy=N_("report on it with delest {version}"),
            name=own.header.name,
            version=own.header.delest_version,
        )
    others = [campaign(path) for path in earlier] if earlier is not None else _beside(folder, own)
    return consolidate(own, others, _pricing(own), anonymous=anonymous)


def start_scores(folder: Path, found: FleetReport) -> Mapping[str, StartScore]:
    """Return the EcoIndex of the start page of each measured service, by its id; those without one are left out."""
    runs = (folder if folder.is_dir() else folder.parent) / RUNS
    scores: dict[str, StartScore] = {}
    for entry in found.entries:
        if entry.result is None:
            continue
        try:
            audited = saved(runs / entry.service.id, ecoindex=True)
        except DelestError:
            continue  # what the campaign wrote down of it is reported all the same
        first = entry.result.pages[0]
        score = next((each for each in audited.ecoindex or () if each.url == first.url and each.grade), None)
        loads = next((page.loads for page in audited.pages if page.url == first.url), ())
        nodes = next((load.element_count for load in loads if load.element_count), None)
        if score is not None and nodes is not None:
            device = audited.header.loading.device
            scores[entry.service.id] = StartScore(
                url=first.url, score=score.score, grade=score.grade, elements=nodes, bytes=first.bytes,
                requests=first.requests, ended_at=entry.result.ended_at, width_px=device.width_px,
                height_px=device.height_px,
            )  # fmt: skip
    return scores


def _pricing(own: Campaign) -> Callable[[float], Converted]:
    """Return what prices gigabytes under the conditions of the campaign."""
    result = next((each.result for each in own.entries if each.result is not None), None)
    conditions = Conditions(country=result.country, mobile_share=result.mobile_share) if result else Conditions()
    sets = released()
    return lambda gb: convert(gb, sets, conditions)


def _beside(folder: Path, own: Campaign) -> list[Campaign]:
    found = []
    for path in campaigns(folder.resolve().parent):
        if path.resolve() == folder.resolve():
            continue
        try:
            each = campaign(path)
        except DelestError:
            continue  # a campaign of another format is no reason for having no report
        if each.header.created_at < own.header.created_at:
            found.append(each)
    return sorted(found, key=lambda each: each.header.created_at, reverse=True)
