"""What is tried on a recorded page: the lighter files that the rules make, by rule, and what third parties cost."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import partial
from typing import Final

from delest.advise.examine import remedies_of, tried
from delest.advise.page.owners import Owner, owner_of
from delest.advise.remedies.video import available
from delest.advise.rules.media import video_definition
from delest.advise.workshop import Workshop, within
from delest.errors import N_
from delest.measure.replay.capture import capture_of
from delest.pipeline.proving.change import Change
from delest.pipeline.proving.learned import Studies
from delest.pipeline.proving.page_edits import page_edits
from delest.records.advice.finding import Effect
from delest.records.advice.proof import Doubt, Effort
from delest.records.advice.remedy import Remedy
from delest.records.pages.load import Capture
from delest.records.pages.tape import Tape
from delest.urls import host, registrable_domain

THIRD_PARTY: Final = "third-party"
_THIRD_PARTIES: Final = frozenset({THIRD_PARTY, "third-party-cost"})
GIVEN_UP: Final = N_("What this third party does on the page is given up.")
MAKING_LIMIT_S: Final = 300.0
"""For all that is tried on one page; each lighter file has a minute."""
_MOST_THIRD_PARTIES: Final = 3
_LEAST_COST_BYTES: Final = 20_000
_SETTINGS: Final = frozenset({"text-compression", "cache-lifetime"})
_CODE: Final = frozenset({"css-unused", "js-unused", "js-legacy", "js-duplicate"})
_NO_FILES: Final = frozenset({"js-unused"})
"""Made to be weighed, not to be published: their bytes are in no sum."""
_TAG_MANAGER: Final = "tag-manager"


def changes_of(tape: Tape, shop: Workshop, only: Collection[str] = (), studies: Studies | None = None) -> list[Change]:
    """Return what to try on a page, what should avoid most first; of the rules in ``only`` if any.

    Without ``studies``, rules of the whole site know this page alone. Long work for the processor: call it in a thread.
    """
    capture = capture_of(tape)
    sizes = {t.url: t.transferred_bytes or 0 for t in capture.load.transfers}
    by_rule: defaultdict[str, list[Remedy]] = defaultdict(list)
    with within(MAKING_LIMIT_S):
        edits = list(page_edits(tape, capture, shop, only, studies))
        untried = tried(partial(untried_videos, capture, shop, only), shop)
        for each in remedies_of(capture, shop, only, studies):
            by_rule[each.rule].append(each)
    changes = [_change(rule, remedies) for rule, remedies in by_rule.items()]
    changes.sort(key=lambda change: -sum(sizes.get(each.url, 0) - len(each.body) for each in change.remedies))
    changes += edits
    changes += [untried] if untried is not None else []
    changes.sort(key=lambda change: change.effect is not Effect.AVOIDABLE)  # those that are in the sum come first
    if not only or not _THIRD_PARTIES.isdisjoint(only):
        changes += third_parties(capture)
    return changes


def _change(rule: str, remedies: list[Remedy]) -> Change:
    conditions = dict.fromkeys(each.condition for each in remedies if each.condition)
    effort = Effort.SETTING if rule in _SETTINGS else Effort.CODE if rule in _CODE else Effort.FILES
    effect = Effect.NOTICE if rule in _NO_FILES else Effect.AVOIDABLE
    return Change(rule=rule, remedies=tuple(remedies), condition=" ".join(conditions), effort=effort, effect=effect)


def third_parties(capture: Capture) -> Iterator[Change]:
    """Yield the heaviest third parties by owner, tag managers first, each left out whole with all its hosts."""
    own = registrable_domain(host(capture.load.final_url))
    sizes: defaultdict[Owner, int] = defaultdict(int)
    hosts: defaultdict[Owner, set[str]] = defaultdict(set)
    for transfer in capture.load.transfers:
        name = host(transfer.url)
        if name and registrable_domain(name) != own:
            owner = owner_of(name)
            sizes[owner] += transfer.transferred_bytes or 0
            hosts[owner].add(name)
    ranked = sorted(sizes, key=lambda each: (each.category != _TAG_MANAGER, -sizes[each]))
    worth = [each for each in ranked if sizes[each] >= _LEAST_COST_BYTES or each.category == _TAG_MANAGER]
    for owner in worth[:_MOST_THIRD_PARTIES]:
        yield left_out(owner.name, hosts[owner])


def left_out(name: str, hosts: Collection[str]) -> Change:
    """Return the change that leaves hosts out."""
    return Change(
        rule=f"{THIRD_PARTY}:{name}",
        refused_hosts=tuple(sorted(hosts)),
        condition=GIVEN_UP,
        effort=Effort.CODE,
        effect=Effect.COST,
    )


def untried_videos(capture: Capture, shop: Workshop, only: Collection[str] = ()) -> Change | None:
    """Return the videos of a page as a change that cannot be tried; None: there are none, or they are tried."""
    found = video_definition.examine(capture, shop) if not only or video_definition.RULE.id in only else None
    if found is None:
        return None
    whole = {transfer.url for transfer, _ in video_definition.whole_videos(capture)}
    if not available():
        doubt = Doubt.NO_ENCODER
    elif whole.isdisjoint(offender.url for offender in found.offenders):
        doubt = Doubt.NOT_WHOLE
    else:
        return None
    return Change(rule=video_definition.RULE.id, condition=video_definition.CONDITION, doubt=doubt)
