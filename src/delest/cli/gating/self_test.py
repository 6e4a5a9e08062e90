"""``delest check --self-test``: does the gate fail where it must, here and now?"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from delest.cli.terminal.ending import Ending
from delest.errors import N_
from delest.records.gate.budget import VerdictOutcome

_BODY: Final = b"<!doctype html><html lang=en><title>Self-test</title><h1>Self-test</h1><p>" + b"0123456789" * 10_000
_LIMIT_BYTES: Final = 50_000
_LIGHT: Final = b"<!doctype html><html lang=en><title>Self-test</title><h1>Self-test</h1><p>A light page."


class Try(NamedTuple):
    """One page, and what the check must say of it."""

    path: str
    what: str
    expected: VerdictOutcome


TRIES: Final = (
    Try("/heavy", N_("a page over its budget"), VerdictOutcome.BREACHED),
    Try("/error", N_("a page that answers with an error"), VerdictOutcome.NOT_MEASURED),
    Try("/light", N_("a page within its budget"), VerdictOutcome.WITHIN),
)


class Tried(NamedTuple):
    """What came of one try."""

    what: str
    expected: VerdictOutcome
    found: VerdictOutcome

    @property
    def ok(self) -> bool:
        """The check said what it had to say."""
        return self.found is self.expected


def self_test(site: dict[str, Any]) -> tuple[Tried, ...]:
    """Check each page with the browser and the options of this command, and return what came of it.

    Raises:
        NoBrowserError: there is none.
    """
    from delest.cli.running import Asked, audited_site  # noqa: PLC0415 - help must not load what measures
    from delest.pipeline import check  # noqa: PLC0415
    from delest.pipeline.gating.serve import serve_pages  # noqa: PLC0415
    from delest.records.gate.budget import Budget  # noqa: PLC0415

    def page(path: str) -> tuple[int, bytes]:
        return {"/heavy": (200, _BODY), "/light": (200, _LIGHT)}.get(path, (500, b""))

    found = []
    alone = {"depth": 0, "no_sitemap": True, "max_pages": 1, "ignore_robots": True}
    budget = Budget(max_page_weight_bytes=_LIMIT_BYTES)
    with serve_pages(page) as origin, TemporaryDirectory() as folder:
        for each in TRIES:
            options: Any = site | alone | {"run": Path(folder) / each.path.strip("/")}
            audited = audited_site(options, origin + each.path, Asked(site_stays=False), Ending(), quiet=True).report
            found.append(Tried(each.what, each.expected, check(audited, budget).outcome))
    return tuple(found)
