from msgspec.structs import replace

from delest.advise.rules.responses.cookie_weight import examine
from delest.records.advice.finding import Effect
from delest.records.pages.observed import Observed
from tests.page_loads import HOME, capture, load, transfer


def page(cookies_bytes):
    sent = [
        transfer(HOME, 900),
        *(transfer(f"{HOME}{n}", 900) for n in range(9)),
        transfer("https://cdn.example.net/x"),
    ]
    return replace(capture(), load=load(*sent), observed=Observed(cookies_bytes=cookies_bytes))


def test_large_cookies_times_the_requests_that_carry_them_are_a_fact(shop):
    found = examine(page(3_000), shop)
    assert found.effect is Effect.NOTICE
    assert (found.avoidable_bytes.high, found.other_bytes.central) == (0, 30_000)
    assert found.offenders[0].remedy == "3000 B ×10"


def test_small_or_unknown_cookies_are_left_alone(shop):
    assert examine(page(900), shop) is None
    assert examine(page(None), shop) is None
