"""One site with each kind of needless bytes, small, audited in a real Chromium: each is found, with its true bytes."""

import asyncio
import base64
import io
import random

import pytest
from playwright.sync_api import sync_playwright

from delest import pipeline
from delest.pipeline import Order
from delest.records.advice.finding import Effect
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Scope
from tests import fonts
from tests.browser.small_site import Answer, SmallSite
from tests.browser.watcher import Watcher
from tests.images import photograph, saved
from tests.page_loads import run_header

pytestmark = pytest.mark.browser

RANDOM = random.Random(7)
WORDS = RANDOM.randbytes(12_000).hex().encode()
PHOTO = photograph(640, 480)
FRAMES = [photograph(80, 60).rotate(30 * n) for n in range(6)]
ICON = base64.b64encode(RANDOM.randbytes(3_000)).decode()
FONT = fonts.font()


def gif():
    file = io.BytesIO()
    FRAMES[0].save(file, "GIF", save_all=True, append_images=FRAMES[1:], duration=100)
    return file.getvalue()


FILES = {
    "/big.jpg": (saved(PHOTO, "JPEG", quality=90), "image/jpeg"),
    "/anim.gif": (gif(), "image/gif"),
    "/absurd.webp": (saved(PHOTO, "WEBP", quality=100), "image/webp"),
    "/far.jpg": (saved(photograph(320, 240), "JPEG"), "image/jpeg"),
    "/hidden.jpg": (saved(photograph(330, 240), "JPEG"), "image/jpeg"),
    "/app.3f9c2b1ad8e0.js": (b"//" + WORDS[:7_000], "text/javascript"),
    "/plan.svg": (
        b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'>\n"
        + b"<!-- a comment of its author -->\n   <rect x='1'   y='1' width='9' height='9'/>\n" * 200 + b"</svg>",
        "image/svg+xml",
    ),
    "/plain.ttf": (FONT, "font/ttf"),
    "/code.wasm": (b"\0asm\1\0\0\0" + b"\0\x05name" * 3_000, "application/wasm"),
    "/jq1.js": (b"/*! jQuery v1.12.4 */\n//" + WORDS, "text/javascript"),
    "/jq3.js": (b"/*! jQuery v3.6.0 */\n//" + WORDS[::-1], "text/javascript"),
    "/shiv.js": (b"/** @preserve HTML5 Shiv 3.7.3 */\n//" + WORDS[:5_000], "text/javascript"),
    "/mapped.js": (b"var a = 1;\n//# sourceMappingURL=data:application/json;base64," + WORDS, "text/javascript"),
    "/copy-a.js": (b"var copy = 1; //" + WORDS[:9_000], "text/javascript"),
    "/copy-b.js": (b"var copy = 1; //" + WORDS[:9_000], "text/javascript"),
    "/idle.js": (b"function idle() { return '" + WORDS + b"' }", "text/javascript"),
    "/loose.css": (
        b"/* a comment */\n\nh1   {  color :  green ;  }\n.never { background : red ; }\n" * 200
        + b"@font-face { font-family: Plain; src: url(plain.ttf) } body { font-family: Plain }",
        "text/css",
    ),
    "/never.js": (b"//" + WORDS[:9_000], "text/javascript"),
    "/shared.js?page=home": (b"//" + WORDS[1_000:8_000], "text/javascript"),
    "/shared.js?page=other": (b"//" + WORDS[1_000:8_000], "text/javascript"),
    "/next.js": (b"//" + WORDS[:8_000], "text/javascript"),
    "/all.json": (b'[%s"end"]' % (b'"%s", ' * 600 % tuple(WORDS[n : n + 40] for n in range(600))), "application/json"),
    "/speech.wav": (b"RIFF\xff\xff\xff\x7fWAVEfmt \x10\0\0\0\1\0\1\0@\x1f\0\0@\x1f\0\0\1\0\x08\0data\xff\xff\0\x7f"
                    + RANDOM.randbytes(120_000), "audio/wav"),
}  # fmt: skip
FILM = """async () => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 640, height: 360});
  const drawn = canvas.getContext('2d'), image = drawn.createImageData(640, 360);
  const kind = {mimeType: 'video/webm;codecs=vp8', videoBitsPerSecond: 4000000};
  const recorder = new MediaRecorder(canvas.captureStream(20), kind), parts = [];
  recorder.ondataavailable = each => parts.push(each.data);
  recorder.start();
  for (let frame = 0; frame < 30; frame++) {
    for (let at = 0; at < image.data.length; at++) image.data[at] = at % 4 == 3 ? 255 : Math.random() * 256;
    drawn.putImageData(image, 0, 0);
    await new Promise(done => setTimeout(done, 60));
  }
  await new Promise(done => { recorder.onstop = done; recorder.stop(); });
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}"""
HOME = f"""<!doctype html><html lang=fr><title>t</title><link rel=icon href=data:,><link rel=stylesheet href=/loose.css>
<link rel=preload as=script href=/never.js><link rel=prefetch href=/next.js>
<h1>Titre</h1><p>Texte<img alt='' src='data:image/png;base64,{ICON}' width=9 height=9>
<img src=/big.jpg width=64 height=48 alt=''><img src=/anim.gif alt=''><img src=/absurd.webp alt=''>
<img src=/plan.svg alt=''>
<img src=/gone.png width=9 height=9 alt=''><img src=/moved.svg width=9 height=9 alt=''>
<audio src=/speech.wav preload=auto></audio><video src=/film.webm preload=auto muted width=100></video>
<div style=display:none><img src=/hidden.jpg alt=''></div><script src=/app.3f9c2b1ad8e0.js></script>
<script src=/shared.js?page=home></script>
<script src=/jq1.js></script><script src=/jq3.js></script><script src=/shiv.js></script><script src=/mapped.js></script>
<script src=/copy-a.js></script><script src=/copy-b.js></script><script src=/idle.js></script>
<script>fetch('/code.wasm').then(r => r.arrayBuffer()); fetch('/all.json').then(r => r.json())</script>
<a href=/other>next</a><div style=height:6000px></div><img src=/far.jpg width=32 height=24 alt=''>"""
OTHER = (
    "<!doctype html><html lang=fr><title>o</title><link rel=icon href=data:,><p>Autre" + HOME.partition("<p>Texte")[2]
)
OTHER = OTHER.partition("<img src=/big.jpg")[0] + "<script src=/shared.js?page=other></script>"


