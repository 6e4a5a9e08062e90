"""Two audits of a site, compared: by how much a page got lighter, what made it so, what that is worth a year."""

from typing import Final

from msgspec.structs import replace

from delest.errors import N_
from delest.records.gate.comparison import Comparison, NoClaim
from delest.report.language.labels import traffic_source
from delest.report.language.words import _, ngettext
from delest.report.page import (
    Block,
    Fact,
    Facts,
    Notice,
    Page,
    Prose,
    Section,
    section,
)
from delest.report.pages.co2e.basis import conversion_basis, provenance
from delest.report.pages.co2e.claims import Claim, left_out, volume
from delest.report.pages.co2e.readings import brief_readings, claim_section
from delest.report.pages.co2e.short import shortened
from delest.report.pages.compared_tables import (
    Room,
    certainty_label,
    kind_rows,
    page_rows,
    resource_rows,
    signed,
    unpaired,
)
from delest.report.pages.gate.sides import dates, differing, sides
from delest.report.said import (
    Figure,
    Quoted,
    Range,
    Unit,
    joined,
    of_bytes,
    of_kg,
    say,
    share,
)

_ROOMS: Final = (
    Room(),
    Room(10, 5, 5),
    Room(5, 5, 3, 5),
    Room(5, 4, 1, 3),
    Room(5, 5, 0, 0),
    Room(4, 4, 0, 0),
    Room(3, 3, 0, 0),
    Room(2, 2, 0, 0),
    Room(1, 1, 0, 0),
)
SIZES: Final = len(_ROOMS)
"""How many lengths the short comparison has."""
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


def compare_page(found: Comparison) -> Page:
    """Return the whole comparison of two audits."""
    return _page(found, Room(), brief=False)


def brief_comparison(found: Comparison, size: int = 0) -> Page:
    """Return the comparison in short, without the readings of each model; ``size`` 0 is the longest."""
    page = _page(found, _ROOMS[size], brief=True)
    return replace(page, sections=(*page.sections, *shortened())) if size else page


def _page(found: Comparison, room: Room, *, brief: bool) -> Page:
    before, after = dates(found.baseline), dates(found.scenario)
    title = (
        say(_("{site}: two audits of {after} compared"), site=Quoted(found.scenario.site), after=after)
        if before == after
        else say(
            _("{site}: {before} and {after} compared"), site=Quoted(found.scenario.site), before=before, after=after
        )
    )
    kinds = kind_rows(found, room.kinds) if found.kinds and room.kinds else None
    pages = page_rows(found, room.pages) if found.pairs else None
    made = (sides(found), *differing(found.differences)) if room.kinds else differing(found.differences)
    return Page(
        title=title,
        lead=tuple(_lead(found)),
        sections=(
            *_claim(found, brief=brief),
            *section("resources", _("What changed"), *resource_rows(found, room.resources)),
            *section("pages", _("Pages"), pages, *unpaired(found, room.listed)),
            *section("kinds", _("By kind"), kinds),
            *section("conditions", _("The two audits"), *made),
            *_rests(found, brief=brief),
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


def _rests(found: Comparison, *, brief: bool) -> tuple[Section, ...]:
    if found.no_claim is not None or found.avoided is None:
        return ()
    converted = found.avoided.converted
    source = provenance(found.traffic) if found.traffic else (Quoted(traffic_source(found.traffic_source)),)
    views = (*source, _("the same on both sides"))
    traffic = Fact(_("traffic"), (joined(views),) if brief else views)
    volume_said = Fact(_("volume"), (volume(converted, _("a year")),))
    return section(
        "basis",
        _("What it rests on"),
        Facts((traffic, volume_said, *conversion_basis(converted, on_a_line=brief))),
        Prose(left_out(whole=not brief)),
    )
