"""What a page asks for ahead of need."""

from dataclasses import replace

from tests.site.cases.case import Case
from tests.site.cases.parts import image, page, script, style

_RULES = '<script type="speculationrules">{"prefetch": [{"urls": ["next.html"], "eagerness": "immediate"}]}</script>'

CASES = (
    Case(
        name="preload",
        about="One preloaded script is used, one is not; a module is preloaded too.",
        answers={
            "index.html": page(
                '<link rel="preload" as="script" href="used.js"><link rel="preload" as="script" href="unused.js">'
                '<link rel="modulepreload" href="m.js"><script src="used.js"></script>'
            ),
            "used.js": script("document.title = 'done'", "used", 9000),
            "unused.js": script("", "unused", 9000),
            "m.js": script("export const m = 1", "m", 4000),
        },
    ),
    Case(
        name="prefetch",
        about="The next page is prefetched by a link.",
        answers={
            "index.html": page('<link rel="prefetch" href="next.html"><a href="next.html">Next</a>'),
            "next.html": page("<p>Next</p>"),
        },
    ),
    Case(
        name="speculation-rules",
        about="The next page is prefetched by speculation rules.",
        answers={"index.html": page(_RULES), "next.html": page("<p>Next</p>")},
    ),
    Case(
        name="early-hints",
        about="A 103 that names a style sheet which the page then uses, and a picture which it does not.",
        answers={
            "index.html": replace(
                page('<link rel="stylesheet" href="s.css">'),
                hints=((("Link", "<s.css>; rel=preload; as=style"), ("Link", "<p.png>; rel=preload; as=image")),),
            ),
            "s.css": style("p{color:#123}", "hinted", 8000),
            "p.png": image("hinted"),
        },
        transports=("h2",),
    ),
)
