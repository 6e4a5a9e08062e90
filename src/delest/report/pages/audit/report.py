"""The whole report of an audit, and the short answer that ends one in a terminal."""

from collections.abc import Iterator

from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import site_name
from delest.report.language.words import _
from delest.report.page import Block, Facts, Notice, Page, Prose, Section
from delest.report.pages.audit import ecoindex
from delest.report.pages.audit.answer import first_screen
from delest.report.pages.audit.sections.cards import cards_section
from delest.report.pages.audit.sections.content import content_section
from delest.report.pages.audit.sections.documents import documents_section
from delest.report.pages.audit.sections.failed import failed_section, lost_notice
from delest.report.pages.audit.sections.findings import findings_section
from delest.report.pages.audit.sections.method import method_sections
from delest.report.pages.audit.sections.pages import pages_section
from delest.report.pages.audit.sections.proof import proof_section
from delest.report.pages.audit.sections.strata import sample_section
from delest.report.pages.audit.sections.traffic import traffic_section
from delest.report.pages.co2e.basis import basis
from delest.report.pages.co2e.claims import claims, left_out, partial_run
from delest.report.pages.co2e.readings import claims_blocks
from delest.report.said import Moment, Quoted, say


def report_page(report: AuditReport) -> Page:
    """Return all that an audit says to people."""
    sections = (
        pages_section(report),
        *failed_section(report),
        *((content_section(report, report.site), findings_section(report)) if report.site else ()),
        *proof_section(report),
        *cards_section(report),
        *sample_section(report),
        *documents_section(report),
        *traffic_section(report),
        *_co2e(report),
        *ecoindex.ecoindex_section(report),
        *method_sections(report),
    )
    return Page(
        title=_("Page weight of {site}").format(site=site_name(report)),
        over=say(_("delest report, {date}"), date=Moment(report.header.run.started_at)),
        lead=(*notices(report), *first_screen(report)),
        contents=_("Contents"),
        sections=sections,
        foot=say(
            _("Made by delest {version}. Run {run}."),
            version=report.header.run.delest_version,
            run=Quoted(report.header.run.id),
        ),
    )


def _co2e(report: AuditReport) -> tuple[Section, ...]:
    said = claims(report)
    if not said:
        return ()
    told = _(
        "No single figure would be honest: published models differ by several orders of magnitude. Three of them make"
        " the range. The published French factor is shown beside it, for comparison with past reports. They are never"
        " averaged."
    )
    rests = Section("", _("What the CO2e figures rest on"), (Facts(basis(report)), Prose(left_out())))
    return (Section("co2e", _("What it is worth in CO2e"), (*claims_blocks(said), Prose(told, "note"), rests)),)


def notices(report: AuditReport) -> Iterator[Block]:
    """Yield what must not be overlooked of how the audit went."""
    if not report.end.complete:
        yield Notice(partial_run(report), "bad")
    if lost := lost_notice(report):
        yield lost
    if not report.header.scope.obey_robots:
        yield Notice(_("robots.txt not obeyed"))
