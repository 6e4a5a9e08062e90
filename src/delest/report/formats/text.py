"""Plain text: the summary that ends an audit, 80 columns wide, in a terminal or a pipe."""

from collections.abc import Iterator
from typing import Final

from delest.records.audit import AuditReport
from delest.records.consent import Choice
from delest.records.weight import Share, SiteWeight
from delest.report.format import Format
from delest.report.language.labels import (
    effect_note,
    kind_name,
    kind_of_one,
    outcome_name,
    page_role,
    party_name,
    rule_words,
    skip_reason,
    warning_text,
)
from delest.report.language.numbers import bytes_range, bytes_text, count_text, moment_text, percent_text
from delest.report.language.safe_text import shorten
from delest.report.language.words import _, ngettext
from delest.report.layout import WIDTH, bar, prose, row, section, widest
from delest.report.pages import documents, sample
from delest.report.pages.basis import basis
from delest.report.pages.claim_lines import basis_lines, claim_lines
from delest.report.pages.claims import claims, left_out, opening, partial_run
from delest.report.pages.consent import consent
from delest.report.pages.digest import (
    by_rule,
    endless,
    known_pages,
    never_at_rest,
    part,
    site_name,
    skipped_pages,
    unmeasured,
)
from delest.report.pages.ecoindex import attribution, mean_score, notes
from delest.report.pages.hosts import hosts, is_one
from delest.report.pages.side_by_side import SideBySide, comparisons

_FIGURE: Final = -8
_PERCENT: Final = -5
_LETTER: Final = -7
_BAR: Final = 30
_UNMEASURED_SHOWN: Final = 10
_RESOURCES_SHOWN: Final = 3
_DOCUMENTS_SHOWN: Final = 5
_WEIGHT: Final = 9
_SIDE_BY_SIDE_SHOWN: Final = 20
_STRATA_SHOWN: Final = 15
_STRUCTURES_SHOWN: Final = 5
_RULES_SHOWN: Final = 5
_SCORES_SHOWN: Final = 20
_WARNINGS_SHOWN: Final = 10
_WARNING: Final = 400


def render(report: AuditReport) -> str:
    """Return the summary of an audit as lines of at most 80 columns."""
    lines = [f"delest · {shorten(site_name(report), 40)} · {moment_text(report.header.started_at)}"]
    for sentence in opening(report):
        lines += ["", *prose(sentence, "")]
    lines += section(_("Pages"), _pages(report))
    lines += section(_("Pages by their role"), _roles(report))
    lines += section(_("Sample by template"), _strata(report))
    for each, _columns in comparisons(report):
        lines += section(each.title, _side_by_side(report, each))
    lines += section(_("Consent banners"), _consent(report))
    lines += section(_("Not measured, out of every mean"), _unmeasured(report))
    if report.site is not None:
        mean = _("An average page: {weight}").format(weight=bytes_text(report.site.mean_bytes))
        lines += section(mean, _average_page(report.site))
        lines += section(_("Heaviest resources of the site"), _resources(report.site))
        lines += section(_("What could go"), _findings(report))
    lines += section(_("Hosts"), () if is_one(report) else _hosts(report))
    lines += section(_("Documents that pages link to"), _documents(report))
    for claim in claims(report):
        lines += section(claim.title, claim_lines(claim))
    if report.attributed is not None:
        lines += section(_("What the CO2e figures rest on"), _basis(report))
    lines += section("EcoIndex", _ecoindex(report))
    lines += section(_("Warnings"), _warnings(report))
    return "\n".join(lines) + "\n"


