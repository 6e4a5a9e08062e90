import pytest
from msgspec.structs import replace

from delest.advise.remedies.used_css import without_unused
from delest.advise.rules.code.css_unused import CssStudy
from delest.records.advice.visits import RULES_NOT_USED, in_visits
from delest.records.pages.load import Kind
from delest.records.pages.observed import Observed, UsedCode
from tests.page_loads import HOME, answer, capture

SHEET = "".join(f".rule-{n} {{ color: rgb({n % 250},{n // 3},{n * 7 % 250}) }}\n" for n in range(400))


def part(text, sheet=SHEET):
    start = len(sheet[: sheet.index(text)].encode("utf-16-le")) // 2
    return start, start + len(text.encode("utf-16-le")) // 2


def page(*used, sheet=SHEET, coverage=True):
    seen = Observed(coverage=coverage, styles=(UsedCode(url=f"{HOME}s.css", characters=len(sheet), used=used),))
    return replace(capture(answer(sheet.encode(), f"{HOME}s.css", kind=Kind.STYLESHEET)), observed=seen)


def studied(*pages):
    study = CssStudy()
    for each in pages:
        study.learn(each)
    return study


def test_rules_that_no_page_used_go_and_those_of_any_page_stay(shop):
    first, other = page(part(".rule-3 ")), page(part(".rule-7 "))
    study = studied(first, other)
    (made,) = study.remedies(first, shop)
    lines = SHEET.splitlines(keepends=True)
    assert made.body.decode() == f"\n{lines[3].rstrip()}\n{lines[7].rstrip()}\n"
    assert made.condition == in_visits(RULES_NOT_USED, 2)
    assert made.condition.startswith("Not used in 2 visits")
    found = study.examine(first, shop)
    assert found.offenders[0].remedy == "used rules alone, the others not used in 2 visits"
    assert (found.avoidable_bytes.low, found.avoidable_bytes.central) == (0, len(SHEET) - len(made.body))


def test_visits_that_loaded_another_style_sheet_are_not_counted(shop):
    own, other = page(part(".rule-3 ")), page(part("b{}", "a{}b{}"), sheet="a{}b{}")
    found = studied(own, other, other).examine(own, shop)
    assert found.offenders[0].remedy.endswith("not used in 1 visit")


def test_a_page_that_was_not_watched_says_nothing(shop):
    assert studied(page(coverage=False)).examine(page(coverage=False), shop) is None


@pytest.mark.parametrize(
    ("sheet", "used", "left"),
    [
        ("a{x:y}b{x:y}", ["b{x:y}"], "b{x:y}"),
        ("@import 'z;{';@charset \"u\";a{}b{}", ["b{}"], "@import 'z;{';@charset \"u\";b{}"),
        ("@font-face{src:url(a)}@keyframes k{from{x:y}}a{}", [], "@font-face{src:url(a)}@keyframes k{from{x:y}}"),
        ("@media print{a{}b{}}c{}", ["b{}"], "@media print{b{}}"),
        ("@layer x,y;@layer x{a{}}", [], "@layer x,y;@layer x{}"),
        ("/* a{ */a{content:'}'}b{}", ["b{}"], "b{}"),
        ("a{x:'\\'}'}b{}", ["b{}"], "b{}"),
        ("😀{}a{x:y}b{}", ["a{x:y}"], "a{x:y}"),
        ("a{b{c{", ["a{b{c{"], "a{b{c{"),
        ("}}}a{}", [], ""),
        ("a{x:y", [], ""),
    ],
)
def test_only_plain_rules_without_use_are_left_out(sheet, used, left):
    assert without_unused(sheet, [part(text, sheet) for text in used]) == left


def test_hostile_nesting_ends_and_stays_whole():
    sheet = "@media x{" * 5000 + "a{}"
    assert without_unused(sheet, [(0, 1)]) == sheet
