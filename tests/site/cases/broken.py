"""Answers whose coding or framing is unusual, or wrong."""

import gzip
import zlib
from dataclasses import replace

import brotli

from tests.site.answers import Answer, Verbatim
from tests.site.cases.case import HTTP1, Case
from tests.site.cases.parts import KEPT, image, page, script, style
from tests.site.content import noise, prose

_TEXT = f"/* {prose('broken', 30_000)} */".encode()
_SCRIPT = ("Content-Type", "text/javascript")


def _coded(coding: str, body: bytes) -> Answer:
    return Answer(fields=(_SCRIPT, KEPT, ("Content-Encoding", coding)), body=body)


def _raw(head: str, body: bytes, *, close: bool = False) -> Verbatim:
    return Verbatim(raw=f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body, close=close)


def _chunk(data: bytes, extension: bytes = b"") -> bytes:
    return b"%x%b\r\n%b\r\n" % (len(data), extension, data)


CASES = (
    Case(
        name="deflate",
        about="A script coded with deflate.",
        answers={"index.html": page('<script src="a.js"></script>'), "a.js": _coded("deflate", zlib.compress(_TEXT))},
    ),
    Case(
        name="codings-broken",
        about="gzip with garbage behind it, gzip cut short, brotli that is noise, two codings at once.",
        answers={
            "index.html": page("".join(f'<script src="{name}.js"></script>' for name in ("a", "b", "c", "d"))),
            "a.js": _coded("gzip", gzip.compress(_TEXT, mtime=0) + noise("garbage", 3000)),
            "b.js": _coded("gzip", gzip.compress(_TEXT, mtime=0)[:1500]),
            "c.js": _coded("br", noise("not brotli", 20_000)),
            "d.js": _coded("gzip, br", brotli.compress(gzip.compress(_TEXT, mtime=0))),
        },
        times={name: range(1, 3) for name in ("b.js", "c.js")},
    ),
    Case(
        name="chunks-unusual",
        about="Chunk extensions, a trailer field, and leading zeros of a chunk's length.",
        answers={
            "index.html": page('<script src="a.js"></script><script src="b.js"></script>'),
            "a.js": _raw(
                "Content-Type: text/javascript\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum",
                _chunk(_TEXT[:9000], b";name=value") + _chunk(_TEXT[9000:]) + b"0\r\nX-Sum: 12345\r\n\r\n",
            ),
            "b.js": _raw(
                "Content-Type: text/javascript\r\nTransfer-Encoding: chunked", b"000" + _chunk(_TEXT) + b"0\r\n\r\n"
            ),
        },
        transports=HTTP1,
    ),
    Case(
        name="heads-unusual",
        about="A folded field, fields without blanks, and an answer of HTTP/1.0.",
        answers={
            "index.html": page('<script src="a.js"></script><script src="b.js"></script>'),
            "a.js": _raw(
                f"Content-Type:text/javascript\r\nX-Long: one\r\n two\r\n three\r\nContent-Length:{len(_TEXT)}", _TEXT
            ),
            "b.js": Verbatim(raw=b"HTTP/1.0 200 OK\r\nContent-Type: text/javascript\r\n\r\n" + _TEXT, close=True),
        },
        transports=HTTP1,
    ),
    Case(
        name="chunks-broken",
        about="A chunk's length that is none, after some that are.",
        answers={
            "index.html": page('<script src="a.js"></script>'),
            "a.js": _raw(
                "Content-Type: text/javascript\r\nTransfer-Encoding: chunked",
                _chunk(_TEXT[:9000]) + b"what?\r\n",
                close=True,
            ),
        },
        times={"a.js": range(1, 3)},
        transports=HTTP1,
    ),
    Case(
        name="many-small",
        about="150 pictures of a few bytes and 20 style sheets.",
        answers={
            "index.html": page(
                "".join(f'<img src="{n}.png">' for n in range(150))
                + "".join(f'<link rel="stylesheet" href="{n}.css">' for n in range(20))
            ),
            **{f"{n}.png": image(f"small {n}", 1 + n % 5) for n in range(150)},
            **{f"{n}.css": style(f".c{n}{{color:#123}}") for n in range(20)},
        },
    ),
    Case(
        name="head-in-parts",
        about="40 kB of header fields that no coding shrinks: HTTP/2 needs CONTINUATION frames for them.",
        answers={
            "index.html": page('<img src="p.png"><script src="a.js"></script>'),
            "p.png": replace(
                image("parts"),
                fields=(("Content-Type", "image/png"), *((f"X-{n}", noise(f"f{n}", 2000).hex()) for n in range(10))),
            ),
            "a.js": script("document.title='done'", "beside", 20_000),
        },
    ),
    Case(
        name="padded",
        about="DATA frames of HTTP/2 with padding.",
        answers={
            "index.html": page('<img src="p.png"><script src="a.js"></script>'),
            "p.png": replace(image("padded", 120), padding_bytes=100),
            "a.js": replace(script("document.title='done'", "padded", 20_000), padding_bytes=255),
        },
        transports=("h2",),
    ),
    Case(
        name="lossy",
        about="Of seven datagrams one gets lost and its bytes are sent again: they count once.",
        answers={
            "index.html": page('<img src="p.png"><script src="a.js"></script>'),
            "p.png": replace(image("lossy", 150), lost_datagrams=7),
            "a.js": replace(script("document.title='done'", "lossy", 60_000), lost_datagrams=7),
        },
        transports=("h3",),
    ),
)
