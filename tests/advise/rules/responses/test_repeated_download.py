import pytest

from delest.advise.rules.responses.repeated_download import examine
from delest.records.pages.load import Kind, ServedFrom
from delest.units import exactly
from tests.page_loads import HOME, answer, capture, transfer

FONT = b"wOF2" + bytes(4_000)
A, B = f"{HOME}a.woff2", f"{HOME}b.woff2"


def test_the_same_url_transferred_three_times(shop):
    found = examine(capture(*[answer(FONT, A, kind=Kind.FONT)] * 3), shop)
    (offender,) = found.offenders
    assert found.rule == "repeated-download"
    assert offender.url == A
    assert offender.avoidable_bytes == exactly(2 * (len(FONT) + 200))  # the first is needed; headers go too


def test_the_same_body_under_another_url(shop):
    found = examine(capture(answer(FONT, A), answer(FONT, B)), shop)
    (offender,) = found.offenders
    assert (offender.url, offender.remedy) == (B, f"= {A}")


def test_bodies_that_were_not_kept_are_told_by_url_and_length(shop):
    video = {"kind": Kind.MEDIA, "status": 200, "size": 9_000}
    same = transfer(A, decoded_body_bytes=8_800, **video)
    longer = transfer(A, decoded_body_bytes=8_900, **video)
    assert examine(capture((same, b""), (longer, b"")), shop) is None
    assert examine(capture((same, b""), (same, b"")), shop).avoidable_bytes == exactly(9_000)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (answer(FONT, A), answer(FONT + b"x", A)),  # one address, two answers
        (answer(FONT, A), answer(FONT, A, served_from=ServedFrom.CACHE)),
        (answer(FONT, A), answer(FONT, A, failure="net::ERR_ABORTED")),
        (answer(FONT, A, status=206), answer(FONT, A, status=206)),
        (answer(FONT, A, method="POST"), answer(FONT, A, method="POST")),
        (answer(bytes(43), A), answer(bytes(43), B)),  # counting pixels
        (answer(FONT, A, frame=HOME), answer(FONT, A, frame="https://www.youtube.com/embed")),  # each has its cache
    ],
)
def test_what_is_no_repeat(one, other, shop):
    assert examine(capture(one, other), shop) is None
