import pytest

from delest.advise.page.answers import answers, body_bytes, with_bodies
from delest.records.pages.load import CacheState, Outcome, ServedFrom
from tests.page_loads import HOME, answer, capture, transfer


def test_a_whole_answer_from_the_network_counts():
    one = answer(b"x" * 3000)
    assert answers(capture(one)) == (one[0],)


@pytest.mark.parametrize(
    "fields",
    [
        {"served_from": ServedFrom.CACHE},
        {"served_from": ServedFrom.REVALIDATED},
        {"status": 206},
        {"status": 404},
        {"failure": "net::ERR_ABORTED"},
    ],
)
def test_other_answers_do_not(fields):
    assert answers(capture(answer(b"x" * 3000, **fields))) == ()


def test_an_answer_of_unknown_cost_does_not():
    assert answers(capture((transfer(size=None, status=200), b""))) == ()


@pytest.mark.parametrize("fields", [{"outcome": Outcome.HTTP_ERROR}, {"cache_state": CacheState.WARM}])
def test_loads_that_are_warm_or_not_ok_have_none(fields):
    assert answers(capture(answer(b"x" * 3000), **fields)) == ()


def test_bodies_come_heaviest_first_and_only_those_that_were_kept():
    small, large = answer(b"a" * 10, f"{HOME}a"), answer(b"b" * 20, f"{HOME}b")
    lost = answer(b"c" * 30, f"{HOME}c", body_sha256="")
    assert [body for _, body in with_bodies(capture(small, large, lost))] == [large[1], small[1]]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"sent_bytes": 40}, 40),
        ({"encoded_body_bytes": None}, 100),
        ({"encoded_body_bytes": 9_999}, 300),  # never more than the whole answer
    ],
)
def test_what_a_body_cost(fields, expected):
    each, body = answer(b"x" * 100, **fields)
    assert body_bytes(each, body) == expected


def test_an_answer_whose_body_is_known_from_the_cache_has_it():
    body = b"f" * 3000
    cached = answer(body, served_from=ServedFrom.CACHE)
    told = answer(body, body_sha256="")
    (found,) = answers(capture(cached, told))
    assert (found.transferred_bytes, found.body_sha256) == (3200, cached[0].body_sha256)
    shorter = answer(body[:-1], body_sha256="")
    assert answers(capture(cached, shorter))[0].body_sha256 == ""
