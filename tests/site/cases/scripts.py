"""Modules and styles that ask for more."""

from tests.site.cases.case import Case
from tests.site.cases.parts import font, image, page, script, style

CASES = (
    Case(
        name="modules",
        about="A module, what it imports, and what it imports later.",
        answers={
            "index.html": page('<script type="module" src="a.js"></script>'),
            "a.js": script('import {b} from "./b.js"; import("./late.js")'),
            "b.js": script('export {c as b} from "./c.js"', "b", 8000),
            "c.js": script("export const c = 1", "c", 8000),
            "late.js": script('import "./c.js"; document.title = "done"', "late", 8000),
        },
    ),
    Case(
        name="styles",
        about="An imported style sheet, a background, a font, a print sheet; what no element uses is not fetched.",
        answers={
            "index.html": page(
                '<link rel="stylesheet" href="a.css"><link rel="stylesheet" href="print.css" media="print">'
                '<p class="used">Text</p>'
            ),
            "a.css": style('@import "b.css"; .used{background:url(used.png)} .never{background:url(unused.png)}'),
            "b.css": style(
                "@font-face{font-family:F;src:url(f.ttf)} @font-face{font-family:G;src:url(g.ttf)} p{font-family:F}"
            ),
            "print.css": style("p{color:#000}", "print", 3000),
            "used.png": image("used"),
            "unused.png": image("unused"),
            "f.ttf": font(),
            "g.ttf": font(),
        },
        times={"unused.png": 0, "g.ttf": 0},
    ),
    Case(
        name="third-party",
        about="Style sheet, script and font of a third party, of which one asks for more.",
        answers={
            "index.html": page(
                '<link rel="stylesheet" href="[[third]]/third-party/t.css"><p>Text</p>'
                '<script src="[[third]]/third-party/t.js"></script><img src="[[static]]/third-party/p.png">'
            ),
            "t.css": style("@font-face{font-family:F;src:url(f.ttf)} p{font-family:F}", "third", 6000, "gzip"),
            "t.js": script('new Image().src = "[[third]]/third-party/pixel.png"', "third", 20_000, "br"),
            "f.ttf": font(),
            "pixel.png": image("pixel", 2),
            "p.png": image("static"),
        },
    ),
    Case(
        name="source-set",
        about="A picture in three widths: the device decides which (here a desktop of 1920 px).",
        answers={
            "index.html": page(
                '<meta name="viewport" content="width=device-width">'
                '<img srcset="s.png 480w, m.png 1200w, l.png 1920w" sizes="100vw" src="s.png">'
            ),
            "s.png": image("small", 30),
            "m.png": image("medium", 60),
            "l.png": image("large", 90),
        },
        times={"s.png": 0, "m.png": 0},
    ),
)
