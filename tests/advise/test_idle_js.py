"""Scripts with the blocks emptied that never ran."""

import pytest

from delest.advise.remedies.idle_js import make, without_idle


def emptied(*parts):
    """Parts in square brackets were not used."""
    text, used, at = "", [], 0
    for part in parts:
        bare = part[1:-1] if part.startswith("⟦") else part
        if bare is part:
            used.append((at, at + len(bare)))
        text, at = text + bare, at + len(bare)
    return without_idle(text, used)


@pytest.mark.parametrize(
    ("parts", "left"),
    [
        (("run();", "⟦function idle(a, b) { return '}' + a }⟧", "\nend()"), "run();function idle(a, b) {}\nend()"),
        (("x = ", "⟦async (a = {b: 1}) => { await a }⟧", ";"), "x = async (a = {b: 1}) => {};"),
        (("class A { ", "⟦static get one() { return `${ {a: '}'}.a }` }⟧", " }"), "class A { static get one() {} }"),
        (("if (a) ", "⟦{ /* } */ b(/[}/]/) }⟧", " else c()"), "if (a) {} else c()"),
        (("⟦function a() { 1 }\nfunction b() { 2 }⟧",), "function a() {}\nfunction b() {}"),
        (("x = ", "⟦a => a + 1⟧", ";"), "x = a => a + 1;"),
        (("⟦function cut() { if (⟧",), "function cut() { if ("),
        (("⟦{ ) }⟧",), "{ ) }"),
        (("a ? b : ", "⟦c⟧", ";"), "a ? b : c;"),
    ],
)
def test_blocks_that_never_ran_are_emptied_and_all_else_is_left(parts, left):
    assert emptied(*parts) == left


@pytest.mark.parametrize("piece", ["{", "(", "`${", "function f(", "a/", "'"])
def test_hostile_text_is_left_as_it_is(piece):
    text = piece * 20_000
    assert without_idle(text, []) == text


def test_wide_characters_are_counted_as_the_browser_counts_them():
    script = "run('😀');function idle() { return 1 }".encode()
    made = make(script, {"used": [0, len("run('xx');")], "coding": "", "coded_bytes": len(script)})
    assert made.usual.body == "run('😀');function idle() {}".encode()
