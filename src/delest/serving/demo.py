"""The demo site: a small public service site, too heavy on purpose, served on loopback."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from delest.errors import N_, InputError

_ROOM: Final = Path(__file__).parent
_PLACES: Final = (_ROOM.parents[0] / "demo", _ROOM.parents[2] / "fixtures" / "demo")  # in a wheel, in a clone

_MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
_NAME_THE_ORIGIN: Final = {"/robots.txt", "/sitemap.xml"}
_IDLE_S: Final = 30
_NOT_FOUND: Final = b"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Page introuvable</title></head>
<body><h1>Page introuvable</h1><p><a href="/">Retour \xc3\xa0 l'accueil</a></p></body></html>
"""


class _Answer(NamedTuple):
    status: HTTPStatus
    media_type: str
    body: bytes
    gzipped: bytes | None = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    answers: dict[str, _Answer]

    def server_bind(self) -> None:
        """Bind without asking the resolver for this machine's name, which can take seconds off the network."""
        TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: browsers hang up in the middle of answers as a matter of course."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "delest-demo"
    sys_version = ""
    timeout = _IDLE_S
    wbufsize = -1  # header and body leave in one piece
    server: _Server

    def do_GET(self) -> None:
        """Answer from the table that was read at the start: no request ever reaches the disk."""
        path = urlsplit(self.path).path
        answer = self.server.answers.get(path, _Answer(HTTPStatus.NOT_FOUND, _MEDIA_TYPES[".html"], _NOT_FOUND))
        body = answer.body
        self.send_response(answer.status)
        if answer.gzipped is not None:
            self.send_header("Vary", "Accept-Encoding")
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                body = answer.gzipped
                self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet: stderr belongs to the audit."""


def _site_folder() -> Path:
    for place in _PLACES:
        if (place / "index.html").is_file():
            return place
    raise InputError(
        N_("the demo site is not installed beside delest: looked in {places}"),
        remedy=N_("give the URL of a site, or install delest again"),
        places=", ".join(map(str, _PLACES)),
    )


def _read_answers(folder: Path, origin: str) -> dict[str, _Answer]:
    answers = {}
    for file in folder.rglob("*"):
        media_type = _MEDIA_TYPES.get(file.suffix)
        if media_type is None or not file.is_file():
            continue
        path = "/" + file.relative_to(folder).as_posix()
        body = file.read_bytes()
        if path in _NAME_THE_ORIGIN:
            body = body.replace(b"{origin}", origin.encode())
        # Only pages are compressed: style and script travel as they are, for the audit to notice.
        gzipped = gzip.compress(body, mtime=0) if file.suffix == ".html" else None
        answers[path.removesuffix("index.html")] = _Answer(HTTPStatus.OK, media_type, body, gzipped)
    return answers


@contextmanager
def serve_demo() -> Iterator[str]:
    """Serve the demo site on a free loopback port and yield the URL of its home page.

    Raises:
        InputError: the site's files are not there.
    """
    folder = _site_folder()
    with _Server(("127.0.0.1", 0), _Handler) as server:
        origin = f"http://127.0.0.1:{server.server_address[1]}"
        server.answers = _read_answers(folder, origin)
        thread = threading.Thread(target=server.serve_forever, name="delest-demo", daemon=True)
        thread.start()
        try:
            yield f"{origin}/"
        finally:
            server.shutdown()
            thread.join()
