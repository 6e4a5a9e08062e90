"""The tree of errors: each class has its exit code, each message its remedy.

::

    DelestError
    ├── InputError          2  a value, an option, a file: the user's to mend
    ├── NotMeasuredError    3  nothing could be measured
    ├── NoBrowserError      4  no browser was found or could be started
    ├── BlockedError        6  every page is blocked by robots.txt, a bot challenge or a login
    └── BusyError           7  another process works on the same run

Messages are sentences in English with their values; the command line says them in the reader's language.
"""

import enum
from typing import ClassVar

from delest.message import Message
from delest.reason import Reason


class ExitCode(enum.IntEnum):
    """What the process answers to its caller."""

    DONE = 0
    BUDGET_BREACHED = 1
    USAGE = 2
    NOT_MEASURED = 3
    NO_BROWSER = 4
    PARTIAL = 5
    BLOCKED = 6
    BUSY = 7
    INTERRUPTED = 130


def N_(template: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a template for translation where it is written, to be translated where it is shown."""
    return template


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - as ``N_``, for ``ngettext``
    """Mark the two forms of a message for translation."""
    return one, many


class DelestError(Exception):
    """Base of all errors that delest raises on purpose.

    Args:
        sentence: what went wrong, a format string for ``values``.
        remedy: what to do next, a format string too.
        values: what fills both in: whole numbers and paths as they are written, other numbers as the reader's language
            writes them, reasons as they are said.

    Attributes:
        message: what went wrong, for the reader's language.
        remedy: what to do next; None where nothing can be done.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.USAGE

    def __init__(self, sentence: str, *, remedy: str = "", **values: object) -> None:
        super().__init__(sentence, remedy, values)
        told = {name: value if isinstance(value, Reason | float) else str(value) for name, value in values.items()}
        self.message = Message.of(sentence, **told)
        self.remedy = Message.of(remedy, **told) if remedy else None

    @property
    def values(self) -> dict[str, str | int | float | Reason]:
        """What fills the message in."""
        return self.message.values

    def __str__(self) -> str:
        return str(self.message)


class InputError(DelestError):
    """A URL, an option, a file or a line that cannot be used; names it and says what to write instead."""


class NotMeasuredError(DelestError):
    """Nothing could be measured: no page loaded, or no trustworthy count."""

    exit_code = ExitCode.NOT_MEASURED


class NoBrowserError(DelestError):
    """No browser could be found or started."""

    exit_code = ExitCode.NO_BROWSER


class BusyError(DelestError):
    """Another process works on the run; to be tried again later."""

    exit_code = ExitCode.BUSY


class BlockedError(DelestError):
    """Every page is behind robots.txt, a bot challenge or a login."""

    exit_code = ExitCode.BLOCKED


def unwritable(path: object, error: OSError) -> InputError:
    """Return what is told where a file or folder of the user cannot be written."""
    return InputError(
        N_("{path} cannot be written: {reason}"),
        remedy=N_("check the path, its permissions and the free disk space"),
        path=path,
        reason=error.strerror or error,
    )
