"""A visit brings what a person's visit would bring: late, on a sign of the visitor, while scrolling, on leaving.

The truth is what the server was asked for.
"""

import asyncio
import base64
import hashlib
import io
import time
import wave

import pytest
from msgspec.structs import replace

from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.pages.load import Outcome
from delest.records.pages.page_clock import PageClock, RealTime
from delest.records.runs.loading import DEVICES, LoadOptions
from tests.browser.small_site import Answer, SmallSite

pytestmark = pytest.mark.browser

HEAD = (
    '<!doctype html><title>t</title><meta name=viewport content="width=device-width"><link rel=icon href="data:,">'
    "<style>body{margin:0}</style><body>"
    "<script>const get = path => fetch(path, {mode: 'no-cors'}).catch(() => 0)</script>"
)
SECTIONS = 6
LAZY = """<style>section{height:700px}</style>
<script>
const sections = [];
for (let n = 0; n < COUNT; n++) sections.push(document.body.appendChild(document.createElement('section')));
const asked = {};
const show = (kind, low = 0, high = 1) => sections.forEach((each, n) => {
  const {top, bottom} = each.getBoundingClientRect();
  const key = kind + '-' + n;
  if (top < innerHeight * high && bottom > innerHeight * low && !asked[key]) { asked[key] = true; get('/' + key); }
});
for (const wait of [100, 250, 400]) {
  let timer;
  addEventListener('scroll', () => { clearTimeout(timer); timer = setTimeout(show, wait, 'debounced-' + wait); });
  show('debounced-' + wait);
  setInterval(show, wait, 'polled-' + wait);
}
for (const [kind, margin] of [['narrow', '-48% 0px -48% 0px'], ['inset', '-30% 0px']]) {
  const watch = new IntersectionObserver(
    entries => entries.forEach(each => each.isIntersecting && get('/' + kind + '-' + sections.indexOf(each.target))),
    {rootMargin: margin});
  sections.forEach(each => watch.observe(each));
}
addEventListener('scrollend', () => show('scrollend'));
addEventListener('scroll', () => requestIdleCallback(() => show('idle')));
addEventListener('scroll', () => requestAnimationFrame(() => requestAnimationFrame(() => show('frames'))));
show('idle'), show('frames'), show('scrollend');
</script>""".replace("COUNT", str(SECTIONS))
KINDS = [
    *(f"{way}-{wait}" for way in ("debounced", "polled") for wait in (100, 250, 400)),
    *("narrow", "inset", "scrollend", "idle", "frames"),
]
ON_EVENTS = """<div style="height:150vh"></div><script>
for (const name of NAMES) addEventListener(name, () => get('/on-' + name), {once: true, passive: true});
</script>"""
MOUSE = ["mousemove", "mouseover", "pointermove", "keydown", "wheel", "scroll"]
FINGER = ["touchstart", "touchmove", "pointerdown", "scroll"]
RESTS = 10
BOX_OF_RESTS = """<meta name=viewport content="width=device-width"><div id=box style="height:500px;overflow:auto"></div>
<script>
for (let n = 0; n < RESTS; n++) box.append(document.createElement('p'));
const look = () => [...box.children].forEach((each, n) => {
  const at = each.getBoundingClientRect();
  if (at.top < 500 && at.bottom > 0 && !each.id) { each.id = 'seen'; get('/rest-' + n); }
});
let timer; look(); box.addEventListener('scroll', () => { clearTimeout(timer); timer = setTimeout(look, 250); });
</script><style>p{height:400px;margin:0}</style>""".replace("RESTS", str(RESTS))
PAGES = {
    "/timers": """<iframe src=/frame></iframe><iframe src=ELSEWHERE></iframe><script>
for (const s of [2, 5, 9]) setTimeout(get, s * 1000, '/after-' + s);
setTimeout(() => setTimeout(() => setTimeout(get, 3000, '/nested'), 2500), 2500);
const wait = ms => new Promise(done => setTimeout(done, ms));
(async () => { for (let n = 0; n < 4; n++) { await wait(1500); await get('/chained-' + n); } })();
let polls = 0; setInterval(() => polls++ < 8 && get('/poll-' + polls), 1000);
let frames = 0; (function frame() { if (++frames == 12) get('/frames'); requestAnimationFrame(frame); })();
</script><style>b{animation: a 4s} @keyframes a {to {opacity: 0}}</style><b onanimationend="get('/animated')">x</b>""",
    "/scrolls": LAZY,
    "/mouse": ON_EVENTS.replace("NAMES", str(MOUSE)),
    "/held-back": """<div style="height:300vh"></div><script>
let timer = setTimeout(get, 6000, '/idle-since-scroll');
addEventListener('scroll', () => { clearTimeout(timer); timer = setTimeout(get, 6000, '/idle-since-scroll'); });
addEventListener('mousemove', () => setTimeout(() => get('/one').then(() => setTimeout(get, 900, '/two')), 400),
  {once: true});
</script>""",
    "/panels": """<style>html,body{overflow:hidden;height:100%} section{height:100vh}</style>
<div id=d style="transition:transform .6s"></div><script>
const go = () => { const i = new Image(); i.src = '/panel-' + at; d.children[at].append(i); };
for (let n = 0; n < 6; n++) d.append(document.createElement('section'));
let at = 0, busy = false; go();
addEventListener('wheel', each => { if (busy || each.deltaY <= 0 || at > 4) return; busy = true; at++; go();
  d.style.transform = `translateY(-${at}00vh)`; setTimeout(() => busy = false, 700); });
</script>""",
    "/swaps": """<style>html,body{overflow:hidden;height:100%} img{width:100%;height:100vh}</style><img id=i><script>
let at = 0, busy = false; i.src = '/swap-0';
addEventListener('wheel', each => { if (busy || each.deltaY <= 0 || at > 4) return; busy = true;
  i.src = '/swap-' + ++at; setTimeout(() => busy = false, 900); });
</script>""",
    "/snap": """<style>html{scroll-snap-type:y mandatory;scroll-behavior:smooth}
section{height:100vh;scroll-snap-align:start;scroll-snap-stop:always}</style>"""
    + "".join(f"<section><img width=50 height=50 loading=lazy src=/snap-{n}></section>" for n in range(6)),
    "/snap-box": """<style>body{margin:0} main{height:100vh;overflow-y:scroll;scroll-snap-type:y mandatory}
section{height:100vh;scroll-snap-align:start}</style><main>"""
    + "".join(f"<section><img width=50 height=50 loading=lazy src=/snap-box-{n}></section>" for n in range(8)),
    "/snap-frame": '<iframe src=/snaps style="width:100%;height:600px"></iframe>',
    "/zero": """<script>let n = 0; (function loop() { n++; setTimeout(loop, 0) })();
setTimeout(get, 5000, '/behind-zero');</script>""",
    "/clocks": """<script>
const began = [Date.now(), performance.now()]; let told = false;
const look = () => { const [day, own] = [Date.now() - began[0], performance.now() - began[1]];
  if (Math.abs(day - own) > 200 && !told) { told = true; get('/clocks-differ?' + (day - own)); } };
setInterval(look, 130); (function frame() { look(); requestAnimationFrame(frame); })();
setTimeout(() => { look(); get('/clocks-agree'); }, 6000);
const sent = performance.now(); setTimeout(() => {
  const took = performance.now() - sent; if (took < 2990 || took > 6000) get('/clock-off?' + took); }, 3000);
</script>""",
    "/sent-on": "<script>setTimeout(() => location = '/sent-to', 5000)</script>",
    "/boxes": """<div style="height:120vh"></div>
<div style="height:400px;overflow:auto"><div style="height:2500px"></div>
<img loading=lazy width=9 height=9 src=/in-box></div>
<details><summary>more</summary><img loading=lazy src=/in-details></details>
<div id=c style="display:flex;overflow:hidden;width:300px"></div>
<script>let n = 0;
setInterval(() => { if (n < 3) { const i = new Image(); i.src = '/slide-' + n++; c.append(i); } }, 3000);
</script>""",
    "/flip": """<style>#b{height:500px}#b.s{position:fixed;top:0;width:100%}div{height:900px}</style>
<header id=b>x</header><div></div><img loading=lazy width=9 height=9 src=/under-flip>
<script>addEventListener('scroll', () => b.classList.toggle('s', scrollY > 100))</script>""",
    "/leaves": """<script>addEventListener('pagehide', () => navigator.sendBeacon('/on-pagehide'));
document.addEventListener('visibilitychange', () => fetch('/on-hidden', {keepalive: true}));</script>""",
    "/feed": """<style>p{height:400px}</style><div id=d></div><script>
let n = 0;
const more = () => { for (let i = 0; i < 4; i++) d.append(document.createElement('p')); get('/feed-' + n++); };
more();
addEventListener('scroll', () => scrollY + innerHeight > document.body.scrollHeight - 1500 && more());</script>""",
    "/tall": '<div style="height:20000px"></div><img loading=lazy width=9 height=9 src=/under-tall>',
    "/floods": "<script>(async () => { for (let n = 0;; n++) await get('/flood?' + n) })()</script>",
}
PARTS = {
    "/frame": "<script>setTimeout(get, 6000, '/framed')</script>",
    "/frame-elsewhere": "<script>setTimeout(get, 6000, '/framed-elsewhere')</script>",
    "/snaps": """<style>html{scroll-snap-type:y mandatory} section{height:100vh;scroll-snap-align:start}</style>
<section></section><section></section><section></section><section></section><script>
const all = [...document.querySelectorAll('section')];
const watch = new IntersectionObserver(seen => seen.forEach(each => each.isIntersecting &&
  get('/snapped-' + all.indexOf(each.target))), {threshold: .6});
all.forEach(each => watch.observe(each));
</script>""",
    "/sent-to": "<script>setTimeout(get, 4000, '/there-late')</script>",
}
BROUGHT = {
    "/timers": [
        *("/after-2", "/after-5", "/after-9", "/nested", *(f"/chained-{n}" for n in range(4))),
        *(f"/poll-{n}" for n in range(1, 9)),
        *("/frames", "/animated", "/framed", "/framed-elsewhere"),
    ],
    "/scrolls": [f"/{kind}-{n}" for kind in KINDS for n in range(SECTIONS)],
    "/mouse": [f"/on-{name}" for name in MOUSE],
    "/held-back": ["/one", "/two", "/idle-since-scroll"],
    "/panels": [f"/panel-{n}" for n in range(6)],
    "/swaps": [f"/swap-{n}" for n in range(6)],
    "/snap": [f"/snap-{n}" for n in range(6)],
    "/snap-box": [f"/snap-box-{n}" for n in range(8)],
    "/snap-frame": [f"/snapped-{n}" for n in range(4)],
    "/zero": ["/behind-zero"],
    "/clocks": ["/clocks-agree"],
    "/sent-on": ["/sent-to", "/there-late"],
    "/boxes": ["/in-box", *(f"/slide-{n}" for n in range(3))],
    "/flip": ["/under-flip"],
    "/leaves": ["/on-pagehide", "/on-hidden"],
    "/feed": [f"/feed-{n}" for n in range(10)],
    "/tall": ["/under-tall"],
}
LASTS = """<script>
new EventSource('/events').onmessage = () => get('/on-event');
new WebSocket('ws://' + location.host + '/socket').onmessage = () => get('/on-message');
new Worker(URL.createObjectURL(new Blob([`setTimeout(() => fetch('${location.origin}/in-worker'), 3000)`])));
</script>"""
PLAYS = """<video autoplay muted src=/sound onplaying="get('/on-playing')" onended="get('/on-ended')"></video>"""
SOUND_S = 3
TOLD = """<script>
const tell = where => get('/told?' + [where, navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone,
  Intl.NumberFormat().resolvedOptions().locale, new Date(1e12).getHours()].map(encodeURIComponent).join('+'));
tell(location.pathname.slice(1));
</script>"""
IN_WORKER = """<script>new Worker(URL.createObjectURL(new Blob([`fetch('${location.origin}/told?worker+' +
  navigator.language + '+' + Intl.DateTimeFormat().resolvedOptions().timeZone)`])));</script>"""


