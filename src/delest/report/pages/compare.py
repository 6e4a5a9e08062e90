"""Two audits of a site, compared: by how much a page got lighter, what made it so, what that is worth a year."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_
from delest.records.gate.baseline import Change
from delest.records.gate.comparison import Certainty, Comparison, Difference, NoClaim, PagePair, Side
from delest.records.pages.load import Kind
from delest.report.language.labels import kind_of_one
from delest.report.language.words import _, ngettext
from delest.report.page import (
    Block,
    Column,
    Details,
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
from delest.report.pages.co2e.claims import Claim, left_out
from delest.report.pages.co2e.readings import claim_section
from delest.report.said import (
    NOTHING,
    Figure,
    Label,
    Link,
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

_BRIEF: Final = 2
"""The sentence and the volume."""
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
_CONDITIONS: Final = {
    "delest": N_("version of delest"),
    "browser": N_("browser"),
    "device": N_("device"),
    "consent": N_("consent"),
    "cache": N_("states of the cache"),
    "sample": N_("drawn at random"),
    "complete": N_("complete"),
}


def compare_page(found: Comparison, *, brief: bool = False) -> Page:
    """Return the comparison of two audits; ``brief`` leaves the readings of each model to the files."""
    title = _("{site}: {before} and {after} compared").format(
        site=found.scenario.site, before=found.baseline.started_on, after=found.scenario.started_on
    )
    return Page(
        title=title,
        lead=tuple(_lead(found)),
        sections=(
            *_claim(found, brief=brief),
            *section("pages", _("Pages"), _pages(found.pairs) if found.pairs else None, *_unpaired(found)),
            *section("resources", _("What changed"), *_resources(found)),
            *section("kinds", _("By kind"), _kinds(found) if found.kinds else None),
            *section("conditions", _("The two audits"), _sides(found), *_differences(found.differences)),
        ),
    )


def _lead(found: Comparison) -> list[Block]:
    if not found.pairs or found.mean_change_bytes is None:
        return [Notice(_(_WHY[NoClaim.NO_PAIRS]), "bad")]
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
    return [Prose(answer, "lead")]


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
    claim = claim_section(Claim(title, said, converted, _("a year")))
    traffic = Fact(_("traffic"), (Quoted(found.traffic_source), _("the same on both sides")))
    return (
        Section("claim", title, claim.blocks[:_BRIEF] if brief else claim.blocks),
        *section("basis", _("What it rests on"), Facts((traffic, *conversion_basis(converted))), Prose(left_out())),
    )


def _pages(pairs: Sequence[PagePair]) -> Table:
    columns = (
        Column(_("Page"), long=True),
        Column(_("Before"), figures=True),
        Column(_("After"), figures=True),
        Column(_("Change"), figures=True),
        Column(_("How sure")),
    )
    rows = tuple(
        Row(
            (
                Link(each.url),
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
    ):
        if urls:
            rows = tuple(Row((Link(url),)) for url in urls[:_LISTED])
            blocks.append(Table(title, (Column(_("Page"), long=True),), rows, _more(len(urls) - _LISTED)))
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
        for each in found.resources[:_RESOURCES]
    )
    return [Table(_("Bytes summed over the pages, largest change first"), columns, rows)]


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


def _sides(found: Comparison) -> Table:
    rows: list[tuple[str, Words, Words]] = [
        (_("audit"), Quoted(found.baseline.run_id), Quoted(found.scenario.run_id)),
        (_("date"), found.baseline.started_on, found.scenario.started_on),
        (_("pages measured"), Figure(found.baseline.pages), Figure(found.scenario.pages)),
        (_("loads a page, at least"), Figure(found.baseline.loads), Figure(found.scenario.loads)),
        *((_(_CONDITIONS[name]), *_both(name, found.baseline, found.scenario)) for name in _SHOWN),
    ]
    columns = (Column(""), Column(_("First audit")), Column(_("Second audit")))
    return Table("", columns, tuple(Row(each) for each in rows))


_SHOWN: Final = ("delest", "browser", "device", "consent", "cache")


def _both(name: str, before: Side, after: Side) -> tuple[Words, Words]:
    return Quoted(str(getattr(before, name))), Quoted(str(getattr(after, name)))


def _differences(differences: Sequence[Difference]) -> list[Block]:
    if not differences:
        return []
    said = tuple(
        say(
            _("{condition}: {before}, then {after}"),
            condition=Label(_(_CONDITIONS[each.name]), "bad" if each.forbids else ""),
            before=Quoted(each.before),
            after=Quoted(each.after),
        )
        for each in differences
    )
    return [Details(_("Conditions that differ"), (Items(said),))]


def certainty_label(certainty: Certainty) -> Label:
    """Return what may be said of a change, in a word."""
    name, tone = _CERTAINTY[certainty]
    return Label(_(name), tone)


def signed(change_bytes: float) -> Sentence:
    """Return a change of bytes with its sign."""
    return say("+{size}" if change_bytes >= 0 else "\u2212{size}", size=of_bytes(abs(change_bytes)))


def _more(rows: int) -> Words:
    return say(ngettext("and {n} more", "and {n} more", rows), n=Figure(rows)) if rows > 0 else ""
