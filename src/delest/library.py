"""The Python API: audit a site, open a saved audit, take its figures as plain dictionaries.

``import delest`` gives ``delest.audit``, ``delest.open_run`` and ``delest.SavedAudit``; what measures is loaded when it
is first used. These names, their parameters and the columns of ``to_dicts`` only gain: none changes its meaning.
"""

import asyncio
import re
import secrets
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from delest import __version__
from delest.errors import N_, InputError
from delest.records.co2e.avoided import Conditions
from delest.records.pages.load import CacheState
from delest.records.runs.loading import DEVICES, Loading, LoadOptions
from delest.records.runs.run import Question, Run
from delest.records.runs.scope import Scope
from delest.urls import host, start_url

if TYPE_CHECKING:
    from delest.pipeline import Observer
    from delest.records.pages.load import Device
    from delest.records.runs.audit import AuditReport, RunHeader
    from delest.report.data.json_v1.report import ReportV1
    from delest.report.data.rows import Row

Table = Literal["pages", "resources", "findings", "documents"]
_RUNS: Final = Path("delest-runs")


class SavedAudit:
    """An audit on disk.

    Attributes:
        path: the directory of the run.
    """

    def __init__(self, path: Path, audited: "AuditReport") -> None:
        self.path: Final = path
        self._audited: Final = audited

    def __repr__(self) -> str:
        return f"SavedAudit({str(self.path)!r}, pages={len(self._audited.weights)})"

    @cached_property
    def report(self) -> "ReportV1":
        """The whole audit in the public types of the JSON report, ``delest.report/1``; bytes are decimal."""
        from delest.report.data.audit_json import as_v1  # noqa: PLC0415 - loads what writes reports

        return as_v1(self._audited)

    def to_dicts(self, table: Table = "pages") -> "list[Row]":
        """Return a table as flat dictionaries, for pandas, Polars or csv: ``pandas.DataFrame(run.to_dicts())``.

        Args:
            table: ``pages`` (measured ones first, heaviest first), ``resources`` (of most bytes), ``findings`` (one row
                for each file that a rule names on a page) or ``documents`` (that pages link to).

        Raises:
            InputError: there is no such table.
        """
        from delest.report.data.rows import TABLES  # noqa: PLC0415 - loads what writes reports

        if table not in TABLES:
            raise InputError(
                N_("no table is called {table!r}"),
                remedy=N_("the tables are {known}"),
                table=table,
                known=", ".join(TABLES),
            )
        return list(TABLES[table](self.report))

    def write(self, file: str | Path, *, language: str = "en") -> Path:
        """Write the report in the format of the file's suffix (``.html``, ``.md``, ``.txt``, ``.json``, ``.csv`` ...).

        Raises:
            InputError: no format has this suffix.
        """
        from delest.report import kinds  # noqa: PLC0415 - loads what writes reports
        from delest.report.language.words import speaking  # noqa: PLC0415 - as above
        from delest.report.publish import form_of  # noqa: PLC0415 - as above

        path = Path(file)
        with speaking(language):
            published = kinds.audit(self._audited)
            pieces = published.pieces(form_of(str(path), published.forms()))
            with path.open("wb") as out:
                for piece in pieces:
                    out.write(piece.encode() if isinstance(piece, str) else piece)
        return path


def open_run(path: str | Path) -> SavedAudit:
    """Open a saved audit; one that was cut off is there as far as it came.

    Args:
        path: the directory of a run, such as ``delest-runs/www.example.org-20260101-120000-ab12``.

    Raises:
        InputError: there is no run, or it cannot be read.
    """
    from delest.pipeline.reading import saved  # noqa: PLC0415 - loads what reads runs

    return SavedAudit(Path(path), saved(Path(path)))


