"""What may be said of a site in kg CO2e, in one short section."""

from delest.records.runs.audit import AuditReport
from delest.report.language.words import _
from delest.report.page import Items, Section
from delest.report.pages.co2e.basis import brief_basis
from delest.report.pages.co2e.claims import claims, left_out
from delest.report.pages.co2e.readings import brief_readings
from delest.report.said import joined, say


def brief_co2e(report: AuditReport) -> tuple[Section, ...]:
    """Return the readings, what they rest on and what they leave out; nothing where nothing was converted."""
    if report.attributed is None:
        return ()
    claimed = [claim for claim in claims(report) if claim.converted]
    facts = (brief_readings(claimed), *brief_basis(report))
    rests = [say(_("{term}: {said}"), term=each.term, said=joined(each.said, _("; "))) for each in facts]
    return (Section("co2e", _("CO2e {per}").format(per=claimed[0].per), (Items((*rests, left_out())),)),)
