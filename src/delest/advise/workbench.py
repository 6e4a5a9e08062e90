"""The child process that makes lighter bodies: what pages send is decoded here, under limits, and nowhere else.

Started as ``python -m delest.advise.workbench``. On standard input and output each message is its length (four bytes,
big-endian) and msgpack; it ends when its input does.
"""

import os
import resource
import signal
import sys
from contextlib import suppress
from typing import BinaryIO, Final

import msgspec

from delest import plugins
from delest.advise import remedies
from delest.advise.reencoded import Reencoded
from delest.advise.way import Way

Options = dict[str, str | int | float | list[int]]

MAX_MESSAGE_BYTES: Final = 200_000_000
_MAX_DATA_BYTES: Final = 2_000_000_000
"""Of memory of its own; what needs more fails and costs its own finding."""
_OUT_OF_THE_WAY: Final = 10
"""Browsers come first."""


class Job(msgspec.Struct, frozen=True):
    """What to make of a body."""

    way: str
    """File name in ``remedies``."""
    body: bytes
    options: Options
    keep_bodies: bool
    limit_s: float
    """Of processor time, so that a busy machine makes the same files as an idle one."""


def main() -> None:
    """Do one job after the other."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _limit()
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not break the protocol
    while (message := read_message(source)) is not None:
        job = msgspec.msgpack.decode(message, type=Job)
        write_message(sink, msgspec.msgpack.encode(_done(job)))


def _done(job: Job) -> Reencoded:
    way = plugins.load(remedies, Way, job.way)
    signal.setitimer(signal.ITIMER_PROF, job.limit_s)  # its signal ends the process
    try:
        found = way.make(job.body, job.options)
    except Exception:  # noqa: BLE001 - bodies are hostile: each costs only itself
        return Reencoded()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return found if job.keep_bodies else found.without_bodies()


def _limit() -> None:
    os.nice(_OUT_OF_THE_WAY)
    for what, most in ((resource.RLIMIT_DATA, _MAX_DATA_BYTES), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        with suppress(OSError, ValueError):  # the machine's own limit is lower
            resource.setrlimit(what, (most, most))


def read_message(source: BinaryIO) -> bytes | None:
    """Return the next message; None where the other side is gone or sends nonsense."""
    head = source.read(4)
    length = int.from_bytes(head, "big")
    if len(head) < 4 or length > MAX_MESSAGE_BYTES:  # noqa: PLR2004 - as above
        return None
    message = source.read(length)
    return message if len(message) == length else None


def write_message(sink: BinaryIO, message: bytes) -> None:
    """Write one message."""
    sink.write(len(message).to_bytes(4, "big"))
    sink.write(message)
    sink.flush()


if __name__ == "__main__":
    main()
