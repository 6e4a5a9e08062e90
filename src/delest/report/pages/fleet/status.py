"""How far a campaign is: what is done, what failed and why, what is left."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from delest.records.fleet.campaign import ENDED, MEASURED, Campaign, Entry, State
from delest.report.language.reasons import name_of
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Command, Fact, Facts, Notice, Page, Row, Table, section
from delest.report.said import Figure, Moment, Quoted, Unit, Words, number, say

_LATEST: Final = 50
_FRESH: Final = timedelta(minutes=30)
_FAILED_SHOWN: Final = 20


def status_page(campaign: Campaign, now: datetime | None = None) -> Page:
    """Return how far a campaign is; ``now`` is the time, in UTC."""
    entries = [each for each in campaign.entries if each.state is not State.EXCLUDED]
    states = Counter(each.state for each in entries)
    measured, left = sum(states[state] for state in MEASURED), sum(each.state not in ENDED for each in entries)
    title = say(
        _("Campaign {name}: {n} of {of} services measured"),
        name=Quoted(campaign.header.name),
        n=Figure(measured),
        of=Figure(len(entries)),
    )
    lead: list[Block] = [Facts(tuple(_facts(campaign, states, left, now or datetime.now(UTC))))]
    if campaign.header.closed_at is not None:
        lead.insert(
            0, Notice(say(_("Closed on {date}: it no longer changes."), date=Moment(campaign.header.closed_at)))
        )
    failed = [each for each in entries if each.state is State.FAILED]
    return Page(title=title, lead=tuple(lead), sections=section("failed", _("Services not measured"), *_failed(failed)))


def _facts(campaign: Campaign, states: Counter[State], left: int, now: datetime) -> Iterator[Fact]:
    yield Fact(_("complete"), (Figure(states[State.DONE]),))
    if states[State.PARTIAL]:
        yield Fact(_("complete, with pages that could not be measured"), (Figure(states[State.PARTIAL]),))
    yield Fact(_("not measured"), (Figure(states[State.FAILED]),))
    yield Fact(_("left"), (Figure(left),))
    ends = sorted(attempt.ended_at for _service, attempt in campaign.attempts)
    if ends:
        yield Fact(_("audits ended"), (say(_("the last one on {at}"), at=Moment(ends[-1], with_time=True)),))
    recent = ends[-_LATEST:]
    if left and len(recent) > 1 and now - recent[-1] < _FRESH and recent[-1] > recent[0]:
        per_hour = (len(recent) - 1) * 3600 / (recent[-1] - recent[0]).total_seconds()
        pace = say(_("{n} audits per hour, about {time} left"), n=number(per_hour, 2),
                   time=Figure(left * 3600 / per_hour, Unit.SECONDS))  # fmt: skip
        yield Fact(_("pace"), (pace,))


def _failed(failed: list[Entry]) -> Iterator[Block]:
    if not failed:
        return
    reasons = Counter(why(each) for each in failed)
    rows = tuple(Row((said, Figure(n))) for said, n in reasons.most_common())
    yield Table("", (Column(_("Reason"), long=True), Column(_("Services"), figures=True)), rows)
    shown = tuple(Row((Quoted(each.service.id), why(each))) for each in failed[:_FAILED_SHOWN])
    rest: Words = ""
    if len(failed) > len(shown):
        more = len(failed) - len(shown)
        rest = say(ngettext("and {n} other service", "and {n} other services", more), n=Figure(more))
    yield Table("", (Column(_("Service")), Column(_("Why"), long=True)), shown, rest)
    yield Command("delest fleet run ... --retry-failed")


def why(entry: Entry) -> str:
    """Return why a service was not measured, in the language in use."""
    return name_of(entry.reason.code) if entry.reason else _(entry.message) if entry.message else "-"
