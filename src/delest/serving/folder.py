"""A build folder, served as a usual static host serves it: clean URLs, index files, a page for what is not found.

The rules are those that GitHub Pages, GitLab Pages and Netlify share: ``/a/`` is ``a/index.html``, ``/a`` is ``a`` or
``a.html`` or leads to ``/a/``, and what is not found is answered with ``404.html``.
"""

import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from delest.errors import N_, InputError
from delest.serving.coding import Coding
from delest.serving.server import Respond, Response, serve

_PAGES: Final = frozenset({".html", ".htm", ".xhtml"})
_TEXT: Final = frozenset({
    "application/javascript", "application/json", "application/ld+json", "application/manifest+json",
    "application/rss+xml", "application/wasm", "application/xhtml+xml", "application/xml", "image/svg+xml",
    "image/x-icon", "image/vnd.microsoft.icon", "font/ttf", "font/otf",
})  # fmt: skip
"""Compressed beside ``text/...``, as the lists of common hosts do."""
_TYPES: Final = {
    ".avif": "image/avif", ".js": "text/javascript", ".mjs": "text/javascript", ".otf": "font/otf",
    ".ttf": "font/ttf", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json",
    ".webp": "image/webp", ".woff": "font/woff", ".woff2": "font/woff2", ".xhtml": "application/xhtml+xml",
}  # fmt: skip
_LEAST_COMPRESSED_BYTES: Final = 256
_CACHED_BYTES: Final = 200_000_000
"""What is kept of compressed files."""
_PLAIN_404: Final = b"<!doctype html><title>404</title><h1>Not found</h1>"


def pages_of(folder: Path) -> tuple[str, ...]:
    """Return the paths of the pages that a build folder holds, the home page first, its 404 page left out.

    Raises:
        InputError: it cannot be read, or holds no page.
    """
    try:
        files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in _PAGES and _is_served(file, folder))
    except OSError as error:
        raise InputError(
            N_("{folder} cannot be read: {reason}"),
            remedy=N_("name the folder that your build writes, for example ./dist"),
            folder=str(folder),
            reason=error.strerror or "",
        ) from error
    paths = [_address(file, folder) for file in files if file.name not in {"404.html", "404.htm"}]
    if not paths:
        raise InputError(
            N_("{folder} contains no HTML page: nothing would be checked"),
            remedy=N_("run the build first, or name the folder that it writes"),
            folder=str(folder),
        )
    return tuple(sorted(paths, key=lambda path: (path.count("/"), path)))


def _address(file: Path, folder: Path) -> str:
    path = "/" + quote(file.relative_to(folder).as_posix())
    return path.removesuffix(file.name) if file.stem == "index" else path


def _is_served(file: Path, folder: Path) -> bool:
    """Tell whether a file may be served: nothing hidden, nothing that a link leads to outside the folder."""
    parts = file.relative_to(folder).parts
    hidden = any(part.startswith(".") and part != ".well-known" for part in parts)
    return not hidden and file.is_file() and file.resolve().is_relative_to(folder.resolve())


class _Folder:
    def __init__(self, folder: Path, coding: Coding) -> None:
        self._folder = folder
        self._coding = coding
        self._coded: dict[tuple[Path, str], tuple[bytes, str]] = {}
        self._held_bytes = 0
        self._lock = Lock()

    def respond(self, target: str, fields: Mapping[str, str]) -> Response:
        path = unquote(urlsplit(target).path)
        file, status = self._found(path), HTTPStatus.OK
        if file is None and not path.endswith("/") and self._found(path + "/"):
            query = urlsplit(target).query
            return Response(
                HTTPStatus.MOVED_PERMANENTLY, b"", (("Location", quote(path) + "/" + (f"?{query}" if query else "")),)
            )
        if file is None:
            file, status = self._found("/404.html"), HTTPStatus.NOT_FOUND
            if file is None:
                return Response(status, _PLAIN_404, (("Content-Type", "text/html; charset=utf-8"),))
        return self._sent(file, status, fields)

    def _found(self, path: str) -> Path | None:
        if "\0" in path or not path.startswith("/"):
            return None
        named = self._folder / path.lstrip("/")
        tries = [named / "index.html"] if path.endswith("/") else [named, named.with_name(named.name + ".html")]
        try:
            return next((each for each in tries if _is_served(each, self._folder)), None)
        except (OSError, ValueError):  # a name too long, or one that leads out of the folder
            return None

    def _sent(self, file: Path, status: HTTPStatus, fields: Mapping[str, str]) -> Response:
        kind = _TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        body = file.read_bytes()
        tag = '"' + hashlib.sha256(body).hexdigest()[:32] + '"'
        text = kind.startswith("text/") or kind in _TEXT
        sent = [("ETag", tag), ("Cache-Control", "max-age=600")]
        if text:
            sent.append(("Vary", "Accept-Encoding"))
        if fields.get("if-none-match") == tag:
            return Response(HTTPStatus.NOT_MODIFIED, b"", tuple(sent))
        coding = ""
        if text and len(body) >= _LEAST_COMPRESSED_BYTES:
            body, coding = self._in_coding(file, body, fields.get("accept-encoding", ""))
        if coding:
            sent.append(("Content-Encoding", coding))
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        return Response(status, body, (*sent, ("Content-Type", kind + charset)))

    def _in_coding(self, file: Path, body: bytes, accept_encoding: str) -> tuple[bytes, str]:
        with self._lock:
            known = self._coded.get((file, accept_encoding))
        if known is None:
            known = self._coding.coded(body, accept_encoding)
            with self._lock:
                if self._held_bytes + len(known[0]) <= _CACHED_BYTES:
                    self._held_bytes += len(known[0])
                    self._coded[file, accept_encoding] = known
        return known


@contextmanager
def serve_folder(folder: Path, coding: Coding) -> Iterator[str]:
    """Serve a build folder on a free loopback port and yield its origin, without a slash at its end.

    Files are compressed as ``coding`` says, and may be kept for ten minutes, as GitHub Pages states.
    """
    served = _Folder(folder.resolve(), coding)

    def respond(_origin: str) -> Respond:
        return served.respond

    with serve(respond) as origin:
        yield origin
