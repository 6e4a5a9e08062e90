"""How an answer says where it ends, and answers that do not end as they said."""

from dataclasses import replace

from tests.site.answers import Answer, Request
from tests.site.cases.case import HTTP1, Case
from tests.site.cases.parts import image, page, script, style


def _no_answer(_request: Request) -> Answer:
    raise ConnectionAbortedError


def _one(name: str, about: str, html: str, answers: dict[str, object], **more: object) -> Case:
    return Case(name=name, about=about, answers={"index.html": page(html), **answers}, **more)


_A_SCRIPT = script("document.title='done'", "framing", 40_000)
_A_STYLE = style("p{color:#123}", "framing", 30_000)

CASES = (
    _one(
        "chunked",
        "Chunks of 700 bytes, plain and gzip-coded: the framing counts.",
        '<script src="a.js"></script><script src="z.js"></script>',
        {
            "a.js": replace(_A_SCRIPT, framing="chunked"),
            "z.js": replace(_A_SCRIPT, framing="chunked", coding="gzip"),
        },
        transports=HTTP1,
    ),
    _one(
        "close-delimited",
        "No length: the end of the connection is the end of the body.",
        '<link rel="stylesheet" href="s.css"><img src="p.png">',
        {"s.css": replace(_A_STYLE, framing="close"), "p.png": replace(image("close"), framing="close")},
        transports=HTTP1,
    ),
    _one(
        "length-too-long",
        "Content-Length promises more than comes before the connection ends.",
        '<script src="a.js"></script><img src="p.png">',
        {
            "a.js": replace(_A_SCRIPT, declared_bytes=90_000),
            "p.png": replace(image("long"), declared_bytes=90_000),
        },
        times={"a.js": range(1, 3), "p.png": range(1, 3)},
        transports=HTTP1,
    ),
    _one(
        "length-too-short",
        "Content-Length promises less than is sent; the rest is on the wire all the same.",
        '<link rel="stylesheet" href="s.css">',
        {"s.css": replace(style("p{color:#123}", "short", 2000), declared_bytes=1500)},
        transports=HTTP1,
    ),
    _one(
        "early-close",
        "Two answers break off: a chunked script and a picture.",
        '<script src="a.js"></script><img src="p.png">',
        {"a.js": replace(_A_SCRIPT, framing="chunked", cut=True), "p.png": replace(image("cut"), cut=True)},
        times={"a.js": range(1, 3), "p.png": range(1, 3)},
    ),
    _one(
        "reset",
        "The connection is reset in the middle of a chunked script and of a picture.",
        '<script src="a.js"></script><img src="p.png">',
        {"a.js": replace(_A_SCRIPT, framing="chunked", reset=True), "p.png": replace(image("reset"), reset=True)},
        times={"a.js": range(1, 3), "p.png": range(1, 3)},
        transports=HTTP1,
    ),
    _one(
        "going-away",
        "In the middle of a script the server says that this HTTP/2 connection takes no more requests; more follow.",
        '<script src="a.js"></script><script src="b.js"></script>',
        {
            "a.js": replace(_A_SCRIPT, goaway=True),
            "b.js": script("const next = new Image(); next.src = 'p.png'", "next", 3000),
            "p.png": image("on another connection"),
        },
        times={"b.js": range(1, 3)},
        transports=("h2",),
    ),
    _one(
        "trailers",
        "Fields after the body of a script and of a picture.",
        '<script src="a.js"></script><img src="p.png">',
        {
            "a.js": replace(_A_SCRIPT, framing="chunked", trailers=(("X-Sum", "a" * 40), ("Server-Timing", "all"))),
            "p.png": replace(image("trailers"), framing="chunked", trailers=(("X-Sum", "b" * 80),)),
        },
    ),
    _one(
        "no-answer",
        "The connection ends before a single byte of an answer.",
        '<img src="p.png">',
        {"p.png": _no_answer},
        times={"p.png": range(1, 5)},
        transports=HTTP1,
    ),
    _one(
        "large-head",
        "30 kB of header fields around 3 kB of picture.",
        '<img src="p.png">',
        {
            "p.png": replace(
                image("head", 32), fields=(*(("X-Filler", "f" * 3000),) * 10, ("Content-Type", "image/png"))
            )
        },
    ),
    _one(
        "interims",
        "Three 103 before the page and two before a picture.",
        '<img src="p.png">',
        {
            "index.html": replace(page('<img src="p.png">'), hints=((("X-Note", "soon"),),) * 3),
            "p.png": replace(image("interims"), hints=((("X-Note", "soon"),), (("X-Note", "very soon"),))),
        },
    ),
    _one(
        "interim",
        "A 103 before the page and one before a style sheet: interim answers count, heeded or not.",
        '<link rel="stylesheet" href="s.css">',
        {
            "index.html": replace(
                page('<link rel="stylesheet" href="s.css">'), hints=((("Link", "<s.css>; rel=preload; as=style"),),)
            ),
            "s.css": replace(_A_STYLE, hints=((("X-Note", "soon"),),)),
        },
    ),
)
