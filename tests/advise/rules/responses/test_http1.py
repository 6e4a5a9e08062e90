from msgspec.structs import replace

from delest.advise.rules.responses.http1 import examine
from delest.records.advice.finding import Effect
from tests.page_loads import HOME, capture, load, transfer


def page(count, protocol="http/1.1", home=HOME):
    sent = [transfer(f"{home}{n}", 1500, protocol=protocol, encoded_body_bytes=1000) for n in range(count)]
    return replace(capture(), load=load(*sent))


def test_the_headers_of_many_answers_over_http_1_are_a_fact(shop):
    found = examine(page(20), shop)
    assert found.effect is Effect.NOTICE
    assert (found.avoidable_bytes.high, found.other_bytes.central) == (0, 10_000)
    assert [(o.url, o.remedy) for o in found.offenders] == [(HOME, "www.example.gouv.fr ×20")]


def test_few_requests_newer_protocols_and_plain_http_are_left_alone(shop):
    assert examine(page(14), shop) is None
    assert examine(page(20, "h2"), shop) is None
    assert examine(page(20, home="http://www.example.gouv.fr/"), shop) is None
