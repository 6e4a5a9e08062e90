"""Sites that delest serves or starts itself, for the time of a measurement."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from delest.serving.coding import DEFAULT, Coding
from delest.serving.demo import serve_demo
from delest.serving.folder import pages_of, serve_folder
from delest.serving.process import started
from delest.serving.server import Respond, Response, serve
from delest.store.open_run import FILE_NAME

__all__ = ["coding_name", "is_run", "serve_build", "serve_demo", "serve_pages", "started"]


def is_run(path: Path) -> bool:
    """Tell whether a path is the directory of a saved audit, or its journal."""
    return (path / FILE_NAME).is_file() or (path.name == FILE_NAME and path.is_file())


def coding_name(text: str) -> str:
    """Return how a host compresses, as a baseline names it.

    Raises:
        InputError: there is no such compression.
    """
    return str(Coding.parse(text))


@contextmanager
def serve_build(folder: Path, served_with: str | None) -> Iterator[tuple[tuple[str, ...], str]]:
    """Serve a build folder; yield the URLs of its pages, and how it is compressed.

    Raises:
        InputError: the folder has no page, or the compression does not exist.
    """
    coding = Coding.parse(served_with or DEFAULT)
    pages = pages_of(folder)
    with serve_folder(folder, coding) as origin:
        yield tuple(f"{origin}{page}" for page in pages), str(coding)


@contextmanager
def serve_pages(page: Callable[[str], tuple[int, bytes]]) -> Iterator[str]:
    """Serve HTML pages made by a function from path to status and body; yield the origin."""

    def respond(target: str, _fields: Mapping[str, str]) -> Response:
        status, body = page(target)
        return Response(HTTPStatus(status), body, (("Content-Type", "text/html; charset=utf-8"),))

    def responder(_origin: str) -> Respond:
        return respond

    with serve(responder) as origin:
        yield origin
