"""A device of the user's own reaches what a page sees of it: layout, pixels, touch, user agent, choice of image."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.small_site import Answer, SmallSite
from tests.command import delest

pytestmark = pytest.mark.browser

KIOSK = """
device = "kiosk"
stay = 0.5

[devices.kiosk]
width-px = 411
height-px = 731
pixel-ratio = 2.0
mobile = true
user-agent = "Kiosk/1 (town hall)"
"""
PAGE = """<!doctype html><title>t</title><meta name="viewport" content="width=device-width, initial-scale=1">
<img src="/one.png" srcset="/one.png 1x, /two.png 2x, /three.png 3x" alt="">
<script>
fetch("/seen?" + new URLSearchParams({
  width: innerWidth, height: innerHeight, ratio: devicePixelRatio, touch: navigator.maxTouchPoints > 0,
  agent: navigator.userAgent, narrow: matchMedia("(max-width: 411px)").matches,
}));
</script>"""


def test_a_page_sees_the_device_that_the_file_describes(tmp_path, browser_path):
    (tmp_path / "delest.toml").write_text(KIOSK, "utf-8")
    with SmallSite() as small:
        small.answers["/"] = Answer(PAGE.encode())
        answer = delest("audit", small.url(), "--depth", "0", "--browser", browser_path, "-q", cwd=tmp_path)
        asked = list(small.asked)
    assert answer.returncode == 0, answer.stderr
    (seen,) = (parse_qs(urlsplit(path).query) for path in asked if path.startswith("/seen?"))
    assert seen == {
        "width": ["411"], "height": ["731"], "ratio": ["2"], "touch": ["true"],
        "agent": ["Kiosk/1 (town hall)"], "narrow": ["true"],
    }  # fmt: skip
    assert [path for path in asked if path.endswith(".png")] == ["/two.png"]
