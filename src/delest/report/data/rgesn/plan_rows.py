"""The criteria that are not met, as rows of an action plan that `delest estimate plan` and `delest bilan` read."""

from collections.abc import Iterator
from typing import Final

from delest.records.state.evidence import Criterion, Evidence, Pack, Status
from delest.report.data.spreadsheet import cell, sheet
from delest.report.figures import plain
from delest.report.language.words import speaking
from delest.report.pages.rgesn.told import told

COLUMNS: Final = (
    "thème", "action", "niveau", "état", "service", "pilote", "date", "échéance", "indicateur", "levier", "équipement",
    "quantité", "années", "de", "à", "mêmes", "référence", "réalisé",
)  # fmt: skip
_THEME: Final = "Conception de service numérique"


def plan_csv(pack: Pack, views_per_year: float | None, mean_bytes: float | None) -> str:
    """Return the rows; who and when are left to people.

    Args:
        pack: the evidence.
        views_per_year: of the measured pages; None: not known, so that no kg can follow.
        mean_bytes: mean weight of a measured page.
    """
    with speaking("fr"):
        rows = [
            _row(pack, each, found, views_per_year, mean_bytes)
            for each, found in zip(pack.criteria, pack.evidence, strict=True)
            if found.status is Status.NOT_VALID and found.action
        ]
        return sheet(COLUMNS, rows)


def _row(
    pack: Pack, criterion: Criterion, found: Evidence, views_per_year: float | None, mean_bytes: float | None
) -> list[str]:
    action = f"RGESN {criterion.id} : {plain(told(found.action))}" if found.action else ""
    started = [
        _THEME,
        cell(action),
        "Réalisation",
        "à faire",
        cell(pack.site),
        "",
        pack.audited_at.date().isoformat(),
        "",
    ]
    return [*started, cell(_indicator(found)), *_lever(found, views_per_year, mean_bytes), pack.site, pack.run_id, ""]


def _indicator(found: Evidence) -> str:
    return plain(told(found.said[0])) if found.said else ""


def _lever(found: Evidence, views_per_year: float | None, mean_bytes: float | None) -> Iterator[str]:
    """Yield lever, device, quantity, years, from and to; empty where no figure follows."""
    known = views_per_year and mean_bytes and found.at_stake_bytes
    if not (known and views_per_year and mean_bytes and found.at_stake_bytes):
        yield from ("", "", "", "", "", "")
        return
    after = max(0.0, mean_bytes - found.at_stake_bytes)
    yield from ("page", "", f"{views_per_year:.0f}", "", f"{mean_bytes / 1000:.0f} ko", f"{after / 1000:.0f} ko")
