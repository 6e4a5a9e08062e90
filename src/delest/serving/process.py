"""A site that a command starts: it is waited for, and ended with everything it started."""

import http.client
import os
import signal
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import IO, Final
from urllib.parse import urlsplit

from delest.errors import N_, InputError, NotMeasuredError

_EACH_S: Final = 0.25
_ASK_S: Final = 5.0
_GRACE_S: Final = 5.0
_LOOK_S: Final = 0.02
_ERROR: Final = 400
_PASSWORD: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_TAIL_BYTES: Final = 2_000
_TAIL_CHARACTERS: Final = 300


@contextmanager
def started(command: str, url: str, limit_s: float) -> Iterator[None]:
    """Start a command of the shell, wait until ``url`` is ready, and end the command with all its children.

    Ready is a page or a redirect, and a page behind a password (401, 403): the site is up, and the check says whether
    it is let in. Any other error may be that of a site that is still starting.

    Args:
        command: as it is typed, for example ``npm start``.
        url: asked until it is ready.
        limit_s: how long to wait.

    Raises:
        InputError: ``url`` is not an address of http or https, or answers before the command is started.
        NotMeasuredError: the command ended, or the site was not ready in time.
    """
    _refuse(url)
    with tempfile.TemporaryFile() as said:  # a pipe would fill up, and hold the command
        process = subprocess.Popen(  # noqa: S602 - the user's own command, as in a script
            command, shell=True, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        try:
            _wait(process, url, limit_s, said)
            yield
        finally:
            _end(process, url)


def _refuse(url: str) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is not one
        usable = False
    if not usable:
        raise InputError(
            N_("--wait-for: not a URL: {url}"), remedy=N_("write for example http://localhost:3000/"), url=url
        )
    if isinstance(_status(url), int):
        raise InputError(
            N_("{url} responds before the command of --serve was started: another program uses this address"),
            remedy=N_("stop that program, choose another port, or check the URL without --serve"),
            url=url,
        )


def _wait(process: subprocess.Popen[bytes], url: str, limit_s: float, said: IO[bytes]) -> None:
    until = time.monotonic() + limit_s
    status: int | str = ""
    while time.monotonic() < until:
        status = _status(url)
        if isinstance(status, int) and (status < _ERROR or status in _PASSWORD):
            return
        if process.poll() is not None:
            raise NotMeasuredError(
                N_("the command of --serve ended with exit code {code} before {url} was ready; its output: {said}"),
                remedy=N_("run it by itself to see what it says"),
                code=process.returncode,
                url=url,
                said=_tail(said),
            )
        time.sleep(_EACH_S)
    raise NotMeasuredError(
        N_("{url} was not ready after {seconds} s ({status}); output of the command of --serve: {said}"),
        remedy=N_("check the command and the address of --wait-for, or raise --wait"),
        url=url,
        seconds=limit_s,
        status=f"HTTP {status}" if isinstance(status, int) else status,
        said=_tail(said),
    )


def _tail(said: IO[bytes]) -> str:
    """Return the end of what the command wrote."""
    said.seek(max(0, said.seek(0, os.SEEK_END) - _TAIL_BYTES))
    return said.read().decode("utf-8", "replace").strip()[-_TAIL_CHARACTERS:] or "-"


def _status(url: str) -> int | str:
    """Return the status of a response, or why there was none."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=_ASK_S, context=_of_any_certificate()
        )
    else:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_ASK_S)
    try:
        connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        return connection.getresponse().status
    except OSError as error:
        return error.strerror or str(error) or type(error).__name__
    except http.client.HTTPException as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()


def _of_any_certificate() -> ssl.SSLContext:
    """Trust any certificate: only whether the site is up is asked here, and nothing is told to it."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _end(process: subprocess.Popen[bytes], url: str) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE_S)
            break
    with suppress(ProcessLookupError):  # children that outlive their shell
        os.killpg(process.pid, signal.SIGKILL)
    until = time.monotonic() + _GRACE_S
    while isinstance(_status(url), int) and time.monotonic() < until:  # the next command finds the address free
        time.sleep(_LOOK_S)
