import pytest

from delest.advise.rules.code.js_duplicate import examine, library_of
from delest.records.pages.load import Kind
from tests.page_loads import HOME, answer, capture


@pytest.mark.parametrize(
    ("head", "library"),
    [
        (b"/*! jQuery v3.6.0 | (c) OpenJS Foundation */", ("jquery", (3, 6, 0))),
        (b"/*!\n * jQuery JavaScript Library v1.12.4\n", ("jquery", (1, 12, 4))),
        (b"/*!\n * Bootstrap v4.5.2 (https://getbootstrap.com/)\n", ("bootstrap", (4, 5, 2))),
        (b"/*! jQuery UI - v1.13.2 - 2022", ("jquery ui", (1, 13, 2))),
        (b"//! moment.js\n//! version : 2.29.1\n", ("moment", (2, 29, 1))),
        (b"/* @license\n * Lodash 4.17 */", ("lodash", (4, 17))),
        (b"/* our jquery plugin 1.2 */", None),
        (b"/* " + b"*" * 4000, None),
        (b"\xff\xfe" * 900, None),
    ],
)
def test_what_a_script_says_it_is(head, library):
    assert library_of(head + b"\nx()" * 100) == library


def script(version, size):
    body = f"/*! jQuery v{version} */".encode().ljust(size, b";")
    return answer(body, f"{HOME}{version}.js", kind=Kind.SCRIPT)


def test_all_copies_but_the_newest_could_go_or_may_be_needed(shop):
    found = examine(capture(script("3.6.0", 9000), script("1.12.4", 20_000), script("3.10.0", 8000)), shop)
    assert [(o.url, o.remedy) for o in found.offenders] == [
        (f"{HOME}1.12.4.js", "jquery 1.12.4"),
        (f"{HOME}3.6.0.js", "jquery 3.6.0"),
    ]
    assert (found.avoidable_bytes.low, found.avoidable_bytes.central) == (0, 29_400)


def test_one_copy_is_left_alone(shop):
    assert examine(capture(script("3.6.0", 9000)), shop) is None
