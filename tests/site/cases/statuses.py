"""Answers that are not 200."""

import base64
from dataclasses import replace

from tests.site.answers import Answer, Request
from tests.site.cases.case import Case
from tests.site.cases.parts import ANY_ORIGIN, data, image, page, plain
from tests.site.content import noise, prose

USER, PASSWORD = "user", "open-sesame"


def _tagged(request: Request) -> Answer:
    """The same data with an entity tag; 304 to whoever has it."""
    fields = (("ETag", '"1"'), ("Cache-Control", "no-cache"), ("Content-Type", "application/json"))
    if request.fields.get("if-none-match") == '"1"':
        return Answer(status=304, fields=fields)
    return replace(data("tagged", 9000), fields=fields)


def _behind_door(request: Request) -> Answer:
    wanted = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    if request.fields.get("authorization") == wanted:
        return page("<p>You are in.</p>")
    challenge = ("WWW-Authenticate", 'Basic realm="counting site"')
    return Answer(status=401, fields=(challenge, ("Content-Type", "text/html")), body=prose("door", 1500))


def _preflighted(request: Request) -> Answer:
    if request.method != "OPTIONS":
        return data("preflighted")
    allowed = (("Access-Control-Allow-Headers", "x-token"), ("Access-Control-Allow-Methods", "PUT"), ANY_ORIGIN)
    return Answer(fields=allowed, body=prose("preflight", 300))


CASES = (
    Case(
        name="no-content",
        about="A 204 to a fetch and to a picture.",
        answers={
            "index.html": page('<img src="p.png"><script>fetch("204")</script>'),
            "204": Answer(status=204),
            "p.png": Answer(status=204),
        },
    ),
    Case(
        name="revalidated",
        about="The same data asked for twice: the second time it is a 304; so again on every reload.",
        answers={
            "index.html": page('<script>fetch("d").then(r=>r.text()).then(()=>fetch("d"))</script>'),
            "d": _tagged,
        },
        times={"d": 2},
    ),
    Case(
        name="failed-resources",
        about="404 and 500 with bodies, and a picture that is noise.",
        answers={
            "index.html": page('<img src="404.png"><img src="noise.png"><script src="500.js"></script>'),
            "404.png": plain(prose("404", 4000), 404),
            "500.js": plain(prose("500", 3000), 500),
            "noise.png": replace(image("noise"), body=noise("not a picture", 20_000)),
        },
    ),
    Case(name="page-404", about="The page is a 404.", answers={"index.html": page("<p>Gone</p>", status=404)}),
    Case(name="page-500", about="The page is a 500.", answers={"index.html": page("<p>Broken</p>", status=500)}),
    Case(
        name="challenge",
        about=f"HTTP authentication, Basic: {USER} and {PASSWORD} open the page; nobody else gets past the 401. A "
        "browser without them hangs up as soon as it knows, and may read no more than the head.",
        answers={"index.html": _behind_door},
        times={"index.html": range(1, 3)},
        exact=False,
    ),
    Case(
        name="preflight",
        about="A cross-origin PUT with its preflight, which has a body.",
        answers={
            "index.html": page(
                '<script>fetch("[[third]]/preflight/api", {method: "PUT", headers: {"x-token": "1"}})</script>'
            ),
            "api": _preflighted,
        },
        times={"api": 2},
    ),
)
