"""stdout and stderr that no reader and no locale can break."""

import codecs
import io
import sys
import unicodedata
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from typing_extensions import Buffer

_ERRORS: Final = "delest-plain"
_APOSTROPHE: Final = "\u2019"


class _Pipe(io.FileIO):
    """Drops what is written once the reader has gone, so that a command still comes to its own exit code."""

    _gone = False

    def write(self, data: "Buffer") -> int:
        if not self._gone:
            try:
                return super().write(data)
            except OSError as error:
                self._gone = True
                if not isinstance(error, BrokenPipeError):
                    raise
        return memoryview(data).nbytes


def secure() -> None:
    """Make ``print`` and ``click.echo`` safe for this process; Python's own streams stay open behind."""
    codecs.register_error(_ERRORS, _plain)
    sys.stdout, sys.stderr = map(_secured, (sys.stdout, sys.stderr))


def _secured(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream  # closed by the caller, or replaced by whoever runs us inside another program
    raw = _Pipe(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=stream.encoding, errors=_ERRORS, line_buffering=stream.line_buffering
    )


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Spell what an encoding lacks with the plain letters it has: three dots, a space, ``e`` for an accented one."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - streams that are written to raise no other
    spelled = []
    for character in error.object[error.start : error.end]:
        letters = "'" if character == _APOSTROPHE else unicodedata.normalize("NFKD", character)
        spelled.append(letters.encode(error.encoding, "ignore").decode(error.encoding) or "?")
    return "".join(spelled), error.end
