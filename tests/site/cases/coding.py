"""Codings of the body."""

from tests.site.cases.case import Case
from tests.site.cases.parts import image, page, script, style
from tests.site.content import prose


def _coded(coding: str, about: str) -> Case:
    body = (
        f'<link rel="stylesheet" href="s.css"><p>{prose("text", 8000)}</p><img src="p.png"><script src="a.js"></script>'
    )
    return Case(
        name=coding or "identity",
        about=about,
        answers={
            "index.html": page(body, coding=coding),
            "s.css": style("p{color:#123}", "css", 20_000, coding),
            "a.js": script("document.title='done'", "js", 60_000, coding),
            "p.png": image("picture"),
        },
    )


CASES = (
    _coded("gzip", "Page, style sheet and script coded with gzip."),
    _coded("br", "Page, style sheet and script coded with brotli."),
    _coded("zstd", "Page, style sheet and script coded with zstd."),
    _coded("", "Page, style sheet and script as they are."),
)
