from delest.advise.rules.responses.error_answers import examine
from tests.page_loads import HOME, answer, capture


def test_the_bytes_of_error_pages_behind_resources(shop):
    page = capture(answer(b"ok" * 900, HOME), answer(b"e" * 3000, f"{HOME}a.png", status=404))
    found = examine(page, shop)
    assert [(o.url, o.remedy) for o in found.offenders] == [(f"{HOME}a.png", "HTTP 404")]
    assert found.avoidable_bytes.low == found.avoidable_bytes.high == 3200


def test_few_bytes_and_the_page_itself_are_left_alone(shop):
    assert examine(capture(answer(b"e" * 600, f"{HOME}a.png", status=404)), shop) is None
    assert examine(capture(answer(b"e" * 9000, HOME, status=404)), shop) is None
