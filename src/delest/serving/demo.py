"""The demo site: a small public service site, too heavy on purpose, served on loopback."""

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from delest.errors import N_, InputError
from delest.serving.server import Respond, Response, serve

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
_NOT_FOUND: Final = b"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Page introuvable</title></head>
<body><h1>Page introuvable</h1><p><a href="/">Retour \xc3\xa0 l'accueil</a></p></body></html>
"""


class _File(NamedTuple):
    status: HTTPStatus
    media_type: str
    body: bytes
    gzipped: bytes | None = None


def _site_folder() -> Path:
    for place in _PLACES:
        if (place / "index.html").is_file():
            return place
    raise InputError(
        N_("the demo site is not installed beside delest: looked in {places}"),
        remedy=N_("give the URL of a site, or install delest again"),
        places=", ".join(map(str, _PLACES)),
    )


def _read_files(folder: Path, origin: str) -> dict[str, _File]:
    files = {}
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
        files[path.removesuffix("index.html")] = _File(HTTPStatus.OK, media_type, body, gzipped)
    return files


def _responder(folder: Path, origin: str) -> Respond:
    """Respond from a table that is read at the start: no request ever reaches the disk."""
    files = _read_files(folder, origin)
    missing = _File(HTTPStatus.NOT_FOUND, _MEDIA_TYPES[".html"], _NOT_FOUND)

    def respond(target: str, fields: Mapping[str, str]) -> Response:
        file = files.get(urlsplit(target).path, missing)
        sent: list[tuple[str, str]] = []
        body = file.body
        if file.gzipped is not None:
            sent.append(("Vary", "Accept-Encoding"))
            if "gzip" in fields.get("accept-encoding", ""):
                body = file.gzipped
                sent.append(("Content-Encoding", "gzip"))
        return Response(file.status, body, (*sent, ("Content-Type", file.media_type)))

    return respond


@contextmanager
def serve_demo() -> Iterator[str]:
    """Serve the demo site on a free loopback port and yield the URL of its home page.

    Raises:
        InputError: the site's files are not there.
    """
    folder = _site_folder()
    with serve(lambda origin: _responder(folder, origin)) as origin:
        yield f"{origin}/"
