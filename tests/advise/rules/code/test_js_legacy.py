import pytest

from delest.advise.rules.code.js_legacy import examine, remedies
from delest.records.pages.load import Kind
from tests.page_loads import HOME, answer, capture


def script(head, name="a.js", size=5000, kind=Kind.SCRIPT):
    return capture(answer(head.ljust(size, b";"), f"{HOME}{name}", kind=kind))


@pytest.mark.parametrize(
    ("head", "name", "said"),
    [
        (b"/** @preserve HTML5 Shiv 3.7.3 */", "a.js", "html5 shiv"),
        (b"/*! Respond.js v1.4.2: min/max-width media query polyfill */", "a.js", "respond.js"),
        (b"// whatwg-fetch 3.6\n", "a.js", "whatwg-fetch"),
        (b"!function(){}()", "polyfills-c67a75d1b6f99dc8.js", "polyfills-c67a75d1b6f99dc8.js"),
        (b"!function(){}()", "core-js-bundle.min.js", "core-js-bundle.min.js"),
        (b"!function(){}()", "app.polyfills.mjs", ".polyfills.mjs"),
    ],
)
def test_a_script_that_is_a_polyfill_may_go(shop, head, name, said):
    page = script(head, name)
    found = examine(page, shop)
    assert (found.offenders[0].remedy, found.avoidable_bytes.low, found.avoidable_bytes.central) == (said, 0, 5200)
    (made,) = remedies(page, shop)
    assert (made.url, made.body) == (f"{HOME}{name}", b"")
    assert "developer" in made.condition


@pytest.mark.parametrize(
    "page",
    [
        script(b"/* our code, without core-jsx */"),
        script(b"f('core-js'); /* core-js */"),
        script(b"/* html5shiv */", size=500),
        script(b"/* html5shiv */", kind=Kind.FETCH),
        script(b"", "depolyfilled.js"),
        script(b"/*" + b"\xff" * 9000),
        script(b"/* " + b"core-j " * 2000),
    ],
)
def test_all_else_is_left_alone(shop, page):
    assert examine(page, shop) is None
