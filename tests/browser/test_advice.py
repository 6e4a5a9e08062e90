"""What the rules find in a real Chromium's pages, kept in the run and examined again without a browser."""

import asyncio

import pytest

from delest import pipeline
from delest.errors import InputError
from delest.pipeline import Order
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Scope
from delest.store.bodies import FILE_NAME, Bodies
from delest.store.journal import Journal
from tests.browser.small_site import Answer, SmallSite
from tests.browser.watcher import Watcher
from tests.images import photograph, saved
from tests.page_loads import run_header

pytestmark = pytest.mark.browser

PHOTO = saved(photograph(640, 480), "PNG")
STYLE = b"/* one of many */ p { color : green ; } " * 300 + b"#bg { background-image: url(bg.png); height: 90px }"
SCRIPT = b"function ran() { return 1 }\nfunction idle() { return '" + PHOTO[:20_000].hex().encode() + b"' }\nran();"
HOSTILE = """
<img name=documentElement src=x.png><img name=fonts><form name=body></form><p id=querySelectorAll>
<script>
  for (const type of [Element, Node, Document, HTMLImageElement])
    for (const name of Object.getOwnPropertyNames(type.prototype))
      try { Object.defineProperty(type.prototype, name, { get() { throw new Error('mine') } }) } catch {}
  Map.prototype.set = Map.prototype.get = Array.from = () => { throw new Error('mine') };
  window.getComputedStyle = () => 'mine'; JSON.stringify = () => 'mine';
</script>
"""


def html(body, head="<link rel=stylesheet href=/s.css>"):
    text = f"<!doctype html><html lang=fr><title>t</title><link rel=icon href=data:,>{head}<body>{body}"
    return Answer(text.encode(), headers={"Set-Cookie": "session=0123456789; Path=/"})


@pytest.fixture(scope="module")
def audited(tmp_path_factory, browser_path):
    run = tmp_path_factory.mktemp("advice") / "run"
    with SmallSite() as site:
        picture = Answer(PHOTO, content_type="image/png", headers={"ETag": '"1"', "Cache-Control": "max-age=60"})
        site.answers |= {
            "/": html(
                '<link rel=preload as=script href=/never.js><script src=/a.js></script>'
                '<p>Bonjour</p><p style="text-transform: uppercase">é</p><div id=bg></div><a href=/hostile>next</a>'
                '<input placeholder="ω" value="x"><input type=password value="€">'
                '<img src=/photo.png width=64 height=48><img src=/photo.png width=32 height=24 loading=lazy>'
                '<div style="height:4000px"></div><img src=/low.png loading=lazy style="display:block">'
                '<img src=/hidden.png style="display:none">'
            ),
            "/hostile": html(HOSTILE),
            "/a.js": Answer(SCRIPT, content_type="text/javascript"),
            "/never.js": Answer(SCRIPT + b" ", content_type="text/javascript"),
            "/s.css": Answer(STYLE, content_type="text/css"),
            **dict.fromkeys(("/photo.png", "/bg.png", "/low.png", "/hidden.png", "/x.png"), picture),
        }  # fmt: skip
        header = run_header(Scope(start_urls=(site.url("/"),)))
        load = LoadOptions(browser_path=browser_path, stay_s=4, quiet_s=0.2, coverage=True)
        report = asyncio.run(pipeline.audit(Order(header=header, load=load, run=run), Watcher(), asyncio.Event()))
        yield run, site.url("/"), report


def observed(run, url):
    with Journal.open(run) as journal, Bodies.of_run(run) as bodies:
        return bodies.capture(journal.page(url).loads[0])


def test_pictures_are_seen_at_their_size_and_place(audited):
    run, home, _ = audited
    capture = observed(run, home)
    shown = {image.url.removeprefix(home): image for image in capture.observed.images}
    photo = shown["photo.png"]
    assert (photo.natural_width_px, photo.natural_height_px) == (640, 480)
    assert (photo.width_px, photo.height_px, photo.count, photo.lazy) == (64, 48, 2, False)
    assert shown["low.png"].lazy
    assert shown["low.png"].top_px > 4000
    assert shown["hidden.png"].top_px is None
    assert (shown["bg.png"].place, shown["bg.png"].height_px) == ("background", 90)
    assert capture.observed.viewport_width_px == 1920
    assert not capture.observed.cut


