"""What this installation measures and converts with: the browser that would be used, and the factor sets."""

import subprocess
from typing import Final, NamedTuple

from delest.errors import NoBrowserError
from delest.factors.load import released
from delest.measure.browser.fetch import playwrights_browser
from delest.measure.browser.find import find
from delest.message import Message

_ANSWER_S: Final = 10.0


class About(NamedTuple):
    """The parts of an installation."""

    browser: str
    """Name, version and path; empty: none was found."""
    missing: Message | None
    """Why there is no browser."""
    factor_sets: tuple[str, ...]
    """Ids with their versions."""


def about() -> About:
    """Return what the installation consists of; the browser is asked for its version, and loads nothing."""
    sets = tuple(f"{each.ref.id} {each.ref.version}" for each in released().values())
    try:
        own = playwrights_browser()  # audits prefer it to what is on the PATH
        path = find(None, str(own) if own else None)
        said = subprocess.run(  # noqa: S603 - the browser that audits start, no shell
            [path, "--version"], capture_output=True, text=True, errors="replace", timeout=_ANSWER_S, check=True
        )
    except NoBrowserError as error:
        return About("", error.message, sets)
    except (OSError, subprocess.SubprocessError):
        return About(str(path), None, sets)
    return About(f"{' '.join(said.stdout.split())[:100]} ({path})", None, sets)
