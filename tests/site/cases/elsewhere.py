"""What a page sets going beyond itself: other windows, other pages ahead of need, answers that nobody reads."""

from dataclasses import replace

from tests.site.answers import Answer, Request
from tests.site.cases.case import Case
from tests.site.cases.parts import ANY_ORIGIN, NOT_KEPT, data, image, page, plain, script
from tests.site.content import prose

_LOGIN = ("WWW-Authenticate", 'Basic realm="inside"')
_REPORTING = (
    ("Content-Type", "text/html"),
    ("Reporting-Endpoints", 'main="[[www]]/reporting/report"'),
    ("Content-Security-Policy", "img-src 'self' data:; report-to main"),
    ("Report-To", '{"group": "nel", "max_age": 600, "endpoints": [{"url": "[[www]]/reporting/network"}]}'),
    ("NEL", '{"report_to": "nel", "max_age": 600, "success_fraction": 1.0}'),
)


def _rules(how: str, url: str) -> str:
    rule = f'{{"{how}": [{{"urls": ["{url}"], "eagerness": "immediate"}}]}}'
    return f'<script type="speculationrules">{rule}</script>'


def _refused(request: Request) -> Answer:
    refusal = replace(plain(prose("refused", 700), 403), at_once=True)
    return refusal if request.method == "OPTIONS" else data("never")


def _two_events(_request: Request) -> Answer:
    fields = (("Content-Type", "text/event-stream"), NOT_KEPT)
    return Answer(fields=fields, body="retry: 500\n\ndata: one\n\ndata: two\n\n")


CASES = (
    Case(
        name="prerender",
        about="The next page is prerendered by speculation rules, or only prefetched, or left alone.",
        answers={
            "index.html": page(_rules("prerender", "next.html")),
            "next.html": page('<img src="p.png">'),
            "p.png": image("prerendered"),
        },
        times={"next.html": range(3), "p.png": range(2)},
    ),
    Case(
        name="prefetch-cross-site",
        about="A third party's page is prefetched, by speculation rules and by a link; of the latter's answer no more "
        "than the first read is taken (opaque response blocking, it seems), so it is a short one.",
        answers={
            "index.html": page(
                _rules("prefetch", "[[third]]/prefetch-cross-site/ruled.html")
                + '<link rel="prefetch" href="[[third]]/prefetch-cross-site/linked.html">'
            ),
            "ruled.html": page(f"<p>{prose('ruled', 5000)}</p>"),
            "linked.html": page(f"<p>{prose('linked', 1500)}</p>"),
        },
        times={"ruled.html": range(2), "linked.html": range(2)},
    ),
    Case(
        name="preconnect",
        about="Connections and names made ready for hosts that are then not asked for anything.",
        answers={
            "index.html": page(
                '<link rel="preconnect" href="[[third]]"><link rel="preconnect" href="[[static]]" crossorigin>'
                '<link rel="dns-prefetch" href="[[third]]"><img src="p.png">'
            ),
            "p.png": image("ready"),
        },
    ),
    Case(
        name="popup-third-party",
        about="A window of a third party, and one that does not know who opened it.",
        answers={
            "index.html": page(
                '<script>window.open("[[third]]/popup-third-party/third.html");'
                'window.open("alone.html", "_blank", "noopener")</script>'
            ),
            "third.html": page('<img src="third.png"><script>fetch("d.json").then(r => r.text())</script>'),
            "third.png": image("third popup", 200),
            "d.json": data("third popup", 40_000),
            "alone.html": page('<img src="alone.png">'),
            "alone.png": image("alone", 120),
        },
    ),
    Case(
        name="answers-unread",
        about="Beacons and keepalive fetches whose answers nobody reads. The browser hangs up on those of a third "
        "party after the first read: their data is not for this page (opaque response blocking, it seems).",
        answers={
            "index.html": page(
                '<script>navigator.sendBeacon("b", "x"); navigator.sendBeacon("[[third]]/answers-unread/t", "x");'
                'fetch("[[third]]/answers-unread/k", {method: "POST", keepalive: true, mode: "no-cors"})</script>'
                '<a id="a" href="#x" ping="ping">Text</a><script>a.click()</script>'
            ),
            "b": data("beacon", 60_000),
            "t": data("third beacon", 20_000),
            "k": data("kept alive", 20_000),
            "ping": data("ping", 3000),
        },
        exact=False,
    ),
    Case(
        name="moves-on",
        about="A page that sends itself on after a second, while a picture of it is still loading.",
        answers={
            "index.html": page('<img src="p.png"><script>setTimeout(() => location.href = "next.html", 1000)</script>'),
            "p.png": image("before"),
            "next.html": page('<img src="q.png">'),
            "q.png": image("after"),
        },
    ),
    Case(
        name="preflight-refused",
        about="A preflight that is answered by a 403 with a body, on which the browser hangs up.",
        answers={
            "index.html": page(
                '<script>fetch("[[third]]/preflight-refused/api", {method: "PUT", headers: {"x-token": "1"}})</script>'
            ),
            "api": _refused,
        },
    ),
    Case(
        name="doors-inside",
        about="A frame, a picture and data that ask for a password.",
        answers={
            "index.html": page('<iframe src="frame.html"></iframe><img src="p.png"><script>fetch("d.json")</script>'),
            "frame.html": replace(plain(prose("frame", 900), 401), fields=(_LOGIN, ("Content-Type", "text/html"))),
            "p.png": replace(plain(prose("picture", 900), 401), fields=(_LOGIN, NOT_KEPT)),
            "d.json": replace(plain(prose("data", 900), 401), fields=(_LOGIN, NOT_KEPT, ANY_ORIGIN)),
        },
    ),
    Case(
        name="events-again",
        about="Server-sent events whose line ends; the browser comes back for more.",
        answers={"index.html": page('<script>window.s = new EventSource("e")</script>'), "e": _two_events},
        times={"e": range(2, 40)},
    ),
    Case(
        name="reporting",
        about="Reports by the Reporting API, and of network errors and successes; they may come late or never.",
        answers={
            "index.html": replace(page('<img src="[[third]]/reporting/p.png">'), fields=_REPORTING),
            "p.png": image("unwanted"),
            "report": data("report", 900),
            "network": data("network report", 900),
        },
        times={"p.png": 0, "report": range(9), "network": range(9)},
        transports=("https", "h2"),
    ),
    Case(
        name="worklet-audio",
        about="An audio worklet.",
        answers={
            "index.html": page('<script>new AudioContext().audioWorklet.addModule("a.js")</script>'),
            "a.js": script("", "audio", 6000),
        },
    ),
    Case(
        name="worker-shared-busy",
        about="A shared worker and a service worker of one page, each with a worker or a fetch of its own.",
        answers={
            "index.html": page('<script>new SharedWorker("s.js"); navigator.serviceWorker.register("sw.js")</script>'),
            "s.js": script('importScripts("more.js"); fetch("[[third]]/worker-shared-busy/d.json")'),
            "more.js": script("self.more = 1", "more", 5000),
            "sw.js": script('importScripts("kept.js"); fetch("[[third]]/worker-shared-busy/e.json")'),
            "kept.js": script("self.kept = 1", "kept", 5000),
            "d.json": data("shared", 20_000),
            "e.json": data("service", 20_000),
        },
    ),
)
