"""How far a campaign is: what is done, what failed and why, what is left."""

import shlex
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from delest.records.fleet.campaign import ENDED, MEASURED, Campaign, Entry, State
from delest.report.language.reasons import name_of, said
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Command, Fact, Facts, Notice, Page, Prose, Row, Table, section
from delest.report.said import Figure, Moment, Quoted, Unit, Words, number, say

_LATEST: Final = 50
_FRESH: Final = timedelta(minutes=30)
_FAILED_SHOWN: Final = 20
_FEWEST: Final = 5
"""Measured services from which a pace is told: those that fail at once say nothing of it."""
_ROOT: Final = "delest-fleet"


def status_page(campaign: Campaign, folder: Path | None = None, now: datetime | None = None) -> Page:
    """Return how far a campaign is.

    Args:
        campaign: as it is on disk.
        folder: of the campaign, for the commands that come next; None: they are not told.
        now: the time, in UTC.
    """
    entries = campaign.own
    states = Counter(each.state for each in entries)
    measured, left = sum(states[state] for state in MEASURED), sum(each.state not in ENDED for each in entries)
    title = say(
        ngettext(
            "Campaign {name}: {n} service of {of} measured", "Campaign {name}: {n} services of {of} measured", measured
        ),
        name=Quoted(campaign.header.name),
        n=Figure(measured),
        of=Figure(len(entries)),
    )
    if not entries and campaign.header.elsewhere:
        title = say(_("Campaign {name}: no service in this shard"), name=Quoted(campaign.header.name))
    lead: list[Block] = [Facts(tuple(_facts(campaign, states, left, now or datetime.now(UTC))))]
    if campaign.header.closed_at is not None:
        lead.insert(
            0, Notice(say(_("Closed on {date}: it no longer changes."), date=Moment(campaign.header.closed_at)))
        )
    if not entries and campaign.header.elsewhere:
        told = _("The list has no service for this shard, so there is nothing to audit here. Merge it like the others.")
        lead.insert(0, Notice(told, "good"))
    failed = [each for each in entries if each.state is State.FAILED]
    return Page(
        title=title,
        lead=tuple(lead),
        sections=(
            *section("failed", _("Services not measured"), *_failed(failed)),
            *(section("next", _("What to do next"), *_next(campaign, left, failed, folder)) if folder else ()),
        ),
    )


def _next(campaign: Campaign, left: int, failed: list[Entry], folder: Path) -> Iterator[Block]:
    if campaign.header.closed_at is None:
        run = _run(campaign, folder)
        if left:
            yield Prose(_("Continue with the same command; what is measured is not loaded again:"))
            yield Command(shlex.join(run))
        elif failed:
            yield Prose(_("Audit again what could not be measured, once its cause is gone:"))
            at = run.index("--") if "--" in run else len(run)
            yield Command(shlex.join([*run[:at], "--retry-failed", *run[at:]]))
        if not left and campaign.header.elsewhere:
            yield Prose(_("Once the other shards are done too, put them together:"))
            yield Command(shlex.join(["delest", "fleet", "merge", str(folder), "OTHER_SHARD", "--into", "CAMPAIGN"]))
            return
        if not left:
            yield Prose(_("Freeze it once its figures may be published:"))
            yield Command(shlex.join(["delest", "fleet", "close", str(folder)]))
    if any(each.result is not None for each in campaign.entries):
        yield Prose(_("Write the report, as pages and tables:"))
        yield Command(shlex.join(["delest", "fleet", "report", str(folder)]))


def _run(campaign: Campaign, folder: Path) -> list[str]:
    """Return the command that continues the campaign."""
    header = campaign.header
    root = [] if folder.parent == Path(_ROOT) else ["--folder", str(folder.parent)]
    options = ["--", *header.options] if header.options else []
    return ["delest", "fleet", "run", header.source, "--campaign", header.name, *root, *header.own_options, *options]


def _facts(campaign: Campaign, states: Counter[State], left: int, now: datetime) -> Iterator[Fact]:
    if campaign.own:
        yield Fact(_("measured in full"), (Figure(states[State.DONE]),))
        if states[State.PARTIAL]:
            yield Fact(_("measured in part"), (Figure(states[State.PARTIAL]),))
        yield Fact(_("could not be measured"), (Figure(states[State.FAILED]),))
        yield Fact(_("left to audit"), (Figure(left),))
    if campaign.header.elsewhere:
        yield Fact(_("of other shards"), (Figure(len(campaign.header.elsewhere)),))
    ends = sorted(attempt.ended_at for _service, attempt in campaign.attempts)
    measured = sorted(attempt.ended_at for _service, attempt in campaign.attempts if attempt.complete)
    if ends:
        yield Fact(_("audits ended"), (say(_("the last one on {at}"), at=Moment(ends[-1], with_time=True)),))
    recent = measured[-_LATEST:]
    if left and len(recent) >= _FEWEST and now - recent[-1] < _FRESH and recent[-1] > recent[0]:
        per_hour = (len(recent) - 1) * 3600 / (recent[-1] - recent[0]).total_seconds()
        pace = say(_("{n} audits per hour, about {time} left"), n=number(per_hour, 2),
                   time=Figure(left * 3600 / per_hour, Unit.SECONDS))  # fmt: skip
        yield Fact(_("pace"), (pace,))


def _failed(failed: list[Entry]) -> Iterator[Block]:
    if not failed:
        return
    reasons = Counter(why(each) for each in failed)
    rows = tuple(Row((reason, Figure(n))) for reason, n in reasons.most_common())
    yield Table("", (Column(_("Reason"), long=True), Column(_("Services"), figures=True)), rows)
    shown = tuple(Row((Quoted(each.service.id), why(each))) for each in failed[:_FAILED_SHOWN])
    rest: Words = ""
    if len(failed) > len(shown):
        more = len(failed) - len(shown)
        rest = say(ngettext("and {n} other service", "and {n} other services", more), n=Figure(more))
    yield Table("", (Column(_("Service"), whole=True), Column(_("Why"), long=True)), shown, rest)


def why(entry: Entry) -> str:
    """Return why a service was not measured, in the language in use."""
    if entry.reason:
        return name_of(entry.reason.code)
    if entry.said:
        return said(entry.said)
    return _(entry.message) if entry.message else "-"
