"""What moves when the visitor leaves, and what is reported behind the page's back."""

from dataclasses import replace

from tests.site.cases.case import Case
from tests.site.cases.parts import data, image, page

_POLICY = "img-src 'self' data:; report-uri /csp-report/report"

CASES = (
    Case(
        name="beacon",
        about="A beacon is sent when the page is left; its answer has a body.",
        answers={
            "index.html": page('<script>addEventListener("pagehide", () => navigator.sendBeacon("b", "x"))</script>'),
            "b": data("beacon", 2000),
        },
    ),
    Case(
        name="keepalive",
        about="A fetch that outlives the page, begun when it is left.",
        answers={
            "index.html": page(
                '<script>addEventListener("pagehide", () => fetch("k", {method: "POST", keepalive: true}))</script>'
            ),
            "k": data("keepalive", 3000),
        },
    ),
    Case(
        name="csp-report",
        about="A third party's picture is refused by the page's policy, and that is reported.",
        answers={
            "index.html": replace(
                page('<img src="[[third]]/csp-report/p.png">'),
                fields=(("Content-Type", "text/html"), ("Content-Security-Policy", _POLICY)),
            ),
            "p.png": image("refused"),
            "report": data("report", 900),
        },
        times={"p.png": 0},
    ),
)
