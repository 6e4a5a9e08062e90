"""The services that were not measured, by reason, with what their owners can do."""

from collections.abc import Mapping
from typing import Final

from delest.errors import N_
from delest.reason import ReasonCode
from delest.records.fleet.report import FleetReport, Unmeasured
from delest.report.language.words import _, ngettext
from delest.report.page import Cell, Column, Prose, Row, Section, Table, section
from delest.report.pages.fleet.names import Names
from delest.report.pages.fleet.status import why as why_not
from delest.report.said import Figure, Quoted, Words, joined, say

_SHOWN: Final = 10
_REMEDIES: Final[Mapping[ReasonCode, str]] = {
    ReasonCode.NAME_NOT_FOUND: N_("correct the address in the list, or take the service out"),
    ReasonCode.NET_ERROR: N_("check that the host answers from where the audits run; a firewall may refuse them"),
    ReasonCode.NO_RESPONSE: N_("check that the host answers from where the audits run, then use --retry-failed"),
    ReasonCode.BAD_CERTIFICATE: N_("renew the certificate or complete its chain; visitors see a warning too"),
    ReasonCode.HTTP_ERROR: N_("open the start page: the server answers with an error"),
    ReasonCode.LEADS_ELSEWHERE: N_("write the address that it leads to in the list"),
    ReasonCode.LOGIN_REQUIRED: N_("give a login file in the column login, or a public start page"),
    ReasonCode.BOT_CHALLENGE: N_("let the audits through: allow their addresses and their name, delest"),
    ReasonCode.ACCESS_DENIED: N_("let the audits through: allow their addresses and their name, delest"),
    ReasonCode.ROBOTS: N_("allow delest in robots.txt; on your own sites, --ignore-robots"),
    ReasonCode.ROBOTS_UNREAD: N_("robots.txt answers with an error: correct it, because search engines stay away too"),
    ReasonCode.MAINTENANCE: N_("audit it again when it is back, with --retry-failed"),
    ReasonCode.PARKED: N_("the domain is parked: correct the address, or take the service out"),
}


def unmeasured(found: FleetReport, names: Names) -> tuple[Section, ...]:
    """Return the reasons, most services first; nothing where all were measured."""
    if not found.unmeasured:
        return ()
    columns = (Column(_("Reason"), long=True), Column(_("Services"), figures=True), Column(_("Which"), long=True))
    rows = tuple(_row(each, names, contacts=not found.anonymous) for each in found.unmeasured)
    told = _("These services are in no figure of this report: not measured is not zero.")
    return section("unmeasured", _("Services not measured"), Prose(told), Table("", columns, rows))


def _row(why: Unmeasured, names: Names, *, contacts: bool) -> Row:
    reason = why_not(why.entries[0]) if why.reason or why.message else _("not audited yet")
    remedy = _REMEDIES.get(why.reason) if why.reason else None
    notes: tuple[Words, ...] = (say(_("what to do: {remedy}"), remedy=_(remedy)),) if remedy else ()
    shown: list[Words] = []
    for each in why.entries[:_SHOWN]:
        contact = each.service.contact if contacts else ""
        named = names.said(each)
        shown.append(say("{name} ({contact})", name=named, contact=Quoted(contact)) if contact else named)
    more = len(why.entries) - len(shown)
    if more:
        shown.append(say(ngettext("and {n} more", "and {n} more", more), n=Figure(more)))
    return Row((Cell(reason, notes), Figure(len(why.entries)), joined(shown)))
