import pytest
from msgspec.structs import replace

from delest.advise.rules.responses.preload_unused import examine
from delest.records.pages.observed import Observed, ShownImage
from tests.page_loads import HOME, answer, capture


def page(size=5000, **seen):
    return replace(capture(answer(b"x" * size, f"{HOME}a")), observed=Observed(**seen))


def test_what_the_browser_warns_of_may_be_avoidable(shop):
    found = examine(page(unused_preloads=(f"{HOME}a",)), shop)
    assert (found.avoidable_bytes.low, found.avoidable_bytes.central) == (0, 5200)


@pytest.mark.parametrize(
    "each",
    [
        page(),
        page(unused_preloads=(f"{HOME}b",)),
        page(700, unused_preloads=(f"{HOME}a",)),
        page(unused_preloads=(f"{HOME}a",), images=(ShownImage(url=f"{HOME}a", place="img", width_px=9),)),
    ],
)
def test_what_is_used_small_or_not_named_is_left_alone(shop, each):
    assert examine(each, shop) is None
