"""From the name of a model to the parts that it sums."""

from typing import assert_never

from delest.convert.web.models import by_network, linear, onebyte, segments
from delest.convert.web.part import Part, Setting
from delest.errors import N_, InputError
from delest.records.co2e.factor import FactorSet, FactorSets
from delest.records.co2e.model import (
    EnergyPerByte,
    LinearPerGb,
    LinearPerGbByNetwork,
    MarginalEnergyByNetwork,
    MobileShare,
    SegmentedEnergy,
    SegmentedOperationalEmbodied,
    WebModel,
)


def names(sets: FactorSets) -> tuple[str, ...]:
    """Return the ids of the models in ``sets``."""
    return tuple(sorted({factors.model.id for factors in sets.values() if factors.model}))


def find(sets: FactorSets, model_id: str) -> tuple[FactorSet, WebModel]:
    """Return the set whose model is called ``model_id``: of several versions, the one that no other supersedes.

    Raises:
        InputError: no set has that model.
    """
    found = {s.ref.id: (s, s.model) for s in sets.values() if s.model is not None and s.model.id == model_id}
    superseded = {factors.supersedes for factors, _ in found.values()}
    current = [pair for set_id, pair in found.items() if set_id not in superseded]
    if not current:
        raise InputError(
            N_("no factor set has a model called {name!r}"),
            remedy=N_("choose one of: {known}"),
            name=model_id,
            known=", ".join(names(sets)),
        )
    return current[-1]


def parts(model: WebModel, factors: FactorSet, setting: Setting) -> tuple[Part, ...]:
    """Return the parts that a model sums under a setting.

    Raises:
        InputError: the set lacks a row, or the setting a value, that the model needs.
    """
    match model:
        case LinearPerGb():
            return linear.parts(model, factors)
        case LinearPerGbByNetwork():
            return by_network.averages(model, factors, setting)
        case MarginalEnergyByNetwork():
            return by_network.marginal(model, factors, setting)
        case SegmentedEnergy():
            return segments.version_3(model, factors, setting)
        case SegmentedOperationalEmbodied():
            return segments.version_4(model, factors, setting)
        case EnergyPerByte():
            return onebyte.parts(model, factors, setting)
    assert_never(model)


def mobile_share(model: WebModel) -> MobileShare | None:
    """Return the share of mobile networks that a model assumes where none is known."""
    if isinstance(model, LinearPerGbByNetwork | MarginalEnergyByNetwork):
        return model.mobile_share
    return None
