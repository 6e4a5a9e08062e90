"""Pages that are late, never idle, or never there."""

from collections.abc import Iterator

from tests.site.answers import Answer, Request
from tests.site.cases.case import Case
from tests.site.cases.parts import data, image, page
from tests.site.content import noise


def _held_page(request: Request) -> Answer:
    request.hold()
    return page("<p>At last</p>")


def _held_picture(request: Request) -> Answer:
    request.hold()
    return image("held")


def _dripping(request: Request) -> Answer:
    """100 bytes five times a second, at most for two minutes."""

    def pieces() -> Iterator[bytes]:
        for n in range(600):
            yield noise(f"drip {n}", 100)
            request.pause(0.2)

    return Answer(fields=(("Content-Type", "image/png"),), body=pieces(), framing="chunked")


CASES = (
    Case(
        name="late-timer",
        about="A picture that a timer loads after 2.5 s.",
        answers={
            "index.html": page('<script>setTimeout(() => new Image().src = "p.png", 2500)</script>'),
            "p.png": image("late"),
        },
    ),
    Case(
        name="polling",
        about="Asks for news every 200 ms, for ever.",
        answers={
            "index.html": page('<script>setInterval(() => fetch("news").then(r => r.text()), 200)</script>'),
            "news": data("news", 300),
        },
        times={"news": range(5, 1_000_000)},
    ),
    Case(
        name="animation",
        about="Redraws for ever and asks for nothing more.",
        answers={
            "index.html": page(
                '<img src="p.png"><p id="t"></p><script>const f = () => { t.textContent = performance.now();'
                "requestAnimationFrame(f) }; f()</script>"
            ),
            "p.png": image("animated"),
        },
    ),
    Case(
        name="held-page",
        about="A page that does not answer until the site is told to release it.",
        answers={"index.html": _held_page},
    ),
    Case(
        name="held-resource",
        about="A picture that does not come until the site is told to release it.",
        answers={
            "index.html": page('<img src="held.png"><img src="p.png">'),
            "held.png": _held_picture,
            "p.png": image("not held"),
        },
        exact=False,
    ),
    Case(
        name="dripping",
        about="A picture that arrives in drips for two minutes.",
        answers={"index.html": page('<img src="drip.png">'), "drip.png": _dripping},
        exact=False,
    ),
)
