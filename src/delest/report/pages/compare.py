"""Two audits of a site, compared: by how much a page got lighter, what made it so, what that is worth a year."""

from typing import Final

from delest.errors import N_
from delest.records.gate.baseline import Change
from delest.records.gate.comparison import Certainty, Comparison, NoClaim
from delest.records.pages.load import Kind
from delest.report.language.labels import kind_of_one
from delest.report.language.words import _, ngettext
from delest.report.page import (
    Block,
    Column,
    Fact,
    Facts,
    Items,
    Notice,
    Page,
    Prose,
    Row,
    Section,
    Table,
    section,
)
from delest.report.pages.co2e.basis import conversion_basis
from delest.report.pages.co2e.claims import Claim, left_out, volume
from delest.report.pages.co2e.readings import brief_readings, claim_section
from delest.report.pages.gate.sides import day, differing, sides
from delest.report.said import (
    NOTHING,
    Figure,
    Label,
    Link,
    Moment,
    Quoted,
    Range,
    Sentence,
    Unit,
    Words,
    of_bytes,
    of_kg,
    say,
    share,
)

_WORTH_NAMING: Final = 0.001
"""Share of the largest change of a resource."""
_PAGES: Final = 30
_RESOURCES: Final = 15
_LISTED: Final = 20
_WHY: Final = {
    NoClaim.CONDITIONS: N_("The two audits were made under conditions that change weights: no reduction is claimed."),
    NoClaim.NOISE: N_(
        "The difference is within what loads of the same page differ by chance: no reduction is claimed."
    ),
    NoClaim.UNKNOWN_NOISE: N_(
        "Pages were loaded once, and too few of them changed to tell a reduction from chance: none is claimed."
        " Audit both states with --loads 2 or more."
    ),
    NoClaim.NO_PAIRS: N_("No page was measured in both audits: nothing can be compared."),
    NoClaim.NO_TRAFFIC: N_(
        "The reduction in kg CO2e a year needs page views: give --traffic to the second audit, or to"
        " `delest report RUN --traffic FILE`."
    ),
    NoClaim.HEAVIER: N_("Pages got heavier: there is no reduction to claim."),
}
_CERTAINTY: Final = {
    Certainty.LIGHTER: (N_("lighter"), "good"),
    Certainty.HEAVIER: (N_("heavier"), "bad"),
    Certainty.NOISE: (N_("within the noise"), ""),
    Certainty.UNKNOWN: (N_("noise unknown"), ""),
}


def compare_page(found: Comparison, *, brief: bool = False) -> Page:
    """Return the comparison of two audits; ``brief`` leaves the readings of each model to the files."""
    before, after = Moment(day(found.baseline.started_on)), Moment(day(found.scenario.started_on))
    title = (
        say(_("{site}: two audits of {after} compared"), site=Quoted(found.scenario.site), after=after)
        if before == after
        else say(
            _("{site}: {before} and {after} compared"), site=Quoted(found.scenario.site), before=before, after=after
        )
    )
    return Page(
        title=title,
        lead=tuple(_lead(found)),
        sections=(
            *_claim(found, brief=brief),
            *section("resources", _("What changed"), *_resources(found)),
            *section("pages", _("Pages"), _pages(found) if found.pairs else None, *_unpaired(found)),
            *section("kinds", _("By kind"), _kinds(found) if found.kinds else None),
            *section("conditions", _("The two audits"), sides(found), *differing(found.differences)),
            *_rests(found),
        ),
    )


def _lead(found: Comparison) -> list[Block]:
    if not found.pairs or found.mean_change_bytes is None:
        return [Notice(_(_WHY[NoClaim.NO_PAIRS]), "bad")] if not found.lost_requests else [_lost(found)]
    change = found.mean_change_bytes.central
    of_before = abs(change) / found.mean_before_bytes if found.mean_before_bytes else 0.0
    answer = say(
        ngettext(
            "The page that both audits measured weighs {after} instead of {before}: {change} ({share}), {certainty}.",
            "A page weighs {after} instead of {before}, on average over {pages} pages that both audits measured:"
            " {change} ({share}), {certainty}.",
            len(found.pairs),
        ),
        after=of_bytes(found.mean_after_bytes),
        before=of_bytes(found.mean_before_bytes),
        pages=Figure(len(found.pairs)),
        change=signed(change),
        share=share(of_before),
        certainty=certainty_label(found.certainty),
    )
    return [Prose(answer, "lead"), *([_lost(found)] if found.lost_requests else [])]


def _lost(found: Comparison) -> Notice:
    pages = len(found.lost_requests)
    told = ngettext(
        "{n} page is not compared, because requests failed in one audit that did not in the other.",
        "{n} pages are not compared, because requests failed in one audit that did not in the other.",
        pages,
    )
    return Notice(say(told, n=Figure(pages)), "bad")