class Second(SmallSite):
    address = "127.0.0.2"


def filmed(browser_path):
    """Return two seconds of noise, 640 pixels wide, that the browser itself encodes in VP8."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        coded = browser.new_page().evaluate(FILM)
        browser.close()
    return base64.b64decode(coded)


@pytest.fixture(scope="module")
def audited(tmp_path_factory, browser_path):
    run = tmp_path_factory.mktemp("kinds") / "run"
    with SmallSite() as site, Second() as third:
        third.answers["/tag.js"] = Answer(b"//" + WORDS[:9_000], content_type="text/javascript")
        tag = f"<script src=http://127.0.0.2:{third.port}/tag.js></script>"
        cookie = {"Set-Cookie": "c=" + "o" * 1_500 + "; Path=/"}
        site.answers |= {
            "/": Answer((HOME + tag).encode(), headers=cookie),
            "/other": Answer(OTHER.encode()),
            "/small.svg": Answer(b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"),
            "/gone.png": Answer(b"<h1>Not found</h1>" * 200, status=404),
            "/moved.svg": Answer(status=301, headers={"Location": "/small.svg", "X-Long": "x" * 1_500}),
            **{
                path: Answer(body, content_type=kind, headers={"Cache-Control": "no-store"} if "jq" in path else {})
                for path, (body, kind) in FILES.items()
            },
        }  # fmt: skip
        site.answers["/film.webm"] = Answer(filmed(browser_path), content_type="video/webm")
        site.answers["/app.3f9c2b1ad8e0.js"].headers |= {"Cache-Control": "no-cache", "ETag": '"1"'}
        header = run_header(Scope(start_urls=(site.url("/"),)))
        load = LoadOptions(browser_path=browser_path, stay_s=4, quiet_s=0.2, coverage=True)
        report = asyncio.run(pipeline.audit(Order(header=header, load=load, run=run), Watcher(), asyncio.Event()))
        yield site.url(""), report


FOUND = [
    ("image-dimensions", "/big.jpg"), ("image-animation", "/anim.gif"), ("image-encoding", "/absurd.webp"),
    ("image-offscreen", "/far.jpg"), ("code-minify", "/plan.svg"), ("text-compression", "/plan.svg"),
    ("text-compression", "/code.wasm"), ("text-compression", "/plain.ttf"), ("font-format", "/plain.ttf"),
    ("font-subset", "/plain.ttf"), ("js-duplicate", "/jq1.js"), ("js-legacy", "/shiv.js"),
    ("inline-source-map", "/mapped.js"), ("repeated-download", "/copy-b.js"), ("js-unused", "/idle.js"),
    ("css-unused", "/loose.css"), ("code-minify", "/loose.css"), ("preload-unused", "/never.js"),
    ("prefetch-unused", "/next.js"), ("json-overfetch", "/all.json"), ("cache-lifetime", "/jq3.js"),
    ("video-loading", "/speech.wav"), ("error-answers", "/gone.png"), ("redirects", "/moved.svg"),
    ("cookie-weight", "/"), ("address-varies", "/shared.js?page=home"), ("inline-repeated", "/"),
    ("image-hidden", "/hidden.jpg"), ("video-definition", "/film.webm"), ("cache-revalidation", "/app.3f9c2b1ad8e0.js"),
]  # fmt: skip
WHOLE = {"js-duplicate", "js-legacy", "repeated-download", "preload-unused", "prefetch-unused", "image-offscreen"}
WHOLE |= {"address-varies", "json-overfetch", "cache-lifetime", "image-hidden"}


@pytest.mark.parametrize(("rule", "path"), FOUND)
def test_each_kind_is_found_with_its_true_bytes(audited, rule, path):
    home, report = audited
    found = [f for f in report.findings if f.rule == rule and f.page_url == f"{home}/"]
    (offender,) = [o for f in found for o in f.offenders if o.url == f"{home}{path}"]
    amount = offender.avoidable_bytes if found[0].effect is Effect.AVOIDABLE else offender.other_bytes
    assert amount.central > 0
    if path in FILES:
        body = FILES[path][0]
        assert rule == "video-loading" or len(body) < offender.transferred_bytes < len(body) + 600
        assert (
            amount.high == offender.transferred_bytes if rule in WHOLE else amount.high < offender.transferred_bytes + 1
        )


def test_a_third_party_is_a_cost(audited):
    _, report = audited
    (found,) = [f for f in report.findings if f.rule == "third-party-cost"]
    assert found.effect is Effect.COST
    assert found.other_bytes.central > 9_000


def test_no_rule_gave_up(audited):
    assert [str(each) for each in audited[1].end.warnings if "gave up" in str(each)] == []


def test_the_codec_is_what_the_player_of_the_browser_tells(audited):
    _, report = audited
    (found,) = [f for f in report.findings if f.rule == "video-definition" and "VP8" in f.offenders[0].remedy][:1]
    assert found.offenders[0].remedy.startswith("640 × 360 > 100 × ")