def audit(  # noqa: PLR0913 - one parameter for what users set most
    url: str | None = None, *,
    urls: Iterable[str] = (),
    run: str | Path | None = None,
    max_pages: int = 20,
    depth: int | None = None,
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    device: Literal["desktop", "mobile"] = "desktop",
    loads: int = 1,
    all_caches: bool = False,
    jobs: int = 2,
    views_per_year: float | None = None,
    target: str = "",
    country: str = "FRA",
    prove: int = 0,
    visitor_language: str = "",
    visitor_time_zone: str = "",
    browser: str | None = None,
) -> SavedAudit:  # fmt: skip
    """Audit a site as ``delest audit`` does, and return the saved audit. Works in a notebook too.

    Args:
        url: where the crawl starts; None, and no ``urls``: the demo site that comes with delest.
        urls: these pages and no others, in place of a crawl.
        run: a new directory to save the audit in; None: one in ``delest-runs``.
        max_pages: pages to load at most; a list of ``urls`` is loaded whole.
        depth: links away from the start at most; None: no limit.
        include: patterns (``*`` is any text) of which a URL must match one; none: all.
        exclude: patterns of URLs to leave out.
        device: the device that the browser plays.
        loads: of each page.
        all_caches: also load each page as the next of a visit and as seen before.
        jobs: pages loaded side by side; weights do not depend on it.
        views_per_year: page views of the site a year, for kg CO2e.
        target: the page weight to aim for, such as ``"500 kB"`` or ``"-30%"``.
        country: of the visitors' electricity: an ISO 3166 code of three letters, ``EU`` or ``WORLD``.
        prove: of how many of the heaviest pages to prove what lighter files avoid.
        visitor_language: what pages are told that their visitor reads, such as ``fr-FR``; empty: the browser's own.
        visitor_time_zone: such as ``Europe/Paris``; empty: that of the machine.
        browser: path of a Chromium, Chrome or Edge; None: the one that is found.

    Raises:
        InputError: something given cannot be used.
        NoBrowserError: no browser can be started.
    """
    listed = tuple(map(start_url, urls))
    if url is not None and listed:
        raise InputError(N_("both url and urls"), remedy=N_("give one of them"))
    loading = Loading(
        device=_device(device),
        loads=loads,
        cache_states=tuple(CacheState) if all_caches else (CacheState.COLD,),
        language=visitor_language,
        time_zone=visitor_time_zone,
    )
    question = Question(views_per_year=views_per_year, target=target, conditions=Conditions(country=country))
    with ExitStack() as stack:
        demo = url is None and not listed
        if demo:
            from delest.pipeline.demo import serve_demo  # noqa: PLC0415 - loaded where it is needed

            url = stack.enter_context(serve_demo())
        scope = Scope(
            start_urls=listed or (start_url(url or ""),),
            follow_links=not listed,
            max_pages=max(max_pages, len(listed)),
            depth=depth,
            include=tuple(include),
            exclude=tuple(exclude),
        )
        return _audited(scope, loading, question, _run(jobs, prove, demo=demo), run, browser)


def _audited(
    scope: Scope, loading: Loading, question: Question, itself: Run, run: str | Path | None, browser: str | None
) -> SavedAudit:
    from msgspec.structs import asdict  # noqa: PLC0415 - loaded where it is needed

    from delest import pipeline  # noqa: PLC0415 - loads what measures
    from delest.records.runs.audit import RunHeader  # noqa: PLC0415 - as above

    header = RunHeader(run=itself, scope=scope, loading=loading, question=question)
    path = _directory(header) if run is None else Path(run)
    load = LoadOptions(**asdict(loading), browser_path=browser)
    order = pipeline.Order(header=header, load=load, run=path)
    return SavedAudit(path, _finished(pipeline.audit(order, cast("Observer", _Silent()), asyncio.Event())))


def _finished(work: Coroutine[Any, Any, "AuditReport"]) -> "AuditReport":
    """Run it to its end; beside a loop that runs already, such as a notebook's, in a thread of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()


def _run(jobs: int, prove: int, *, demo: bool) -> Run:
    return Run(
        id=secrets.token_hex(6),
        delest_version=__version__,
        started_at=datetime.now(UTC),
        jobs=jobs,
        demo=demo,
        prove=prove,
    )


def _directory(header: "RunHeader") -> Path:
    name = "demo" if header.run.demo else re.sub(r"[^A-Za-z0-9.-]+", "-", host(header.scope.start_urls[0])) or "site"
    return _RUNS / f"{name}-{header.run.started_at.astimezone():%Y%m%d-%H%M%S}-{header.run.id[:4]}"


def _device(name: str) -> "Device":
    if name not in DEVICES:
        raise InputError(
            N_("unknown device: {name!r}"), remedy=N_("give one of: {known}"), name=name, known=", ".join(DEVICES)
        )
    return DEVICES[name]


class _Silent:
    """Watches an audit and says nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_args, **_named: None
