from hypothesis import given

from delest.records.pages.load import Kind, ServedFrom
from delest.records.pages.weight import Share
from delest.weigh.shares import add_up, by_kind, by_party
from delest.weigh.spread import load_bytes
from delest.weigh.wire import is_request
from tests.page_loads import any_loads, load, transfer, unhurried

PAGE = load(
    transfer(size=300, kind=Kind.DOCUMENT),
    transfer("https://cdn.example.net/a.js", 900, Kind.SCRIPT),
    transfer("https://cdn.example.net/b.js", 50, Kind.SCRIPT, served_from=ServedFrom.CACHE),
    transfer("https://www.example.gouv.fr/c.js", 100, Kind.SCRIPT),
    transfer("data:image/gif;base64,R0", 0, Kind.IMAGE, served_from=ServedFrom.INLINE),
)


def test_kinds_come_heaviest_first_and_only_those_that_crossed_the_network():
    assert by_kind(PAGE) == (
        Share(name="script", transferred_bytes=1000, requests=2),
        Share(name="document", transferred_bytes=300, requests=1),
    )


def test_parties_are_seen_from_the_url_that_the_page_ended_at():
    assert by_party(PAGE) == (
        Share(name="third", transferred_bytes=900, requests=1),
        Share(name="first", transferred_bytes=400, requests=2),
    )
    moved = load(*PAGE.transfers, final_url="https://www.example.net/")
    assert [(s.name, s.transferred_bytes) for s in by_party(moved)] == [("first", 900), ("third", 400)]


@unhurried
@given(any_loads)
def test_kinds_and_parties_add_up_to_the_load(each):
    for shares in (by_kind(each), by_party(each)):
        assert sum(share.transferred_bytes for share in shares) == load_bytes(each)
        assert sum(share.requests for share in shares) == sum(map(is_request, each.transfers))


def test_shares_of_one_name_are_added():
    one = Share(name="font", transferred_bytes=1, requests=1)
    assert add_up([one, one]) == (Share(name="font", transferred_bytes=2, requests=2),)
