"""Frames: of the same site, of another one, nested, lazy, written in place."""

from tests.site.cases.case import Case
from tests.site.cases.parts import image, page, tall_page

_INNER = {"inner.html": page('<img src="inner.png">'), "inner.png": image("inner", 80)}

CASES = (
    Case(
        name="frame-same-site",
        about="A frame of the page's own origin, and one of another host of the same site.",
        answers={
            "index.html": page(
                '<iframe src="inner.html"></iframe><iframe src="[[static]]/frame-same-site/other.html"></iframe>'
            ),
            **_INNER,
            "other.html": page('<img src="other.png">'),
            "other.png": image("other"),
        },
    ),
    Case(
        name="frame-cross-site",
        about="A frame of a third party, in a process of its own.",
        answers={"index.html": page('<iframe src="[[third]]/frame-cross-site/inner.html"></iframe>'), **_INNER},
    ),
    Case(
        name="frame-nested",
        about="A third party's frame which holds a frame of the page's site.",
        answers={
            "index.html": page('<iframe src="[[third]]/frame-nested/middle.html"></iframe>'),
            "middle.html": page('<iframe src="[[www]]/frame-nested/inner.html"></iframe>'),
            **_INNER,
        },
    ),
    Case(
        name="frame-lazy",
        about="A frame far below that loads when the visitor comes near.",
        answers={"index.html": tall_page('<iframe loading="lazy" src="inner.html"></iframe>', screens=9), **_INNER},
    ),
    Case(
        name="frame-srcdoc",
        about="A frame whose text stands in the page.",
        answers={"index.html": page("<iframe srcdoc='<img src=\"p.png\">'></iframe>"), "p.png": image("srcdoc")},
    ),
)
