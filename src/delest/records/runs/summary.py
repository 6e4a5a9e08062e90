"""What a run was, in a few figures: the one part of it that every version of delest reads, older and newer ones."""

from datetime import datetime

from msgspec import Struct


class Summary(Struct, frozen=True, kw_only=True):
    """One run in short. Fields are added, with a default; none is ever renamed, removed or given another meaning."""

    run_id: str
    delest_version: str
    started_at: datetime
    ended_at: datetime
    complete: bool
    start_urls: tuple[str, ...]
    device: str
    """Its name: ``desktop``."""
    pages_measured: int
    pages_known: int
    mean_bytes: float | None
    """Mean page weight of the measured pages on a cold load; None where nothing was measured."""
