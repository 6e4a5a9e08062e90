"""What lies below, wherever a person can scroll: in frames, in shadow trees, in the page that one is sent on to."""

import asyncio

import pytest
from msgspec.structs import replace

from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.records.runs.loading import LoadOptions
from tests.browser.small_site import Answer, SmallSite

pytestmark = pytest.mark.browser

HEAD = '<!doctype html><title>t</title><link rel=icon href="data:,"><style>body{margin:0}</style>'
FAR = '<div style="height:900vh"></div><img loading=lazy width=60 height=60 src="/far.png?{name}">'


GROWING = """<style>p{height:150vh}</style><p>0<script>
let left = LEFT;
new IntersectionObserver(([entry], watch) => {
  if (!entry.isIntersecting || !left--) return;
  document.body.append(document.createElement('p'), document.querySelector('i'));
}).observe(document.body.appendChild(document.createElement('i')));
</script>"""


def far(name):
    return FAR.format(name=name)


@pytest.fixture(scope="module")
def loads(browser_path):
    """Path of a page -> how it was loaded."""
    with SmallSite() as small:
        elsewhere = small.url("/inner-elsewhere", host="localhost")
        pages = {
            "/frames": '<iframe src="/inner" style="width:50%;height:45vh"></iframe>'
            f'<iframe src="{elsewhere}" style="width:50%;height:45vh"></iframe>',
            "/shadow": '<div id=h style="height:100vh"></div><script>h.attachShadow({mode: "open"}).innerHTML = '
            f"`<div style='height:100%;overflow:auto'>{far('shadow')}</div>`</script>",
            "/shadows": '<script>for (let n = 0; n < 400; n++) document.body.append(document.createElement("p")); '
            'for (const p of document.querySelectorAll("p")) p.attachShadow({mode: "open"});</script>'
            '<div id=h style="height:100vh"></div><script>h.attachShadow({mode: "open"}).innerHTML = '
            f"`<div style='height:100%;overflow:auto'>{far('shadows')}</div>`</script>",
            "/between": '<iframe src="/inner-between" style="height:300px"></iframe><div style="height:300vh"></div>'
            '<iframe loading=lazy src="/inner-lazy" style="height:300px"></iframe><div style="height:300vh"></div>',
            "/busy": "<script>(async () => { for (;;) await fetch('/nothing') })()</script>",
            "/grows": GROWING.replace("LEFT", "3"),
            "/endless": GROWING.replace("LEFT", "1000"),
            "/sent-on": '<script>setTimeout(() => location = "/late", 3000)</script>',
        }
        small.answers |= {path: Answer((HEAD + body).encode()) for path, body in pages.items()}
        for path, name in (
            ("/inner", "frame"),
            ("/inner-elsewhere", "other-sites-frame"),
            ("/late", "late"),
            ("/inner-between", "between"),
            ("/inner-lazy", "lazy"),
        ):
            small.answers[path] = Answer((HEAD + far(name)).encode())

        async def load_all():
            options = LoadOptions(browser_path=browser_path, limit_s=60, scroll_limit_s=10)
            async with Driver(options) as driver, PageLoader(driver, options) as loader:
                settling = [path for path in pages if path != "/busy"]
                loads = {path: (await loader.load(small.url(path))).load for path in settling}
            options = replace(options, limit_s=10)  # all of which it takes
            async with Driver(options) as driver, PageLoader(driver, options) as loader:
                return loads | {"/busy": (await loader.load(small.url("/busy"))).load}

        loads = asyncio.run(load_all())
    assert [path for path, load in loads.items() if load.settled_after_ms is None] == ["/busy"]
    return loads


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/frames", "frame"),
        ("/frames", "other-sites-frame"),
        ("/shadow", "shadow"),
        ("/sent-on", "late"),
        ("/shadows", "shadows"),
        ("/between", "between"),
        ("/between", "lazy"),
    ],
)
def test_what_lies_below_is_scrolled_to(loads, path, name):
    assert any(each.url.endswith(f"/far.png?{name}") for each in loads[path].transfers)


def test_only_a_page_without_an_end_is_cut(loads):
    assert [path for path, load in loads.items() if load.scroll_cut] == ["/endless"]