def sound():
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.writeframes(bytes(8000 * SOUND_S))
    return held.getvalue()


def socket_that_speaks_late(key):
    accept = base64.b64encode(hashlib.sha1(key.encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()).decode()

    def answer(connection):
        connection.sendall(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
        )
        time.sleep(3)
        connection.sendall(b"\x81\x02hi")
        time.sleep(3)

    return answer


def events_that_come_late(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    time.sleep(3)
    connection.sendall(b"data: x\n\n")
    time.sleep(3)


class Site(SmallSite):
    def answer(self, path, headers):
        if path == "/socket":
            return Answer(raw=socket_that_speaks_late(headers["Sec-WebSocket-Key"]))
        if path == "/events":
            return Answer(raw=events_that_come_late)
        return self.answers.get(path, Answer(b"x", content_type="text/plain", headers={"Cache-Control": "no-store"}))


@pytest.fixture(scope="module")
def visits(browser_path):
    """Path of a page -> how it was loaded, and what the server was asked for."""
    visits, languages = {}, set()
    with Site() as site:
        pages = {path: body.replace("ELSEWHERE", site.url("/frame-elsewhere", host="localhost"))
                 for path, body in PAGES.items()}  # fmt: skip
        parts = PARTS | {
            "/lasts": LASTS,
            "/plays": PLAYS,
            "/page": TOLD + IN_WORKER + f'<iframe src="{site.url("/elsewhere", host="localhost")}"></iframe>',
            "/elsewhere": TOLD,
            "/finger": ON_EVENTS.replace("NAMES", str(FINGER)),
            "/finger-box": BOX_OF_RESTS,
        }
        site.answers |= {path: Answer((HEAD + body).encode()) for path, body in (pages | parts).items()}
        site.answers["/sound"] = Answer(sound(), content_type="audio/wav")

        async def load(options, paths):
            async with Driver(options) as driver, PageLoader(driver, options) as loader:
                for path in paths:
                    site.asked.clear()
                    load = (await loader.load(site.url(path))).load
                    visits[path] = load, list(site.asked)

        async def load_all():
            options = LoadOptions(browser_path=browser_path, limit_s=60)
            await load(options, pages)
            await load(replace(options, stay_s=4.5), ["/lasts", "/plays"])
            options = replace(options, device=DEVICES["mobile"], stay_s=1, language="fr-FR", time_zone="Europe/Paris")
            await load(options, ["/finger", "/finger-box", "/page"])
            languages.update(each[1].get("Accept-Language", "") for each in site.headers[-3:])

        asyncio.run(load_all())
    assert all(each.startswith("fr-FR,fr;q=0.9") for each in languages)
    return visits


@pytest.mark.parametrize("path", BROUGHT)
def test_a_visit_brings_what_a_visitor_would_get(visits, path):
    load, asked = visits[path]
    assert load.outcome is Outcome.OK
    assert [each for each in BROUGHT[path] if each not in asked] == []


def test_no_page_can_tell_that_its_time_ran_ahead(visits):
    assert [each for each in visits["/clocks"][1] if each.startswith(("/clocks-differ", "/clock-off"))] == []


def test_nothing_is_opened_that_a_visitor_has_to_click(visits):
    assert "/in-details" not in visits["/boxes"][1]


def test_what_takes_real_time_has_it(visits):
    load, asked = visits["/lasts"]
    assert load.page_clock is not PageClock.AHEAD
    assert load.real_time_because in {RealTime.SOCKET, RealTime.STREAM, RealTime.WORKER}
    assert {"/on-event", "/on-message", "/in-worker"} <= set(asked)


def test_what_plays_has_real_time_until_its_end(visits):
    load, asked = visits["/plays"]
    assert load.real_time_because is RealTime.MEDIA
    assert {"/on-playing", "/on-ended"} <= set(asked)


@pytest.mark.parametrize("path", ["/timers", "/scrolls", "/zero", "/clocks", "/tall"])
def test_time_runs_ahead_where_nothing_needs_real_time(visits, path):
    load, _ = visits[path]
    assert (load.page_clock, load.settled_after_ms is None) == (PageClock.AHEAD, False)


def test_a_finger_is_a_sign_of_a_person_too(visits):
    assert {f"/on-{name}" for name in FINGER} <= set(visits["/finger"][1])


def test_a_finger_throws_no_box_past_what_a_person_would_see(visits):
    assert {f"/rest-{n}" for n in range(RESTS)} <= set(visits["/finger-box"][1])


@pytest.mark.parametrize("where", ["page", "elsewhere"])
def test_pages_and_frames_are_told_the_language_and_time_zone_of_the_visitor(visits, where):
    assert f"/told?{where}+fr-FR+Europe%2FParis+fr-FR+3" in visits["/page"][1]
    assert "/told?worker+fr-FR+Europe/Paris" in visits["/page"][1]


def test_only_what_has_no_end_is_cut_and_no_page_is_stuck(visits):
    assert [path for path, (load, _) in visits.items() if load.scroll_cut] == ["/feed"]
    assert [path for path, (load, _) in visits.items() if load.scroll_stuck] == []


def test_a_page_that_asks_without_end_is_stopped_and_said_not_to_have_settled(visits):
    load, asked = visits["/floods"]
    assert load.settled_after_ms is None
    assert load.unsettled is not None
    assert len(asked) < 3_000


def test_what_the_first_movement_brings_is_told_apart(visits):
    load, _ = visits["/mouse"]
    assert 0 < load.before_interaction_bytes < load.before_scroll_bytes < load.transferred_bytes