def test_text_is_seen_by_its_characters_and_passwords_are_not(audited):
    run, home, _ = audited
    characters = {one for text in observed(run, home).observed.fonts for one in text.characters}
    assert set("BonjuréÉωx") <= characters
    assert "€" not in characters


def test_fields_of_answers_and_the_weight_of_cookies_are_known(audited):
    run, home, _ = audited
    seen = observed(run, home).observed
    fields = {answer.url: answer.fields for answer in seen.answers}
    assert fields[f"{home}photo.png"]["etag"] == '"1"'
    assert "set-cookie" not in fields[home]
    assert seen.cookies_bytes == len("session=0123456789; ")


def test_a_page_that_breaks_its_own_prototypes_is_seen_all_the_same(audited):
    run, home, _ = audited
    seen = observed(run, f"{home}hostile").observed
    assert [image.url for image in seen.images] == [f"{home}x.png"]
    assert seen.images[0].natural_width_px == 640


def test_what_is_preloaded_and_not_used_is_known_from_the_browser(audited):
    run, home, report = audited
    assert observed(run, home).observed.unused_preloads == (f"{home}never.js",)
    (finding,) = [f for f in report.findings if f.rule == "preload-unused"]
    assert [o.url for o in finding.offenders] == [f"{home}never.js"]


def test_coverage_knows_what_was_used(audited):
    run, home, report = audited
    capture = observed(run, home)
    (sheet,) = capture.observed.styles
    assert sheet.characters == len(STYLE)
    assert STYLE[sheet.used[-1][0] : sheet.used[-1][1]].startswith(b"#bg {")
    scripts = {one.url: one for one in capture.observed.scripts}
    ran = "".join(SCRIPT.decode()[start:end] for start, end in scripts[f"{home}a.js"].used)
    assert "function ran() { return 1 }" in ran
    assert len(ran) < 100
    (finding,) = [f for f in report.findings if f.rule == "js-unused"]
    assert finding.avoidable_bytes.high == 0


def test_the_rules_find_what_could_go_and_find_it_again_without_a_browser(audited):
    run, home, report = audited
    rules = {finding.rule for finding in report.findings if finding.page_url == home}
    assert {"image-encoding", "code-minify", "text-compression", "repeated-download"} <= rules
    with Journal.resume(run) as journal:
        for page in list(journal.pages()):
            journal.examined(page.url, ())
    steps = []
    again = asyncio.run(pipeline.advise(run, asyncio.Event(), lambda done, of: steps.append((done, of))))
    assert again.findings == report.findings
    assert again.weights == report.weights
    assert steps[-1] == (2, 2)
    assert again.end.warnings == report.end.warnings


def test_a_run_without_files_says_what_to_do(audited, tmp_path):
    run, _, _ = audited
    copied = tmp_path / "copy"
    copied.mkdir()
    (copied / "run.sqlite").write_bytes((run / "run.sqlite").read_bytes())
    with pytest.raises(InputError, match="keeps no files"):
        asyncio.run(pipeline.advise(copied, asyncio.Event(), lambda _done, _of: None))
    assert not (copied / FILE_NAME).exists()


def test_an_examination_that_is_stopped_says_what_it_left(audited):
    run, _, report = audited
    stop = asyncio.Event()

    async def stopped():
        return await pipeline.advise(run, stop, lambda _done, _of: stop.set())

    again = asyncio.run(stopped())
    assert any("1 page was not examined" in str(told) for told in again.end.warnings)
    assert {f.page_url for f in again.findings} == {f.page_url for f in report.findings}
    asyncio.run(pipeline.advise(run, asyncio.Event(), lambda _done, _of: None))
