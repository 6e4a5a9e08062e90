"""Blocks of a log counted by several processes side by side; the results come in the order of the file."""

import os
import pickle
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, Final, Self, cast

from delest.errors import N_, InputError
from delest.machine import processors
from delest.traffic.files.opened import LONGEST_LINE_BYTES, Opened, unreadable
from delest.traffic.logs.block import Agents, Block
from delest.traffic.logs.formats import Layout, reader_of

RANGE_BYTES: Final = 1 << 23
"""Of a plain file, what one task reads by itself."""
ALONE_BYTES: Final = 1 << 25
"""A shorter file is not worth other processes."""
_LENGTH: Final = struct.Struct("<Q")

Task = bytes | tuple[str, int, int]
"""A block, or a path with the bytes of whole lines in it: from, to."""


def counted(file: Opened, layout: Layout, jobs: int | None = None) -> Iterator[Block]:
    """Yield the counts of a file, piece by piece.

    Raises:
        InputError: the file is damaged or cut off.
    """
    jobs = 1 if layout.in_order else processors() if jobs is None else jobs
    length = file.path.stat().st_size if file.path is not None else None
    if jobs < 2 or (length is not None and length < ALONE_BYTES // (8 if file.packed else 1)):  # noqa: PLR2004
        agents = Agents()
        for block in file.blocks():
            yield reader_of(layout).count(block, layout, agents)
        return
    tasks: Iterator[Task] = _ranges(file) if file.splits else file.blocks()
    with _Workers(layout, jobs) as workers:
        yield from workers.results(tasks)


def _ranges(file: Opened) -> Iterator[Task]:
    path = cast("Path", file.path)
    try:
        with path.open("rb") as stream:
            end, start = path.stat().st_size, 0
            while start < end:
                stream.seek(min(start + RANGE_BYTES, end))
                last = stream.readline(LONGEST_LINE_BYTES)
                yield str(path), start, min(stream.tell(), end)
                while len(last) == LONGEST_LINE_BYTES and not last.endswith(b"\n"):  # the rest of it is left out
                    last = stream.readline(LONGEST_LINE_BYTES)
                start = min(stream.tell(), end)
    except OSError as error:
        raise unreadable(file.name, error) from error


def count_task(task: Task, layout: Layout, agents: Agents) -> Block:
    """Return the counts of one task."""
    reader = reader_of(layout)
    if isinstance(task, bytes):
        return reader.count(task, layout, agents)
    path, start, end = task
    with Path(path).open("rb", buffering=0) as stream:
        stream.seek(start)
        return reader.count(_whole(stream, end - start), layout, agents)


def _whole(stream: IO[bytes], size: int) -> bytes:
    block = stream.read(size)
    while len(block) < size and (more := stream.read(size - len(block))):
        block += more
    return block


class _Workers:
    """Processes that count; each is talked to by one thread, which sends a task and waits for its counts."""

    def __init__(self, layout: Layout, jobs: int) -> None:
        self._layout = layout
        self._jobs = jobs
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._while_open = ExitStack()

    def __enter__(self) -> Self:
        path = os.pathsep.join(each for each in sys.path if each)
        for _ in range(self._jobs):
            process = subprocess.Popen(
                [sys.executable, "-m", "delest.traffic.logs.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": path}, start_new_session=True,
            )  # fmt: skip
            self._while_open.callback(_ended, process)
            send(_pipe(process.stdin), self._layout)
            self._free.put(process)
        self._threads = self._while_open.enter_context(ThreadPoolExecutor(self._jobs))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        self._while_open.close()

    def results(self, tasks: Iterator[Task]) -> Iterator[Block]:
        """Yield the counts of each task, in order."""
        waiting: deque[Future[Block]] = deque()
        for task in tasks:
            waiting.append(self._threads.submit(self._ask, task))
            if len(waiting) > self._jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _ask(self, task: Task) -> Block:
        process = self._free.get()
        try:
            send(_pipe(process.stdin), task)
            return cast("Block", receive(_pipe(process.stdout)))
        except (OSError, EOFError) as error:
            raise InputError(
                N_("a process that counts the log has ended: {reason}"),
                remedy=N_("see whether there is enough memory, and try again"),
                reason=str(error) or type(error).__name__,
            ) from error
        finally:
            self._free.put(process)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    return cast("IO[bytes]", stream)


def _ended(process: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        _pipe(process.stdin).close()
    process.kill()
    process.wait()
    _pipe(process.stdout).close()


def send(stream: IO[bytes], item: Any) -> None:
    """Write an object to a pipe."""
    content = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read an object from a pipe.

    Raises:
        EOFError: the other side has ended.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    content = stream.read(_LENGTH.unpack(head)[0])
    return pickle.loads(content)  # noqa: S301 - from our own child
