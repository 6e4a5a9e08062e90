"""What third parties cost a page, by who owns them, and whom each brings along."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from delest.advise.findings import computed
from delest.advise.page.owners import Owner, owner_of
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding, Offender
from delest.records.pages.load import CacheState, Capture, Outcome, Transfer
from delest.units import exactly
from delest.urls import host, registrable_domain

LEAST_BYTES: Final = 2_000
_MOST_BROUGHT: Final = 4


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of what third parties transferred, one entry an owner, or None.

    Third parties are hosts of other registrable domains than the page's own. An owner brings another one along where
    one of its scripts asked for it, as the browser tells of each request.
    """
    load = capture.load
    if load.outcome is not Outcome.OK or load.cache_state is not CacheState.COLD:
        return None
    own = registrable_domain(host(load.final_url))
    by_owner: defaultdict[Owner, list[Transfer]] = defaultdict(list)
    brought: defaultdict[Owner, Counter[str]] = defaultdict(Counter)
    for transfer in load.transfers:
        name = host(transfer.url)
        if not name or not transfer.transferred_bytes or registrable_domain(name) == own:
            continue
        owner, asked = owner_of(name), host(transfer.initiator)
        by_owner[owner].append(transfer)
        if asked and registrable_domain(asked) != own and owner_of(asked) != owner:
            brought[owner_of(asked)][owner.name] += transfer.transferred_bytes
    found = _offenders(by_owner, brought)
    return computed(RULE.id, capture, found, effect=Effect.COST)


def _offenders(by_owner: dict[Owner, list[Transfer]], brought: dict[Owner, Counter[str]]) -> Iterator[Offender]:
    for owner, transfers in by_owner.items():
        size_bytes = sum(each.transferred_bytes or 0 for each in transfers)
        if size_bytes < LEAST_BYTES:
            continue
        heaviest = max(transfers, key=lambda each: each.transferred_bytes or 0)
        category = f" ({owner.category})" if owner.category else ""
        along = ", ".join(name for name, _ in brought[owner].most_common(_MOST_BROUGHT)) if owner in brought else ""
        yield Offender(
            url=f"https://{host(heaviest.url)}/",
            kind=heaviest.kind,
            transferred_bytes=size_bytes,
            avoidable_bytes=exactly(0),
            other_bytes=exactly(size_bytes),
            remedy=f"{owner.name}{category} ×{len(transfers)}" + (f" + {along}" if along else ""),
        )


RULE: Final = Rule(
    id="third-party-cost",
    title=N_("Third parties add to the weight of the pages"),
    action=N_("Drop or defer third parties"),
    explanation=N_(
        "These bytes come from hosts of other owners than the site. They are what a function costs; whether it is worth"
        " them is for the team to say."
    ),
    remedy=N_(
        "Leave out what no one needs, load the rest only once it is used or consented to, or host it yourself;"
        " `delest audit --prove` loads the page again without the heaviest of them."
    ),
    needs=(),
    rgesn=("2.10", "4.4"),
    wsg=("treat-third-parties-the-same-as-first-parties",),
    examine=examine,
)
