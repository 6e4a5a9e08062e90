from msgspec.structs import replace

from delest.advise.rules.responses.prefetch_unused import PrefetchStudy
from tests.page_loads import HOME, answer, capture

HINT = f'<link href="{HOME}next.js" rel="dns-prefetch Prefetch">'


def page(*names, html=HINT, size=5000, url=HOME):
    return replace(capture(*(answer(b"x" * size, f"{HOME}{name}") for name in names), url=url), html=html)


def found(shop, *pages):
    study = PrefetchStudy()
    for each in pages:
        study.learn(each)
    return study.examine(pages[0], shop)


def test_what_no_page_asked_for_is_prefetched_in_vain(shop):
    finding = found(shop, page("next.js"), page("other.js", html=""))
    assert [each.url for each in finding.offenders] == [f"{HOME}next.js"]
    assert finding.offenders[0].remedy == "rel=prefetch, not used in 2 visits"
    assert (finding.avoidable_bytes.low, finding.avoidable_bytes.central) == (0, 5200)


def test_what_another_page_uses_or_what_is_no_prefetch_is_left_alone(shop):
    assert found(shop, page("next.js"), page("next.js", html="")) is None
    assert found(shop, page("next.js"), page("a", html="", url=f"{HOME}next.js")) is None
    assert found(shop, page("next.js", html=HINT.replace("Prefetch", "preload"))) is None
    assert found(shop, page("next.js", size=500)) is None
