"""Plans consolidated: how many actions of each theme, level and state, and what they add up to."""

from collections import Counter
from collections.abc import Iterable, Sequence

from delest.evidence.plans import targets
from delest.records.co2e.equipment import Level
from delest.records.co2e.factor import FactorSetRef
from delest.records.state.bilan import Bilan, LeftOut, Line, Progress, Sums, Target
from delest.units import Estimate, exactly

_THEMES_OF = {"reuse": (3,), "donation": (7,), "footprint": (1, 2, 3, 4, 5, 6, 7)}


def consolidate(
    plans: Sequence[str], lines: Sequence[Line], left_out: Sequence[LeftOut], sets: Iterable[FactorSetRef]
) -> Bilan:
    """Return the bilan of lines that were read, priced and compared with audits."""
    counts = Counter((each.action.theme, each.action.level, each.action.progress) for each in lines)
    return Bilan(
        plans=tuple(plans),
        organisations=tuple(dict.fromkeys(each.action.organisation for each in lines)),
        lines=tuple(lines),
        left_out=tuple(left_out),
        counts=tuple((*key, n) for key, n in sorted(counts.items())),
        done=sum(each.action.progress is Progress.DONE for each in lines),
        with_indicator=sum(bool(each.action.indicator) for each in lines),
        sums=_sums(lines),
        targets=_targets(lines),
        sets=tuple(dict.fromkeys(sets)),
    )


def _sums(lines: Sequence[Line]) -> Sums:
    committed = [each for each in lines if each.planned and each.action.level is not Level.STUDY]
    pages = [each for each in committed if each.planned and each.planned.lever is None]
    paired = [each for each in pages if each.realised.weight_kgco2e is not None or each.realised.counted_with]
    seen = [each for each in lines if each.realised.weight_kgco2e is not None]
    yearly = [each for each in committed if each.planned and each.planned.lever and not each.planned.once]
    once = [each for each in committed if each.planned and each.planned.once]
    found = [each.planned.resources_kg_sb for each in yearly + once if each.planned]
    resources = [each for each in found if each is not None]
    return Sums(
        pages_kgco2e_per_year=_planned(pages),
        pages_published_kgco2e=_published(pages),
        paired_kgco2e_per_year=_planned(paired),
        paired_published_kgco2e=_published(paired),
        realised_kgco2e_per_year=_added(each.realised.weight_kgco2e for each in seen) if seen else None,
        realised_published_kgco2e=sum(each.realised.weight_published_kgco2e or 0.0 for each in seen) if seen else None,
        equipment_kgco2e_per_year=_planned(yearly),
        equipment_published_kgco2e_per_year=_published(yearly) if _known(yearly) else None,
        equipment_kgco2e_once=_planned(once),
        equipment_published_kgco2e_once=_published(once) if _known(once) else None,
        resources_kg_sb=sum(resources),
        resources_lines=len(resources),
        equipment_lines=len(yearly) + len(once),
        page_lines=len(pages),
        paired_lines=len(paired),
    )


def _planned(lines: Iterable[Line]) -> Estimate:
    return _added(each.planned.kgco2e for each in lines if each.planned)


def _published(lines: Iterable[Line]) -> float:
    return sum(each.planned.published_kgco2e or 0.0 for each in lines if each.planned)


def _known(lines: Iterable[Line]) -> bool:
    return any(each.planned.published_kgco2e is not None for each in lines if each.planned)


def _added(estimates: Iterable[Estimate | None]) -> Estimate:
    return sum((each for each in estimates if each is not None), exactly(0.0))


def _targets(lines: Sequence[Line]) -> tuple[Target, ...]:
    read = targets()
    shares = {
        "reuse": read["reuse_share_it_equipment"],
        "donation": read["donated_share_under_10_years"]["2027"],
        "footprint": read["overall_footprint_reduction_2027"],
    }
    return tuple(
        Target(id=name, share=share, actions=sum(each.action.theme in _THEMES_OF[name] for each in lines))
        for name, share in shares.items()
    )