def _pages(report: AuditReport) -> Iterator[str]:
    site = report.site
    measured = _("{measured} of {known} known").format(
        measured=count_text(site.pages if site else 0), known=count_text(known_pages(report))
    )
    rows = [(_("measured"), measured, "")]
    if site is not None:
        rows += [
            (_("median weight"), bytes_text(site.median_bytes), ""),
            (_("lightest"), bytes_text(site.lightest_bytes), ""),
            (_("heaviest"), bytes_text(site.heaviest_bytes), site.heaviest_url),
        ]
    if at_limit := never_at_rest(report):
        rows.append((_("never at rest"), count_text(len(at_limit)), _("measured up to the limit: a lower bound")))
    if cut := endless(report):
        rows.append((_("end not reached"), count_text(len(cut)), _("weighed up to where the scroll went")))
    rows += [(_("not loaded"), count_text(n), skip_reason(reason)) for reason, n in skipped_pages(report).items()]
    term, figure = widest(r[0] for r in rows), widest(r[1] for r in rows[1:])
    for name, text, more in rows:
        yield row([(name, term), (text, figure)], more)


def _hosts(report: AuditReport) -> Iterator[str]:
    for told in hosts(report):
        yield from prose(told)


def _roles(report: AuditReport) -> Iterator[str]:
    asked = report.end.sample.roles if report.end.sample else ()
    width = widest(page_role(each.role) for each in asked) if asked else 0
    for each in asked:
        measured = each.url if each.measured else _("{url} (not measured)").format(url=each.url)
        yield row([(page_role(each.role), width)], measured if each.url else _("not found"))


def _strata(report: AuditReport) -> Iterator[str]:
    strata = sample.rows(report)
    if not strata:
        return
    heads = [(_("known"), _FIGURE), (_("loaded"), _FIGURE), (_("mean"), -_WEIGHT), (_("share"), _PERCENT)]
    yield row([*heads, (_("struct."), _LETTER)])
    for each in strata[:_STRATA_SHOWN]:
        mean = "-" if each.mean_bytes is None else bytes_text(each.mean_bytes)
        part_of = "-" if each.part is None else percent_text(each.part)
        figures = [(count_text(each.known), _FIGURE), (count_text(each.measured), _FIGURE), (mean, -_WEIGHT)]
        yield row([*figures, (part_of, _PERCENT), (each.structure, _LETTER)], each.name)
        for built in each.built[:_STRUCTURES_SHOWN]:
            figures = [(count_text(built.measured_pages), _FIGURE), (bytes_text(built.mean_bytes), -_WEIGHT)]
            yield row([("", _FIGURE), *figures, ("", _PERCENT), (built.structure, _LETTER)])
        yield from _rest(len(each.built[_STRUCTURES_SHOWN:]) + each.unlisted)
    yield from _rest(len(strata) - _STRATA_SHOWN)


def _side_by_side(report: AuditReport, compared: SideBySide) -> Iterator[str]:
    width = -max(_WEIGHT, widest(compared.names))
    yield row([(name, width) for name in compared.names])
    for page in report.weights[:_SIDE_BY_SIDE_SHOWN]:
        yield row([(bytes_text(w.median) if w else "-", width) for w in compared.of(page)], page.url)
    yield from _rest(len(report.weights) - _SIDE_BY_SIDE_SHOWN)
    yield ""
    yield from prose(compared.explained)


def _consent(report: AuditReport) -> Iterator[str]:
    if report.header.consent is not Choice.AS_IS:
        for sentence in consent(report):
            yield from prose(sentence)


def _unmeasured(report: AuditReport) -> Iterator[str]:
    missed = unmeasured(report)
    width = widest(outcome_name(page.outcome) for page in missed)
    for page in missed[:_UNMEASURED_SHOWN]:
        yield row([(outcome_name(page.outcome), width)], page.url)
        if page.reason:
            yield row([("", width)], page.reason)
    yield from _rest(len(missed) - _UNMEASURED_SHOWN)


def _rest(more: int) -> Iterator[str]:
    if more > 0:
        yield row([(ngettext("and {n} more", "and {n} more", more).format(n=count_text(more)), 0)])


def _average_page(site: SiteWeight) -> Iterator[str]:
    kinds = [(kind_name(share.name), share) for share in site.by_kind]
    parties = [(party_name(share.name), share) for share in site.by_party]
    width = widest(name for name, _share in kinds + parties)
    yield from _bars(kinds, site, width)
    yield ""
    yield from _bars(parties, site, width)


