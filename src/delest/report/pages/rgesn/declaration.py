"""A draft of the published declaration: the official example, with what was measured, and gaps for the rest."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from delest.records.state.evidence import TO_COMPLETE, Evidence, Names, Pack, Seen, Status
from delest.report.language.words import _
from delest.report.page import Block, Items, Notice, Page, Prose, Section
from delest.report.pages.rgesn.told import told
from delest.report.said import Figure, Label, Link, Moment, Quoted, Sentence, Words, joined, number, say

_GAP: Final = re.compile(r"\[[^\]]*\]")
_MOST_PAGES: Final = 50
_BEFORE_ITS_NAME: Final = ("Le service", "du service", "Cibles utilisatrices de")
"""Words of the example that the name of the service follows."""


class _Title(Struct):
    level: int
    said: Words
    blocks: list[Block]


def declaration_page(pack: Pack, template: str, names: Names) -> Page:
    """Return the draft, in French: a declaration is published in French.

    Args:
        pack: the evidence.
        template: the official example; ``#`` begins a heading, ``@`` names the criteria of what follows, ``-`` a list.
        names: of the service and of those who assess it.
    """
    service = names.service or pack.site
    found = {each.criterion: each for each in pack.evidence}
    flat = _flat(template, pack, found, service)
    sections = tuple(_nested(flat))
    return Page(
        title=say(_("Eco-design declaration of {service}"), service=Quoted(service)),
        over=say(_("Draft of {date}, from audit {run}"), date=Moment(pack.audited_at), run=pack.run_id),
        lead=(
            Notice(
                _(
                    "Draft. “By measurement” marks what delest measured. All else is the official example: complete"
                    " what is in brackets, and check each sentence marked “to check” before you publish it."
                )
            ),
        ),
        sections=sections,
        foot=_("Text of the example: Arcep, Arcom, ADEME, RGESN 2024, CC BY-SA 4.0."),
    )


def _flat(template: str, pack: Pack, found: Mapping[str, Evidence], service: str) -> list[_Title]:
    titles: list[_Title] = []
    items: list[Words] = []
    claims = False
    for line in (*template.splitlines(), "# "):
        if not line.startswith("- ") and items:
            titles[-1].blocks.append(Items(tuple(items)))
            items = []
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            titles.append(_Title(level, _named(line[level:].strip(), service), []))
        elif line.startswith("@ "):
            claims = True
            titles[-1].blocks += _criteria(line[2:].split(), pack, found)
        elif line.startswith("- "):
            items.append(_checked(_named(line[2:], service), claims=claims))
        else:
            titles[-1].blocks += _paragraph(line, pack, service, claims=claims)
    return titles[:-1]


def _nested(flat: list[_Title]) -> Iterator[Section]:
    """Yield the sections of the first level, with those of the second and third in them."""
    for at, title in enumerate(flat):
        if title.level == 1:
            yield Section(f"part-{at}", title.said, (*title.blocks, *_below(flat, at)))


def _below(flat: list[_Title], above: int) -> Iterator[Section]:
    level = flat[above].level
    for at in range(above + 1, len(flat)):
        if flat[at].level <= level:
            return
        if flat[at].level == level + 1:
            yield Section("", flat[at].said, (*flat[at].blocks, *_below(flat, at)))


def _named(text: str, service: str) -> str:
    for before in _BEFORE_ITS_NAME:
        text = text.replace(f"{before} {TO_COMPLETE}", f"{before} {service}")
    return text.replace("[NOM DU SERVICE]", service)


def _checked(text: str, *, claims: bool) -> Words:
    """Return a sentence of the example; one without a gap states something that no one has checked."""
    if not claims or _GAP.search(text) or text.rstrip().endswith(":"):
        return text
    return say("{mark} {text}", mark=Label(_("to check")), text=text)


def _paragraph(line: str, pack: Pack, service: str, *, claims: bool) -> Iterator[Block]:
    special = _SPECIAL.get(" ".join(line.split()))
    if special is None:
        yield Prose(_checked(_named(line, service), claims=claims))
        return
    yield from special(pack, line)


def _statuses(pack: Pack, status: Status) -> Iterator[Block]:
    ids = [each.criterion for each in pack.evidence if each.status is status]
    yield Prose(say("{mark} {ids}", mark=_measured(), ids=", ".join(ids) or _("none by measurement")))
    yield Prose(TO_COMPLETE)


def _valid(pack: Pack, line: str) -> Iterator[Block]:
    yield Prose(line)
    yield from _statuses(pack, Status.VALID)


def _not_valid(pack: Pack, line: str) -> Iterator[Block]:
    yield Prose(line)
    yield from _statuses(pack, Status.NOT_VALID)


def _nothing(pack: Pack, line: str) -> Iterator[Block]:  # noqa: ARG001 - as all of them
    yield from ()


def _score(pack: Pack, line: str) -> Iterator[Block]:  # noqa: ARG001 - as all of them
    told_of = say(
        _("{date}: {valid} of {all} points shown by measurement, {most} at most. The score is complete once people have"
          " assessed the other criteria: {gap}"),
        date=Moment(pack.audited_at),
        valid=number(pack.points.valid),
        all=number(pack.points.applicable, 5),
        most=number(pack.points.most),
        gap=TO_COMPLETE,
    )  # fmt: skip
    yield Prose(say("{mark} {text}", mark=_measured(), text=told_of))


def _actions(pack: Pack, line: str) -> Iterator[Block]:
    actions = [each for each in pack.evidence if each.action]
    if actions:
        yield Items(
            tuple(
                say("{id} : {action}", id=each.criterion, action=told(each.action)) for each in actions if each.action
            )
        )
    yield Prose(line)


def _sample(pack: Pack, line: str) -> Iterator[Block]:  # noqa: ARG001 - as all of them
    yield Prose(
        say(
            _("The diagnosis by measurement was made on {date} on {n} pages:"),
            date=Moment(pack.audited_at),
            n=Figure(pack.pages),
        )
    )
    yield Items(tuple(
        say("{title} ({url})", title=Quoted(title), url=Link(url)) if title else Link(url)
        for url, title in pack.sample[:_MOST_PAGES]
    ))  # fmt: skip
    yield Prose(TO_COMPLETE)


_SPECIAL: Final = {
    "Numérotation des fiches pratiques des critères validés :": _valid,
    "Numérotation des fiches pratiques des critères non validés :": _not_valid,
    TO_COMPLETE: _nothing,
    "Score d’avancement le [date] : [à compléter]": _score,
    "[à compléter avec les pistes d’actions prioritaires envisagées]": _actions,
    "Le diagnostic d’écoconception a été mené le [à compléter] sur les échantillons suivants :": _sample,
    "[à détailler]": _nothing,
}
"""Lines of the example that a measurement completes, and those that these make superfluous."""


def _measured() -> Label:
    return Label(_("By measurement"), "good")


def _criteria(ids: list[str], pack: Pack, found: Mapping[str, Evidence]) -> Iterator[Block]:
    yield Prose(say(_("Criteria: {ids}"), ids=", ".join(ids)), "note")
    sentences = [each for name in ids if name in found for each in _sentences(found[name])]
    if sentences:
        text: Sentence = joined(sentences, " ")
        yield Prose(say("{mark} ({date}) {text}", mark=_measured(), date=Moment(pack.audited_at), text=text))


def _sentences(found: Evidence) -> Iterator[Words]:
    if found.seen is Seen.NOT_MEASURED:
        return
    for each in (found.declaration,) if found.declaration else found.said:
        yield told(each)
