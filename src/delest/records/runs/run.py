"""What a run is, and what it was to answer."""

from datetime import datetime

from msgspec import Struct

from delest.records.co2e.avoided import Conditions


class Run(Struct, frozen=True, kw_only=True):
    """One audit of its own: when, with what, and what it keeps. Not compared between audits."""

    id: str
    delest_version: str
    started_at: datetime
    """With time zone."""
    jobs: int = 1
    """Pages loaded side by side: weights do not depend on it."""
    jobs_given: bool = True
    """Of the user; else ``jobs`` is the most, and the number follows what the machine and the site bear."""
    demo: bool = False
    """The embedded demo site was audited."""
    prove: int = 0
    """How many of the heaviest pages are recorded and loaded again with lighter files; 0: none."""
    keep_bodies: bool = True
    """The run keeps what pages sent, for later examination."""
    screenshots: bool = True
    """The run keeps a small picture of each page."""


class Question(Struct, frozen=True, kw_only=True):
    """What the weights are converted for. Not compared between audits: any of them may be asked again otherwise."""

    views_per_year: float | None = None
    views_by_page: bool = False
    """The page views came page by page, out of a file that the run does not keep."""
    target: str = ""
    """The page weight to aim for, as the user writes it; empty: none."""
    conditions: Conditions = Conditions()
