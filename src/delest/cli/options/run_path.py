"""The directory of a saved audit as an argument, which a shell completes: those in ``delest-runs``, newest first."""

from pathlib import Path
from typing import Final

import click
from click.shell_completion import CompletionItem

_RUNS: Final = Path("delest-runs")
JOURNAL: Final = "run.sqlite"
"""Told from other directories by name alone: a shell waits for the answer."""
_MOST: Final = 50


class RunPath(click.Path):
    """The path of a saved audit."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the saved audits whose path begins so; where there is none, any directory is completed."""
        found = _saved(incomplete)
        return [CompletionItem(str(path)) for path in found] or super().shell_complete(ctx, param, incomplete)


def targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return what a check may be given beside a URL: a saved audit, or a folder or a list."""
    return RunPath().shell_complete(ctx, param, incomplete) if ctx.info_name == "check" else []


def _saved(incomplete: str) -> list[Path]:
    folder = Path(incomplete) if incomplete.endswith("/") else Path(incomplete).parent
    folders = {folder, _RUNS} if str(_RUNS).startswith(incomplete) else {folder}
    try:
        journals = [each for place in folders for each in place.glob(f"*/{JOURNAL}")]
        runs = sorted({each.parent: each.stat().st_mtime for each in journals}.items(), key=lambda pair: -pair[1])
    except OSError:
        return []
    return [run for run, _when in runs if str(run).startswith(incomplete.removeprefix("./"))][:_MOST]
