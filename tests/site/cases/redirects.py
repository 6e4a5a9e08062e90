"""Redirects of every kind; each answer has a body that counts."""

from tests.site.cases.case import Case
from tests.site.cases.parts import image, page, redirect

STATUSES = (301, 302, 303, 307, 308)
_CHAIN = ["index.html", "hop-1", "hop-2", "hop-3", "hop-4", "page.html"]

CASES = (
    Case(
        name="redirected-page",
        about="301, 302, 303, 307 and 308 in a row before the page.",
        answers={
            **{
                here: redirect(status, there) for here, there, status in zip(_CHAIN, _CHAIN[1:], STATUSES, strict=False)
            },
            "page.html": page('<img src="p.png">'),
            "p.png": image("after all"),
        },
    ),
    Case(
        name="redirected-images",
        about="A picture behind each kind of redirect.",
        answers={
            "index.html": page("".join(f'<img src="from-{status}.png">' for status in STATUSES)),
            **{f"from-{status}.png": redirect(status, f"to-{status}.png") for status in STATUSES},
            **{f"to-{status}.png": image(f"to {status}", 40) for status in STATUSES},
        },
    ),
    Case(
        name="redirected-elsewhere",
        about="A picture that is redirected to a third party and back to the site.",
        answers={
            "index.html": page('<img src="out.png">'),
            "out.png": redirect(302, "[[third]]/redirected-elsewhere/back.png"),
            "back.png": redirect(302, "[[www]]/redirected-elsewhere/p.png"),
            "p.png": image("home"),
        },
    ),
    Case(
        name="fragments",
        about="A redirect to an address with a fragment, and a frame with one.",
        answers={
            "index.html": redirect(302, "page.html#/home"),
            "page.html": page('<iframe src="frame.html#t=10"></iframe>'),
            "frame.html": page("<p>Frame"),
        },
    ),
    Case(
        name="meta-refresh",
        about="A page that sends the visitor on by a meta element.",
        answers={
            "index.html": page('<meta http-equiv="refresh" content="0;url=next.html"><p>Wait</p>'),
            "next.html": page('<img src="p.png">'),
            "p.png": image("refreshed"),
        },
    ),
    Case(
        name="script-redirect",
        about="A page that sends the visitor on by script.",
        answers={
            "index.html": page('<script>location.replace("next.html")</script>'),
            "next.html": page('<img src="p.png">'),
            "p.png": image("scripted"),
        },
    ),
    Case(
        name="redirect-loop",
        about="A page that redirects to itself until the browser gives up.",
        answers={"index.html": redirect(302, "index.html")},
        times={"index.html": range(20, 24)},
    ),
)
