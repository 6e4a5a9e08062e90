"""Each kind of answer on a fleet with its page and its data, as in ``kinds``."""

from functools import partial
from pathlib import Path

from delest.records.fleet.campaign import Campaign
from delest.records.fleet.report import FleetReport
from delest.records.fleet.service import FleetList
from delest.report.data.fleet.listing import list_csv, list_json
from delest.report.data.fleet.report_json import report_json
from delest.report.data.fleet.status import status_json
from delest.report.data.fleet.tables import SERVICES, as_csv, services
from delest.report.pages.fleet.listing import fleet_list_page
from delest.report.pages.fleet.report import fleet_page
from delest.report.pages.fleet.status import status_page
from delest.report.publish import Published


def listing(found: FleetList, *, problems_only: bool) -> Published:
    """Return the list of a fleet, or its problems alone."""
    return Published(
        page=partial(fleet_list_page, found, problems_only=problems_only),
        data={"json": lambda: (list_json(found),), "csv": lambda: (list_csv(found),)},
    )


def status(campaign: Campaign, folder: Path) -> Published:
    """Return how far a campaign is; ``folder`` is its own."""
    return Published(
        page=partial(status_page, campaign, folder),
        data={"json": lambda: (status_json(campaign),)},
    )


def report(found: FleetReport) -> Published:
    """Return the report on a campaign."""
    return Published(
        page=partial(fleet_page, found),
        data={
            "json": lambda: (report_json(found),),
            "csv": lambda: (as_csv(SERVICES, services(found)),),
        },
    )