def _bars(named: list[tuple[str, Share]], site: SiteWeight, width: int) -> Iterator[str]:
    shares = tuple(share for _name, share in named)
    for name, share in named:
        of_all = part(share, shares)
        mean = bytes_text(share.transferred_bytes / site.pages)
        yield row([(name, width), (mean, _FIGURE), (percent_text(of_all), _PERCENT), (bar(of_all, _BAR), _BAR)])


def _resources(site: SiteWeight) -> Iterator[str]:
    shown = site.heaviest_resources[:_RESOURCES_SHOWN]
    width = widest(kind_of_one(resource.kind) for resource in shown)
    pages = widest(_on_pages(resource.pages) for resource in shown)
    for resource in shown:
        cells = [
            (bytes_text(resource.transferred_bytes), _FIGURE),
            (kind_of_one(resource.kind), width),
            (_on_pages(resource.pages), pages),
        ]
        yield row(cells, resource.url)


def _on_pages(n: int) -> str:
    return ngettext("on {n} page", "on {n} pages", n).format(n=count_text(n))


def _findings(report: AuditReport) -> Iterator[str]:
    digests = by_rule(report)[:_RULES_SHOWN]
    if not digests:
        return
    for digest in digests:
        yield from prose(shorten(rule_words(digest.words).title, WIDTH - 4))
        most, note = bytes_range(digest.worst.concerned_bytes), effect_note(digest.effect)
        told = (
            _("{bytes} on the page that has most; {pages} in all")
            if note
            else _("{bytes} on the page that has most to gain; {pages} in all")
        )
        yield from prose(told.format(bytes=most, pages=_on_pages(digest.pages)), "    ")
        yield from prose(note, "    ") if note else ()
        for offender in digest.offenders[:1]:
            yield row([("", 0), (bytes_text(offender.concerned_bytes.central), _FIGURE)], offender.url)
    yield ""
    yield from prose(_("Avoidable bytes, on a load with an empty cache. Findings overlap: do not add them up."))


def _documents(report: AuditReport) -> Iterator[str]:
    shown = documents.sized(report)[:_DOCUMENTS_SHOWN]
    width = widest(map(documents.family_name, shown))
    pages = widest(_on_pages(document.pages) for document in shown)
    for document in shown:
        size, on = bytes_text(document.stated_bytes or 0), _on_pages(document.pages)
        yield row([(size, _FIGURE), (documents.family_name(document), width), (on, pages)], document.url)
    yield from _rest(len(documents.sized(report)) - _DOCUMENTS_SHOWN)
    for sentence in documents.notes(report):
        yield from ("", *prose(sentence))


def _basis(report: AuditReport) -> Iterator[str]:
    yield from basis_lines(basis(report))
    yield ""
    yield from prose(left_out())


def _ecoindex(report: AuditReport) -> Iterator[str]:
    if report.ecoindex is None:
        return
    if report.ecoindex:
        mean = count_text(mean_score(report.ecoindex))
        yield from prose(_("Mean of the pages' scores: {score}").format(score=mean))
    worst_first = sorted(report.ecoindex, key=lambda page: page.score)
    for page in worst_first[:_SCORES_SHOWN]:
        yield row([(count_text(page.score), -3), (page.grade, 1)], page.url)
    yield from _rest(len(worst_first) - _SCORES_SHOWN)
    yield ""
    for sentence in (*notes(report), attribution()):
        yield from prose(sentence)


def _warnings(report: AuditReport) -> Iterator[str]:
    if not report.header.scope.obey_robots:
        yield from prose(_("robots.txt not obeyed"))
    if not report.end.complete:
        yield from prose(partial_run(report))
    for warning in report.end.warnings[:_WARNINGS_SHOWN]:
        yield from prose(shorten(warning_text(warning), _WARNING))
    yield from _rest(len(report.end.warnings) - _WARNINGS_SHOWN)


FORMAT: Final = Format(id="text", suffixes=(".txt",), pieces=lambda report: (render(report),))
