"""Pages that mean harm, or are made so badly that it makes no difference."""

from tests.site.cases.case import Case
from tests.site.cases.parts import ICONLESS, image, page, script

_TITLE = (
    "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;\u202e{{7*7}}\x1b[31m\"'`${x}&lt;img src=x onerror=alert(1)&gt;"
)
_NAME = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E.png"
_POISON = """
Array.prototype.toJSON = Object.prototype.toJSON = String.prototype.toJSON = () => "stolen";
Object.prototype.length = 0; Object.prototype.then = undefined;
Object.defineProperty(Object.prototype, "value", {set() { throw 1 }, get() { return 1e9 }});
Object.defineProperty(window, "performance", {value: null}); window.Promise = undefined;
window.innerHeight = "1e9"; window.scrollTo = window.scrollBy = Element.prototype.scrollIntoView = () => { throw 1 };
window.requestAnimationFrame = window.setTimeout = () => 0; Array.from = JSON.stringify = () => { throw 1 };
document.querySelectorAll = document.getElementsByTagName = () => ({length: -1});
"""

CASES = (
    Case(
        name="hostile-names",
        about="Title and file name hold markup, terminal codes and template marks.",
        answers={
            "index.html": page(f'<img src="{_NAME}">', head=f"{ICONLESS}<title>{_TITLE}</title>"),
            _NAME: image("hostile"),
        },
    ),
    Case(
        name="poisoned",
        about="The page replaces what scripts in it would rely on; far below is a lazy picture.",
        answers={
            "index.html": page(
                '<script src="poison.js"></script><img src="p.png">'
                '<div style="height:900vh"></div><img loading="lazy" width="60" height="60" src="far.png">'
            ),
            "poison.js": script(_POISON),
            "p.png": image("poisoned"),
            "far.png": image("far"),
        },
    ),
    Case(
        name="huge-dom",
        about="100 000 elements.",
        answers={
            "index.html": page(
                '<img src="p.png"><script>for (let n = 0; n < 100000; n++)'
                " document.body.appendChild(document.createElement('i'))</script>"
            ),
            "p.png": image("huge"),
        },
    ),
    Case(
        name="runaway",
        about="A script that never ends, half a second after the page has come.",
        answers={
            "index.html": page('<img src="p.png"><script>setTimeout(() => { for (;;); }, 500)</script>'),
            "p.png": image("runaway"),
        },
    ),
    Case(
        name="dialogs-without-end",
        about="One dialog after the other, for ever.",
        answers={
            "index.html": page('<img src="p.png"><script>for (;;) alert("again")</script>'),
            "p.png": image("alert"),
        },
        times={"p.png": range(2)},
    ),
)
