"""All tables of an audit: summary, pages, resources, findings, documents, kg CO2e with what they rest on."""

from collections.abc import Iterator

from delest.records.co2e.avoided import Role
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import site_name
from delest.report.digest.gains import actions, bytes_per_view, together_bytes
from delest.report.figures import raw
from delest.report.language.labels import (
    confidence_name,
    effect_note,
    kind_of_one,
    party_name,
    role_name,
    rule_words,
)
from delest.report.language.reasons import reason_text
from delest.report.language.technical import technical
from delest.report.language.words import _
from delest.report.pages.co2e.basis import basis, model
from delest.report.pages.co2e.claims import claims, left_out, reading_name
from delest.report.said import Words
from delest.report.workbook.audit_pages import pages_sheet
from delest.report.workbook.sheet import Head, Shape, Sheet, Value


def audit_sheets(report: AuditReport) -> tuple[Sheet, ...]:
    """Return the tables of an audit that have something in them."""
    sheets = [summary_sheet(report), pages_sheet(report), resources_sheet(report), findings_sheet(report)]
    if report.documents:
        sheets.append(documents_sheet(report))
    if report.attributed is not None:
        sheets.append(co2e_sheet(report))
    return tuple(sheets)


def summary_sheet(report: AuditReport) -> Sheet:
    """Return the answer, and what each figure in kg CO2e rests on."""
    heads = (Head("what", _("What"), Shape.TEXT, wide=True), Head("value", _("Value"), Shape.TEXT, wide=True))
    return Sheet(_("Summary"), heads, lambda: _summary(report))


def _summary(report: AuditReport) -> Iterator[tuple[Value, ...]]:
    mean = bytes_per_view(report)
    yield _("Site"), site_name(report)
    yield _("Date"), report.header.run.started_at.date().isoformat()
    yield _("Bytes per page view"), None if mean is None else round(mean)
    yield _("Avoidable bytes per page view, each file counted once"), round(together_bytes(report))
    yield _("Pages measured"), report.site.pages if report.site else 0
    for claim in claims(report):
        yield claim.title, raw(claim.sentence)
    for fact in basis(report):
        yield fact.term, _line(fact.said)
    if report.attributed is not None:
        yield _("Left out"), left_out()
    yield "delest", report.header.run.delest_version
    yield _("Run"), report.header.run.id


def _line(said: tuple[Words, ...]) -> str:
    return "; ".join(map(raw, said))


def resources_sheet(report: AuditReport) -> Sheet:
    """Return the resources of most bytes over all measured pages, each named once."""
    heads = (
        Head("url", _("Resource"), Shape.TEXT, wide=True),
        Head("kind", _("Kind"), Shape.TEXT),
        Head("party", _("Party"), Shape.TEXT),
        Head("transferred_bytes", _("On a page (bytes)")),
        Head("pages", _("Pages")),
        Head("summed_bytes", _("Over all pages (bytes)")),
    )
    return Sheet(_("Resources"), heads, lambda: _resources(report))


def _resources(report: AuditReport) -> Iterator[tuple[Value, ...]]:
    if report.site is None:
        return
    summed = report.site.heaviest_summed_bytes
    for at, each in enumerate(report.site.heaviest_resources):
        of_all = summed[at] if at < len(summed) else each.transferred_bytes * each.pages
        party = party_name("first" if each.first_party else "third")
        yield each.url, kind_of_one(each.kind), party, each.transferred_bytes, each.pages, of_all


def findings_sheet(report: AuditReport) -> Sheet:
    """Return one row for each resource that a finding names on a page."""
    heads = (
        Head("rule", _("Rule"), Shape.TEXT),
        Head("title", _("Finding"), Shape.TEXT, wide=True),
        Head("page", _("Page"), Shape.TEXT, wide=True),
        Head("resource", _("Resource"), Shape.TEXT, wide=True),
        Head("kind", _("Kind"), Shape.TEXT),
        Head("transferred_bytes", _("Weight (bytes)")),
        Head("avoidable_low_bytes", _("Avoidable, low (bytes)")),
        Head("avoidable_central_bytes", _("Avoidable, central (bytes)")),
        Head("avoidable_high_bytes", _("Avoidable, high (bytes)")),
        Head("remedy", _("What was tried"), Shape.TEXT),
        Head("confidence", _("How sure"), Shape.TEXT),
        Head("effect", _("What the bytes are"), Shape.TEXT),
    )
    return Sheet(_("Findings"), heads, lambda: _findings(report))


def _findings(report: AuditReport) -> Iterator[tuple[Value, ...]]:
    titles = {each.digest.rule: rule_words(each.digest.words).title for each in actions(report)}
    for finding in report.findings:
        effect = effect_note(finding.effect) or _("avoidable")
        for offender in finding.offenders:
            gain = offender.avoidable_bytes
            yield (
                finding.rule, titles.get(finding.rule, finding.rule), finding.page_url, offender.url,
                kind_of_one(offender.kind), offender.transferred_bytes,
                round(gain.low), round(gain.central), round(gain.high),
                technical(offender.remedy), confidence_name(finding.confidence), effect,
            )  # fmt: skip


def documents_sheet(report: AuditReport) -> Sheet:
    """Return the documents that pages link to, with the size that their server states."""
    heads = (
        Head("url", _("Document"), Shape.TEXT, wide=True),
        Head("stated_bytes", _("Size stated by the server (bytes)")),
        Head("pages", _("Linked from pages")),
        Head("reason", _("Why the size is not known"), Shape.TEXT),
    )
    return Sheet(
        _("Documents"),
        heads,
        lambda: (
            (each.url, each.stated_bytes, each.pages, reason_text(each.reason) if each.reason else "")
            for each in report.documents
        ),
    )


def co2e_sheet(report: AuditReport) -> Sheet:
    """Return every reading of every claim, with its model, factor sets and electricity."""
    heads = (
        Head("claim", _("Claim"), Shape.TEXT, wide=True),
        Head("per", _("Per"), Shape.TEXT),
        Head("reading", _("Reading"), Shape.TEXT),
        Head("kgco2e_central", _("kg CO2e, central"), Shape.KG),
        Head("kgco2e_low", _("kg CO2e, low bound"), Shape.KG),
        Head("kgco2e_high", _("kg CO2e, high bound"), Shape.KG),
        Head("model", _("Model"), Shape.TEXT, wide=True),
        Head("rests_on", _("Rests on"), Shape.TEXT, wide=True),
    )
    return Sheet("CO2e", heads, lambda: _readings(report))


def _readings(report: AuditReport) -> Iterator[tuple[Value, ...]]:
    for claim in claims(report):
        for reading in claim.converted.readings if claim.converted else ():
            kg = reading.kgco2e_per_year
            bounds = (None, None) if reading.role is Role.PUBLISHED else (kg.low, kg.high)
            yield (
                claim.title, claim.per, role_name(reading.role), kg.central, *bounds,
                reading_name(reading), _line(model(reading)),
            )  # fmt: skip
