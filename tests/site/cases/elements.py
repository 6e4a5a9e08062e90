"""What elements and styles ask for besides the plain picture, style sheet and script."""

from dataclasses import replace

from tests.site.answers import Answer
from tests.site.cases.case import Case
from tests.site.cases.parts import KEPT, font, image, page, script, style

_IMPORTS = (
    '<script type="importmap">{"imports": {"part": "./part.js"}}</script><script type="module" src="a.js"></script>'
)

CASES = (
    Case(
        name="import-map",
        about="A module by the name that an import map gives it.",
        answers={
            "index.html": page(_IMPORTS),
            "a.js": script('import "part"'),
            "part.js": script("export const part = 1", "mapped", 6000),
        },
    ),
    Case(
        name="style-imports",
        about="Style sheets that import one another, four deep, the last one from a third party.",
        answers={
            "index.html": page('<link rel="stylesheet" href="a.css"><p>Text</p>'),
            "a.css": style('@import "b.css";', "a", 2000),
            "b.css": style('@import url("c.css");', "b", 2000),
            "c.css": style('@import "[[third]]/style-imports/d.css";', "c", 2000),
            "d.css": style("p{color:#123}", "d", 2000),
        },
    ),
    Case(
        name="font-ranges",
        about="A font in two parts, of which the text needs one.",
        answers={
            "index.html": page('<link rel="stylesheet" href="a.css"><p>Text</p>'),
            "a.css": style(
                "@font-face{font-family:F;src:url(latin.ttf);unicode-range:U+0-FF}"
                "@font-face{font-family:F;src:url(greek.ttf);unicode-range:U+370-3FF} p{font-family:F}"
            ),
            "latin.ttf": font(),
            "greek.ttf": font(),
        },
        times={"greek.ttf": 0},
    ),
    Case(
        name="embedded",
        about="An object, an embed, a poster and a captions track.",
        answers={
            "index.html": page(
                '<object data="o.png" type="image/png"></object><embed src="e.html" type="text/html">'
                '<video poster="p.png" preload="none" controls><track default kind="captions" src="t.vtt"></video>'
            ),
            "o.png": image("object"),
            "e.html": page('<img src="inner.png">'),
            "inner.png": image("embedded"),
            "p.png": image("poster"),
            "t.vtt": Answer(
                fields=(("Content-Type", "text/vtt"), KEPT), body="WEBVTT\n\n00:00.000 --> 00:09.000\nText\n"
            ),
        },
        times={"t.vtt": range(2)},
    ),
    Case(
        name="chosen-pictures",
        about="A picture element and a CSS image-set: one of two each.",
        answers={
            "index.html": page(
                '<style>p{background:image-set("one.png" 1x, "two.png" 2x)}</style><p>Text</p><picture>'
                '<source media="(min-width: 1000px)" srcset="wide.png"><img src="narrow.png"></picture>'
            ),
            "one.png": image("one"),
            "two.png": image("two"),
            "wide.png": image("wide"),
            "narrow.png": image("narrow"),
        },
        times={"two.png": 0, "narrow.png": 0},
    ),
    Case(
        name="frame-boxed",
        about="Frames that are sandboxed, without credentials, and made from a blob.",
        answers={
            "index.html": page(
                '<iframe sandbox src="boxed.html"></iframe>'
                '<iframe credentialless src="[[third]]/frame-boxed/bare.html"></iframe><iframe id="f"></iframe><script>'
                "const text = `<img src='${new URL(\"blob.png\", location)}'>`;"
                'f.src = URL.createObjectURL(new Blob([text], {type: "text/html"}))</script>'
            ),
            "boxed.html": page('<img src="boxed.png">'),
            "boxed.png": image("boxed"),
            "bare.html": page('<img src="bare.png">'),
            "bare.png": image("bare"),
            "blob.png": image("from a blob"),
        },
    ),
    Case(
        name="isolated",
        about="A page that isolates itself from other origins, with a worker and a third party's picture.",
        answers={
            "index.html": replace(
                page(
                    '<img crossorigin src="[[third]]/isolated/p.png">'
                    '<script>new Worker("w.js").postMessage(new SharedArrayBuffer(8))</script>'
                ),
                fields=(
                    ("Content-Type", "text/html"),
                    ("Cross-Origin-Opener-Policy", "same-origin"),
                    ("Cross-Origin-Embedder-Policy", "require-corp"),
                ),
            ),
            "w.js": replace(
                script("self.w = 1", "isolated", 5000),
                fields=(("Content-Type", "text/javascript"), ("Cross-Origin-Embedder-Policy", "require-corp")),
            ),
            "p.png": replace(
                image("isolated"), fields=(("Content-Type", "image/png"), ("Access-Control-Allow-Origin", "*"))
            ),
        },
    ),
)
