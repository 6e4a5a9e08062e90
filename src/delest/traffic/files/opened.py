"""Files that users give: plain, packed or from standard input, with the lines that tell what they are."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Final, cast

import zstandard

from delest.errors import N_, InputError

MAX_TEXT_BYTES: Final = 200_000_000
"""Of a table: more rows than any analytics tool exports. Access logs have no limit."""
_HEAD_BYTES: Final = 1 << 18
_HEAD_LINES: Final = 200
_BUFFER_BYTES: Final = 1 << 20
_BLOCK_BYTES: Final = 1 << 22
LONGEST_LINE_BYTES: Final = 1 << 20
"""Of an access log."""
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_BROKEN: Final = (OSError, EOFError, zlib.error, zstandard.ZstdError)
STDIN: Final = "-"


class _InUtf8(io.RawIOBase):
    """A text in UTF-16, as its mark at the beginning says, read in UTF-8."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")
        self._left = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; return how many bytes were put into it."""
        while not self._left:
            part = self._source.read(_BUFFER_BYTES)
            self._left = self._decoder.decode(part, final=not part).encode("utf-8", "replace")
            if not part:
                break
        n = min(len(buffer), len(self._left))
        buffer[:n], self._left = self._left[:n], self._left[n:]
        return n


class Opened:
    """One file, read as a stream of bytes; ``head`` and ``lines`` are its beginning.

    A file on the disk is open only while it is read. Standard input can be read once.
    """

    def __init__(self, name: str, *, path: Path | None = None, content: bytes | None = None) -> None:
        """Read the beginning of a file.

        Args:
            name: what messages call it.
            path: None: standard input, unless there is ``content``.
            content: of a file inside an archive.

        Raises:
            InputError: it cannot be read.
        """
        self.name = name
        self.path = path
        self.packed = False
        """Compressed or in UTF-16, and therefore not to be read from its middle."""
        self._content = content
        with ExitStack() as while_reading:
            stream = while_reading.enter_context(self._begin())
            self.head = self._read(stream, _HEAD_BYTES)
            if path is None and content is None:  # standard input goes on where its beginning ended
                self._rest: IO[bytes] | None = stream
                while_reading.pop_all()
            else:
                self._rest = None

    @contextmanager
    def _begin(self) -> Iterator[IO[bytes]]:
        with ExitStack() as while_reading:
            try:
                if self._content is not None:
                    raw: IO[bytes] = io.BytesIO(self._content)
                elif self.path is not None:
                    raw = while_reading.enter_context(self.path.open("rb"))
                else:
                    raw = open(0, "rb", closefd=False)  # noqa: SIM115 - closed with the process
                buffered = io.BufferedReader(cast("io.RawIOBase", raw), _BUFFER_BYTES)
                start = buffered.peek(4)[:4]
            except OSError as error:
                raise unreadable(self.name, error) from error
            self.packed = start.startswith((_GZIP, _ZSTD))
            if start.startswith(_UTF16):
                self.packed = True
                yield io.BufferedReader(_InUtf8(buffered), _BUFFER_BYTES)
            elif start.startswith(_GZIP):
                yield cast("IO[bytes]", gzip.GzipFile(fileobj=buffered))
            elif start == _ZSTD:
                reader = zstandard.ZstdDecompressor().stream_reader(buffered, read_across_frames=True)
                yield cast("IO[bytes]", reader)
            else:
                yield buffered

    @contextmanager
    def _from_the_start(self) -> Iterator[tuple[bytes, IO[bytes]]]:
        """Yield what is read of it already, with the stream that has the rest."""
        if self._rest is not None:
            yield self.head, self._rest
            return
        with self._begin() as stream:
            yield b"", stream

    def _read(self, stream: IO[bytes], size: int) -> bytes:
        """Return ``size`` bytes, or all that there are.

        Raises:
            InputError: it ends before it should, or is damaged.
        """
        parts, missing = [], size
        try:
            while missing > 0 and (part := stream.read(missing)):
                parts.append(part)
                missing -= len(part)
        except _BROKEN as error:
            raise unreadable(self.name, error) from error
        return b"".join(parts)

    @property
    def splits(self) -> bool:
        """Whether several processes may read it side by side: it is on the disk as it is."""
        return self.path is not None and self._content is None and not self.packed

    @property
    def once(self) -> bool:
        """Whether it can be read only once: it is standard input."""
        return self._rest is not None

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The first lines, without their ends."""
        return tuple(_lines(decoded(self.head))[:_HEAD_LINES])

    def text(self) -> str:
        """Return all of it as text, in UTF-8, UTF-16 or Windows-1252.

        Raises:
            InputError: it is too long, or broken.
        """
        with self._from_the_start() as (head, stream):
            content = head + self._read(stream, MAX_TEXT_BYTES + 1 - len(head))
        if len(content) > MAX_TEXT_BYTES:
            raise InputError(
                N_("{file}: longer than {limit} MB"),
                remedy=N_("export fewer rows or fewer columns"),
                file=self.name,
                limit=MAX_TEXT_BYTES // 1_000_000,
            )
        return decoded(content)

    def blocks(self) -> Iterator[bytes]:
        """Yield all of it in blocks of whole lines; of a line of more than 1 MB the rest is left out.

        Raises:
            InputError: it ends before it should, or is damaged.
        """
        rest, too_long = b"", False
        with self._from_the_start() as (block, stream):
            while block := block or self._read(stream, _BLOCK_BYTES):
                if too_long:
                    _, end_of_line, block = block.partition(b"\n")  # noqa: PLW2901 - what comes after it
                    too_long = not end_of_line
                end = block.rfind(b"\n") + 1
                if end:
                    yield rest + block[:end]
                rest = block[end:] if end else rest + block
                if len(rest) > LONGEST_LINE_BYTES:
                    yield rest[:LONGEST_LINE_BYTES] + b"\n"
                    rest, too_long = b"", True
                block = b""  # noqa: PLW2901 - the next one
        if rest:
            yield rest


def unreadable(name: str, error: Exception) -> InputError:
    """Return the error of a file that cannot be read, or not to its end."""
    if isinstance(error, OSError) and error.strerror:
        return InputError(
            N_("{file}: cannot be read: {reason}"),
            remedy=N_("check the name of the file and that you may read it"),
            file=name,
            reason=error.strerror,
        )
    return InputError(
        N_("{file}: damaged or cut off: {reason}"),
        remedy=N_("copy the file again; its compressed content does not end where it should"),
        file=name,
        reason=str(error) or type(error).__name__,
    )


def decoded(content: bytes) -> str:
    """Return the text of a file in one of the encodings that spreadsheets write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content[: len(content) & ~1].decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.end == len(content):  # the head of a longer file
            return content[: error.start].decode("utf-8-sig")
        return content.decode("cp1252", errors="replace")


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def all_lines(text: str) -> list[str]:
    """Return the lines of a text, whichever line ends it has; those inside of cells are none."""
    return _lines(text)
