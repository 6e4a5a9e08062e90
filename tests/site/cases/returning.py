"""A page seen again, or after another of its site: what a cache keeps, asks about, and must fetch anew."""

from tests.site.answers import Answer, Request
from tests.site.cases.case import Case
from tests.site.cases.parts import data, image, page, style
from tests.site.content import json_text

_FETCHES = '<script>fetch("tagged.json").then(r => r.text()); fetch("never-kept.json").then(r => r.text())</script>'


def _tagged(request: Request) -> Answer:
    fields = (("ETag", '"1"'), ("Cache-Control", "no-cache"), ("Content-Type", "application/json"))
    if request.fields.get("if-none-match") == '"1"':
        return Answer(status=304, fields=fields)
    return Answer(fields=fields, body=json_text("tagged", 9000))


CASES = (
    Case(
        name="returning",
        about="A kept style sheet that another page shares, a picture of its own, a tagged and a never kept answer.",
        answers={
            "index.html": page(f'<link rel="stylesheet" href="shared.css"><img src="own.png">{_FETCHES}'),
            "other.html": page('<link rel="stylesheet" href="shared.css">'),
            "shared.css": style("p{}", "shared", 20_000),
            "own.png": image("own"),
            "tagged.json": _tagged,
            "never-kept.json": data("never kept", 7000),
        },
        times={"other.html": 0},
    ),
)
