import random

from delest.advise.rules.responses.address_varies import AddressStudy
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind
from tests.page_loads import HOME, answer, capture

SCRIPT = random.Random(4).randbytes(4_000).hex().encode()


def page(name, *paths, body=SCRIPT):
    files = [answer(body, HOME + path, kind=Kind.SCRIPT) for path in paths]
    return capture(*files, url=HOME + name)


def found(shop, *pages):
    study = AddressStudy()
    for each in pages:
        study.learn(each)
    return study.examine(pages[0], shop)


def test_a_file_that_another_page_has_under_another_address_is_sent_again(shop):
    finding = found(shop, page("a", "app.js?page=a"), page("b", "app.js?page=b"))
    assert finding.effect is Effect.LATER_PAGES
    assert finding.avoidable_bytes.high == 0
    assert finding.other_bytes.central >= len(SCRIPT)
    (offender,) = finding.offenders
    assert (offender.url, offender.remedy) == (f"{HOME}app.js?page=a", f"{HOME}app.js?page=b")


def test_one_address_two_on_the_same_page_and_small_files_are_left_alone(shop):
    assert found(shop, page("a", "app.js"), page("b", "app.js")) is None
    assert found(shop, page("a", "app.js", "copy.js")) is None
    small = b"x" * 500
    assert found(shop, page("a", "s.js?1", body=small), page("b", "s.js?2", body=small)) is None
