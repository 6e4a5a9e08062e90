"""The saved audits that plans name, each read and compared once."""

import contextlib
from pathlib import Path
from typing import Final

from delest.errors import N_, DelestError, InputError
from delest.pipeline.comparing.runs import compare_runs
from delest.pipeline.fleet.editions import Editions
from delest.pipeline.reading import saved
from delest.records.gate.comparison import Comparison
from delest.store.journal import Journal
from delest.store.open_run import FILE_NAME


class Audits:
    """Saved audits by what a plan calls them: a path, the name of a directory, or an id."""

    def __init__(self, runs: Path, editions: Editions | None = None) -> None:
        self._runs = runs
        self.editions: Final = editions
        self._by_id: dict[str, Path] | None = None
        self._compared: dict[tuple[Path, Path], Comparison] = {}
        self._views: dict[Path, float | None] = {}

    def find(self, name: str, folder: Path) -> Path:
        """Return the directory of an audit.

        Args:
            name: its path, from ``folder`` or from here; the name of its directory; or its id.
            folder: of the plan.

        Raises:
            InputError: there is none of that name.
        """
        for path in (folder / name, Path(name), self._runs / name):
            with contextlib.suppress(OSError):  # a cell may say anything, also what no file can be called
                if (path / FILE_NAME).is_file():
                    return path
        if self._by_id is None:
            self._by_id = self._ids()
        if name in self._by_id:
            return self._by_id[name]
        raise InputError(
            N_("no saved audit is called {name!r}"),
            remedy=N_("give its directory, or name the directory that contains it with --runs"),
            name=name,
        )

    def _ids(self) -> dict[str, Path]:
        found = {}
        for path in sorted(each.parent for each in self._runs.glob(f"*/{FILE_NAME}")):
            try:
                with Journal.open(path) as journal:
                    found[journal.header().run.id] = path
            except DelestError:
                continue
        return found

    def compared(self, before: Path, after: Path) -> Comparison:
        """Return what changed between two audits."""
        if (before, after) not in self._compared:
            self._compared[before, after] = compare_runs(before, after)
        return self._compared[before, after]

    def views(self, run: Path) -> float | None:
        """Return the page views a year that an audit knows; None: it knows none."""
        if run not in self._views:
            traffic = saved(run).traffic
            self._views[run] = traffic.views_per_year if traffic else None
        return self._views[run]
