from msgspec.structs import replace

from delest.advise.rules.fonts.font_variants import examine
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind
from delest.records.pages.observed import FontText, Observed
from tests.page_loads import HOME, answer, capture


def page_of(*names):
    faces = "".join(f"@font-face{{font-family:{name.split('-')[0]};src:url(/{name})}}" for name in names)
    sheet = answer(faces.encode().ljust(600), f"{HOME}s.css", kind=Kind.STYLESHEET)
    fonts = [answer(name.encode() * 900, f"{HOME}{name}", kind=Kind.FONT) for name in names]
    seen = Observed(fonts=(FontText(families=("a",), characters="x", length=120),))
    return replace(capture(sheet, *fonts), observed=seen)


def test_many_files_or_families_are_a_fact_without_avoidable_bytes(shop):
    for page in (page_of("a-1", "a-2", "a-3", "a-4", "a-5"), page_of("a-1", "b-1", "c-1")):
        found = examine(page, shop)
        assert found.effect is Effect.NOTICE
        assert found.avoidable_bytes.high == 0
        assert found.other_bytes.central == sum(o.transferred_bytes for o in found.offenders)
        assert "a: 120 characters" in {o.remedy for o in found.offenders}


def test_a_few_are_left_alone(shop):
    assert examine(page_of("a-1", "a-2", "b-1", "b-2"), shop) is None
    assert examine(page_of(), shop) is None
