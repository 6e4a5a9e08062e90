"""A site that a command starts: it is waited for, and ended with everything it started."""

import http.client
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Final
from urllib.parse import urlsplit

from delest.errors import N_, InputError, NotMeasuredError

_EACH_S: Final = 0.25
_ASK_S: Final = 5.0
_GRACE_S: Final = 5.0
_SERVER_ERROR: Final = 500
_TAIL_BYTES: Final = 2_000
_TAIL_CHARACTERS: Final = 300


@contextmanager
def started(command: str, url: str, limit_s: float) -> Iterator[None]:
    """Start a command of the shell, wait until ``url`` answers, and end the command with all its children.

    Args:
        command: as it is typed, for example ``npm start``.
        url: answered with less than 500 once the site is ready.
        limit_s: how long to wait.

    Raises:
        InputError: ``url`` is not an address of http or https.
        NotMeasuredError: the command ended, or the site was not ready in time.
    """
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise InputError(
            N_("--wait-for: not a URL: {url}"), remedy=N_("write for example http://localhost:3000/"), url=url
        )
    with tempfile.TemporaryFile() as said:  # a pipe would fill up, and hold the command
        process = subprocess.Popen(  # noqa: S602 - the user's own command, as in a script
            command, shell=True, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        try:
            _wait(process, url, limit_s, said)
            yield
        finally:
            _end(process)


def _wait(process: subprocess.Popen[bytes], url: str, limit_s: float, said: IO[bytes]) -> None:
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        if _is_ready(url):
            return
        if process.poll() is not None:
            raise NotMeasuredError(
                N_("the command of --serve ended with {code} before {url} answered: {said}"),
                remedy=N_("run it by itself to see what it says"),
                code=process.returncode,
                url=url,
                said=_tail(said),
            )
        time.sleep(_EACH_S)
    raise NotMeasuredError(
        N_("{url} did not answer within {seconds} s; the command of --serve said: {said}"),
        remedy=N_("check the command and the address of --wait-for, or raise --wait"),
        url=url,
        seconds=limit_s,
        said=_tail(said),
    )


def _tail(said: IO[bytes]) -> str:
    """Return the end of what the command wrote."""
    said.seek(max(0, said.seek(0, os.SEEK_END) - _TAIL_BYTES))
    return said.read().decode("utf-8", "replace").strip()[-_TAIL_CHARACTERS:] or "-"


def _is_ready(url: str) -> bool:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_ASK_S)
    try:
        connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        return connection.getresponse().status < _SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE_S)
            break
    with suppress(ProcessLookupError):  # children that outlive their shell
        os.killpg(process.pid, signal.SIGKILL)
