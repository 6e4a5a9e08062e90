import pytest
from msgspec.structs import replace

from delest.advise.rules.fonts.font_subset import CONDITION, FontStudy
from delest.records.pages.load import Kind
from delest.records.pages.observed import FontText, Observed
from tests.fonts import CYRILLIC, GREEK, LATIN, characters_of, font
from tests.page_loads import HOME, answer, capture

CSS = b"@font-face { font-family: 'Drawn'; src: url(fonts/a.woff2#x) format('woff2'), url(data:font/woff2;base64,AA) }"


def page_with(text, body=None, *, css=CSS, cut=False, family="drawn"):
    seen = Observed(fonts=(FontText(families=(family, "serif"), characters=text, length=len(text)),), cut=cut)
    sheet = answer(css.ljust(600), f"{HOME}s.css", kind=Kind.STYLESHEET, mime_type="text/css")
    letters = answer(body or font(flavor="woff2"), f"{HOME}fonts/a.woff2", kind=Kind.FONT)
    return replace(capture(sheet, letters), observed=seen)


def studied(*pages):
    study = FontStudy()
    for page in pages:
        study.learn(page)
    return study


def test_scripts_that_no_page_writes_in_go_and_french_stays(shop):
    page = page_with("Écœurement")
    study = studied(page)
    found = study.examine(page, shop)
    (made,) = study.remedies(page, shop)
    assert characters_of(made.body) == set(LATIN)
    assert made.condition == CONDITION
    assert found.avoidable_bytes.central == len(font(flavor="woff2")) - len(made.body)
    assert "characters" in found.offenders[0].remedy


def test_a_script_that_another_page_writes_in_stays_whole(shop):
    study = studied(page_with("abc"), page_with("Ж"))
    (made,) = study.remedies(page_with("abc"), shop)
    assert characters_of(made.body) == set(LATIN + CYRILLIC)


@pytest.mark.parametrize(
    "page",
    [
        page_with("abc", font(LATIN, "woff2")),
        page_with("abcЖΩ"),
        page_with("abc\ue001"),
        page_with("abc", cut=True),
        page_with("abc", css=b"p { font-family: drawn }"),
        page_with("abc", b"\0\1\0\0" + bytes(9000)),
    ],
    ids=["is a subset", "uses all", "icons", "not seen whole", "no face", "hostile"],
)
def test_fonts_without_anything_to_cut_are_left_alone(shop, page):
    assert studied(page).examine(page, shop) is None


def test_all_scripts_of_the_page_are_kept_though_the_font_has_others(shop):
    page = page_with("Ω" + "a")
    (made,) = studied(page).remedies(page, shop)
    assert set(GREEK) <= characters_of(made.body)
    assert not set(CYRILLIC) & characters_of(made.body)