def _claim(found: Comparison, *, brief: bool) -> tuple[Section, ...]:
    title = _("Realised reduction attributed to data transfer")
    if found.no_claim is not None or found.avoided is None:
        why = found.no_claim or NoClaim.NO_TRAFFIC
        return section("claim", title, Notice(_(_WHY[why]))) if found.pairs else ()
    converted = found.avoided.converted
    kg = converted.kgco2e_per_year
    said = say(
        _(
            "From {before} to {after} per page view, the estimated reduction attributed to data transfer is {range}"
            " CO2e a year (central estimate {central}), at {views} page views a year on the pages that both measured."
        ),
        before=of_bytes(found.avoided.baseline_bytes_per_view),
        after=of_bytes(found.avoided.scenario_bytes_per_view),
        range=Range(kg.low, kg.high, Unit.KG),
        central=of_kg(kg.central),
        views=Figure(converted.views_per_year),
    )
    less = of_bytes(found.avoided.baseline_bytes_per_view - found.avoided.scenario_bytes_per_view)
    claim = Claim(title, said, converted, _("a year"), short=say(_("{bytes} less per page view"), bytes=less))
    if not brief:
        return (claim_section(claim),)
    return (Section("claim", title, (Prose(said), brief_readings([claim]))),)


def _rests(found: Comparison) -> tuple[Section, ...]:
    if found.no_claim is not None or found.avoided is None:
        return ()
    converted = found.avoided.converted
    traffic = Fact(_("traffic"), (Quoted(found.traffic_source), _("the same on both sides")))
    volume_said = Fact(_("volume"), (volume(converted, _("a year")),))
    facts = Facts((traffic, volume_said, *conversion_basis(converted)))
    return section("basis", _("What it rests on"), facts, Prose(left_out()))


def _pages(found: Comparison) -> Table:
    pairs, site = found.pairs, found.scenario.site
    columns = (
        Column(_("Page"), long=True),
        Column(_("Before"), figures=True),
        Column(_("After"), figures=True),
        Column(_("Change"), figures=True),
        Column(_("Verdict")),
    )
    rows = tuple(
        Row(
            (
                Link(each.url, site=site),
                of_bytes(each.before_bytes),
                of_bytes(each.after_bytes),
                signed(each.change_bytes.central),
                certainty_label(each.certainty) if each.changes else NOTHING,
            )
        )
        for each in pairs[:_PAGES]
    )
    return Table(_("Pages that both audits measured, largest change first"), columns, rows, _more(len(pairs) - _PAGES))


def _unpaired(found: Comparison) -> list[Block]:
    blocks: list[Block] = []
    for urls, title in (
        (found.only_baseline, _("Only in the first audit")),
        (found.only_scenario, _("Only in the second audit")),
        (found.lost_requests, _("Not compared: requests failed in one audit that did not in the other")),
    ):
        if urls:
            said: list[Words] = [Link(url, site=found.scenario.site) for url in urls[:_LISTED]]
            more = _more(len(urls) - _LISTED)
            blocks.append(Section("", title, (Items((*said, *([more] if more else []))),)))
    return blocks


def _resources(found: Comparison) -> list[Block]:
    if not found.resources:
        return [Prose(_("No resource changed."))] if found.pairs else []
    columns = (
        Column(_("Change"), figures=True),
        Column(_("Kind")),
        Column(_("What")),
        Column(_("Pages"), figures=True),
        Column(_("Resource"), long=True),
    )
    told = found.resources[:_RESOURCES]
    least = _WORTH_NAMING * max(abs(each.change.more_bytes) for each in told)
    told = tuple(each for each in told if abs(each.change.more_bytes) >= least)
    rows = tuple(
        Row(
            (
                signed(each.change.more_bytes),
                kind_of_one(each.change.kind),
                _what(each.change),
                Figure(each.pages),
                Link(each.change.name) if "://" in each.change.name else Quoted(each.change.name),
            )
        )
        for each in told
    )
    caption = _("Bytes summed over the pages, largest change first")
    return [Table(caption, columns, rows, _more(len(found.resources) - len(told)))]


def _what(change: Change) -> str:
    if not change.before_bytes:
        return _("new")
    if not change.now_bytes:
        return _("gone")
    return _("heavier") if change.more_bytes > 0 else _("lighter")


def _kinds(found: Comparison) -> Table:
    columns = (
        Column(_("Kind")),
        Column(_("Before"), figures=True),
        Column(_("After"), figures=True),
        Column(_("Change"), figures=True),
    )
    rows = tuple(
        Row(
            (
                kind_of_one(Kind(each.name)),
                of_bytes(each.before_bytes),
                of_bytes(each.after_bytes),
                signed(each.after_bytes - each.before_bytes),
            )
        )
        for each in found.kinds
    )
    return Table(_("Mean bytes a page"), columns, rows)


def certainty_label(certainty: Certainty) -> Label:
    """Return what may be said of a change, in a word."""
    name, tone = _CERTAINTY[certainty]
    return Label(_(name), tone)


def signed(change_bytes: float) -> Sentence:
    """Return a change of bytes with its sign."""
    return say("+{size}" if change_bytes >= 0 else "\u2212{size}", size=of_bytes(abs(change_bytes)))


def _more(rows: int) -> Words:
    return say(ngettext("and {n} more", "and {n} more", rows), n=Figure(rows)) if rows > 0 else ""
