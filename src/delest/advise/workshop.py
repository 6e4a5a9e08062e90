"""Child processes that make lighter bodies, and what they have made: once for each body, over a whole site."""

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Final, Self

import msgspec

from delest import machine, plugins
from delest.advise.reencoded import Reencoded
from delest.advise.workbench import MAX_MESSAGE_BYTES, Job, Options, read_message, write_message

MOST_KEPT: Final = 20_000
"""Bodies whose versions are known at once, some 10 MB of them; beyond, the older half is forgotten."""
_JOB_LIMIT_S: Final = 60.0
"""Of processor time: a body that takes longer costs its own finding."""
_BUSY: Final = 5.0
"""By the clock, a body may take so many times its processor time: other work may have the processors."""
_LEAST_SPARE: Final = 1_000_000
_FAILED: Final = Reencoded()
_MISTAKE: Final = 1
"""What Python ends with where an exception reaches its top: no body does that."""

_until: ContextVar[float] = ContextVar("_until", default=float("inf"))
"""When the work of this thread for one page ends, on the monotonic clock."""

_Key = tuple[str, str, bytes]


@contextmanager
def within(limit_s: float) -> Iterator[None]:
    """Give the work that this thread asks for at most so long, all bodies together; what is not made then is lost."""
    before = _until.set(min(_until.get(), time.monotonic() + limit_s))
    try:
        yield
    finally:
        _until.reset(before)


def is_over() -> bool:
    """Tell whether the time that ``within`` gave this thread is over."""
    return time.monotonic() >= _until.get()


class Workshop:
    """Makes lighter bodies; threads may share it. Use as a context manager."""

    def __init__(self, processes: int | None = None, job_limit_s: float = _JOB_LIMIT_S) -> None:
        """``processes`` work side by side at most: by default one less than the machine has, at least one."""
        self._most = processes or max(1, machine.processors() - 1)
        self._job_limit_s = job_limit_s
        self._free: queue.LifoQueue[subprocess.Popen[bytes] | None] = queue.LifoQueue()
        for _ in range(self._most):
            self._free.put(None)
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False
        self._kept: dict[_Key, Future[Reencoded]] = {}
        self._lock = threading.Lock()
        self.lost = 0
        """Bodies whose child ended or took too long: nothing is known of them."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def kept(self) -> int:
        """How many bodies' versions are known."""
        return len(self._kept)

    def sizes(self, way: str, sha256: str, body: bytes, options: Options | None = None) -> Reencoded:
        """Return what ``way`` makes of ``body``, without the bodies made; made once, as long as it is known."""
        key = (way, sha256, msgspec.msgpack.encode(options or {}))
        with self._lock:
            found = self._kept.get(key)
            mine = found is None
            if found is None:
                found = self._kept[key] = Future()
                for old in list(self._kept)[: MOST_KEPT // 2] if len(self._kept) > MOST_KEPT else ():
                    self._kept.pop(old, None)
        if mine:
            try:
                found.set_result(self._made(self._job(way, body, options, keep_bodies=False)))
            except BaseException as error:
                found.set_exception(error)
                raise
        return found.result()

    def bodies(self, way: str, body: bytes, options: Options | None = None) -> Reencoded:
        """Return the same with the bodies, made now."""
        return self._made(self._job(way, body, options, keep_bodies=True))

    def close(self) -> None:
        """End the processes; what is being made is lost, and nothing is made from now on."""
        self._closed = True
        for running in list(self._running):
            running.kill()
        for _ in range(self._most):
            process = self._free.get()
            if process is not None:
                _end(process)
            self._free.put(None)

    def _job(self, way: str, body: bytes, options: Options | None, *, keep_bodies: bool) -> Job:
        return Job(way, body, options or {}, keep_bodies, max(0.001, self._job_limit_s))

    def _made(self, job: Job) -> Reencoded:
        if len(job.body) > MAX_MESSAGE_BYTES - _LEAST_SPARE:
            return _FAILED
        process = self._free.get()
        try:
            if self._closed:
                return _FAILED
            if is_over():
                self.lost += 1
                return _FAILED
            if process is None or process.poll() is not None:
                process = _started()
                self._running.add(process)
            answer = self._asked(process, msgspec.msgpack.encode(job))
            if answer is None:
                if _exit_code(process) == _MISTAKE and plugins.in_development():
                    raise AssertionError(f"the way {job.way} does not run: python -m delest.advise.workbench")
                self._running.discard(process)
                _end(process)
                process = None
                self.lost += 1
                return _FAILED
            return msgspec.msgpack.decode(answer, type=Reencoded)
        finally:
            self._free.put(process)

    def _asked(self, process: subprocess.Popen[bytes], message: bytes) -> bytes | None:
        if process.stdin is None or process.stdout is None:
            return None
        left_s = min(_BUSY * self._job_limit_s, _until.get() - time.monotonic())
        late = threading.Timer(max(0.0, left_s), process.kill)
        late.start()
        try:
            write_message(process.stdin, message)  # type: ignore[arg-type] # a pipe is read and written as a file
            return read_message(process.stdout)  # type: ignore[arg-type] # as above
        except OSError:  # it ended
            return None
        finally:
            late.cancel()


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "delest.advise.workbench"]
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _exit_code(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(1)
    except subprocess.TimeoutExpired:
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()
