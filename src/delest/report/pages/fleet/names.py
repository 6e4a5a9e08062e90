"""What services are called in a report, which may name none."""

from delest.records.fleet.campaign import Entry
from delest.records.fleet.report import FleetReport
from delest.report.language.words import _
from delest.report.said import Jump, Quoted, Words


class Names:
    """The names of the services of one report."""

    def __init__(self, found: FleetReport, *, pages_beside: bool = False) -> None:
        self._anonymous = found.anonymous
        self._places = {each.service.id: at for at, each in enumerate(found.entries, 1)}
        self._beside = pages_beside and not found.anonymous

    def text(self, entry: Entry) -> str:
        """Return the name of a service."""
        if self._anonymous:
            return _("service {n}").format(n=self._places[entry.service.id])
        return entry.service.name or entry.service.id

    def said(self, entry: Entry) -> Words:
        """Return the name of a service, which leads to its page where there is one beside this one."""
        name = Quoted(self.text(entry))
        if self._beside and entry.result is not None:
            return Jump(f"services/{entry.service.id}.html", name)
        return name
