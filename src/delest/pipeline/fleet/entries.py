"""The services of a campaign: those of the list, with what is known of them from before."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from delest import __version__
from delest.errors import N_, InputError
from delest.pipeline.fleet.asked import Asked
from delest.records.co2e.factor import FactorSetRef
from delest.records.fleet.campaign import CampaignHeader, Entry, State
from delest.records.fleet.service import Service

_AGAIN = frozenset({State.RUNNING, State.EXCLUDED})


def header_for(asked: Asked, factor_sets: tuple[FactorSetRef, ...]) -> CampaignHeader:
    """Return the header of the campaign if it were started now."""
    return CampaignHeader(
        name=asked.name,
        created_at=datetime.now(UTC),
        source=asked.services.source,
        delest_version=__version__,
        factor_sets=factor_sets,
        options=asked.options,
        own_options=asked.own_options,
    )


def merged(
    asked: Asked, own: CampaignHeader, now: CampaignHeader, known: Sequence[Entry]
) -> tuple[CampaignHeader, tuple[Entry, ...]]:
    """Return the header of a campaign, and its services: those of the list, then those that left it.

    Services that ended stay as they are; those that were under way when the driver died are to be continued.

    Raises:
        InputError: the campaign is closed, or was started with other options, another delest or other factors.
    """
    _refuse_other(asked, own, now)
    before = {each.service.id: each for each in known}
    entries = [_entry(asked, service, before.pop(service.id, None)) for service in asked.services.services]
    gone = [each if each.result else replace(each, state=State.EXCLUDED) for each in before.values()]
    return own, (*entries, *gone)


def _entry(asked: Asked, service: Service, before: Entry | None) -> Entry:
    if not service.active:
        return replace(before or Entry(service=service), service=service, state=State.EXCLUDED)
    if before is None:
        return Entry(service=service)
    if before.state is State.FAILED and asked.again:
        shutil.rmtree(asked.runs() / service.id, ignore_errors=True)
        return Entry(service=service)
    state = State.TODO if before.state in _AGAIN else before.state
    return replace(before, service=service, state=state)


def _refuse_other(asked: Asked, own: CampaignHeader, now: CampaignHeader) -> None:
    if own.closed_at is not None:
        raise InputError(
            N_("the campaign {name} is closed: it no longer changes"),
            remedy=N_("start another one, such as {name}.1 for a correction"),
            name=own.name,
        )
    if (own.delest_version, own.factor_sets) != (now.delest_version, now.factor_sets):
        raise InputError(
            N_("the campaign {name} was started with delest {before} or other factors, this is {version}"),
            remedy=N_("continue it with the delest that started it, or start another campaign"),
            name=own.name,
            before=own.delest_version,
            version=__version__,
        )
    if own.options != asked.options:
        raise InputError(
            N_("the campaign {name} was started with other options: {before}"),
            remedy=N_("give the same options after --, or start another campaign"),
            name=own.name,
            before=" ".join(own.options) or "-",
        )
