"""``python -m delest.measure`` prints the path of the browser that delest uses, and fetches one if there is none."""

import os
import sys

from delest.errors import NoBrowserError
from delest.measure.browser.fetch import fetch_browser, playwrights_browser
from delest.measure.browser.find import candidates


def main() -> int:
    """Return the exit code."""
    try:
        own = playwrights_browser()
        found = next(candidates(None, os.environ, str(own) if own else None), None)
        browser = found or fetch_browser(_say)
    except NoBrowserError as error:
        _say(str(error))
        _say(str(error.remedy))
        return error.exit_code
    sys.stdout.write(f"{browser}\n")
    return 0


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
