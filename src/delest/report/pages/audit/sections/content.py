"""What the pages are made of: kinds and parties of the average page, and the heaviest resources, each counted once."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from delest.records.pages.weight import Share, SiteWeight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import own_host, part
from delest.report.digest.gains import avoidable_of_resources
from delest.report.digest.resources import named_resources
from delest.report.language.labels import kind_name, kind_of_one, party_name
from delest.report.language.words import _
from delest.report.page import Block, Box, Cell, Column, Piece, Prose, Row, Section, Stack, Table, Treemap
from delest.report.pages.audit.sections.matrix import matrix_section
from delest.report.said import Bar, Figure, Key, Link, Unit, Words, of_bytes, say, share
from delest.urls import host

_NAME: Final = 40


def content_section(report: AuditReport, site: SiteWeight) -> Section:
    """Return the average page by kind and by party, and where the site's bytes are."""
    blocks: list[Block] = []
    if site.shared_bytes is not None and site.mean_bytes:
        told = _(
            "{shared} of an average page ({part}) are files that nearly all pages load alike: what is saved there is"
            " saved on every page."
        )
        blocks.append(
            Prose(say(told, shared=of_bytes(site.shared_bytes), part=share(site.shared_bytes / site.mean_bytes)))
        )
    blocks += (
        Section("", _("Heaviest resources"), (Prose(_mapped()), treemap_of(report, site))),
        *matrix_section(report),
        Section("", _("By kind of content"), (by_kind(site),)),
        Section("", _("By party"), (Prose(_parties()), *_by_party(site))),
    )
    return Section("content", _("Where the bytes are"), tuple(blocks))


def _mapped() -> str:
    return _("Each area is a resource, as large as its bytes over all measured pages. A light strip is what could go.")


def _parties() -> str:
    return _("First party: your own domain. Third party: all others, such as audience measurement, videos or fonts.")


def by_kind(site: SiteWeight) -> Stack:
    """Return the average page by kind of content."""
    alt = _("Bar: the average page by kind of content; the table below has the same figures.")
    return _stack(site, site.by_kind, alt, (_("The average page by kind of content"), _("Kind")), kind_name)


def by_party(site: SiteWeight) -> Stack:
    """Return the average page by party."""
    alt = _("Bar: the average page by party; the table below has the same figures.")
    return _stack(site, site.by_party, alt, (_("The average page by party"), _("Party")), party_name)


def _by_party(site: SiteWeight) -> Iterator[Block]:
    if [each.name for each in site.by_party] == ["first"]:
        yield Prose(_("All bytes of the measured pages come from your domain."))
    else:
        yield by_party(site)


def _stack(
    site: SiteWeight, shares: tuple[Share, ...], alt: str, titles: tuple[str, str], name: Callable[[str], str]
) -> Stack:
    caption, heading = titles
    return Stack(
        alt,
        tuple(Piece(each.name, name(each.name), each.transferred_bytes) for each in shares),
        Table(
            caption,
            (
                Column(heading),
                Column(_("Weight"), figures=True),
                Column(_("Share"), figures=True),
                Column(_("Requests"), figures=True),
            ),
            tuple(
                Row((
                    say("{key}{name}", key=Key(each.name), name=name(each.name)),
                    of_bytes(each.transferred_bytes / site.pages),
                    share(part(each, shares)),
                    Figure(each.requests / site.pages, Unit.MEAN),
                ))
                for each in shares
            ),
        ),
    )  # fmt: skip


def treemap_of(report: AuditReport, site: SiteWeight) -> Treemap:
    """Return the resources of most bytes over all pages; what is left is one box a kind."""
    gains = avoidable_of_resources(report)
    own = own_host(report)
    rows = named_resources(site)
    boxes = [
        Box(_short(each.url, own), of_bytes(summed), each.kind, f"resource-{at}", gains.get(each.url, 0.0))
        for at, (each, summed) in enumerate(rows, 1)
    ]
    left = {each.name: float(each.transferred_bytes) for each in site.by_kind}
    for each, summed in rows:
        left[each.kind] = left.get(each.kind, 0.0) - summed
    boxes += [
        Box(_("other {kind}").format(kind=kind_name(kind)), of_bytes(rest), kind)
        for kind, rest in left.items()
        if rest > 0
    ]
    alt = _(
        "Treemap: each area is a resource, as large as its bytes over all measured pages; the table below lists them."
    )
    return Treemap(alt, tuple(boxes), _resources(site, own, gains))


def _resources(site: SiteWeight, own: str, gains: Mapping[str, float]) -> Table:
    whole = sum(each.transferred_bytes for each in site.by_kind) or 1
    named = named_resources(site)
    parties = len({each.first_party for each, _summed in named}) > 1
    left = whole - sum(summed for _each, summed in named)
    told = _("All other resources together: {bytes}, {part} of all bytes.")
    return Table(
        _("Resources with most bytes over all measured pages, each named once"),
        (
            Column(_("Resource"), long=True),
            Column(_("Kind")),
            *((Column(_("Party"), spare=True),) if parties else ()),
            Column(_("On a page"), figures=True),
            Column(_("Pages"), figures=True),
            Column(_("Of all bytes"), figures=True),
            Column(_("Compared"), spare=True),
        ),
        tuple(
            Row((
                Cell(Link(each.url, site=own), tuple(_gain(gains.get(each.url, 0.0)))),
                say("{key}{kind}", key=Key(each.kind), kind=kind_of_one(each.kind)),
                *((party_name("first" if each.first_party else "third"),) if parties else ()),
                of_bytes(each.transferred_bytes),
                Figure(each.pages),
                share(summed / whole),
                Bar(summed / whole, ((each.kind, summed / whole),)),
            ), id=f"resource-{at}")
            for at, (each, summed) in enumerate(named, 1)
        ),
        rest=say(told, bytes=of_bytes(left), part=share(left / whole)) if left > 0 else "",
        filter=_("Find a resource:"),
    )  # fmt: skip


def _gain(gain: float) -> Iterator[Words]:
    if gain:
        yield say(_("{share} of it avoidable"), share=share(gain))


def _short(url: str, own: str) -> str:
    """Return what a resource is called where there is little room: its file, and its host where that is another."""
    path = url.partition("?")[0].rstrip("/")
    name = path.rpartition("/")[2][-_NAME:]
    return name if host(url) == own else f"{host(url)} {name}"
