from delest.advise.rules.responses.redirects import examine
from tests.page_loads import HOME, capture, load, transfer


def test_redirects_on_the_way_count_with_all_their_bytes(shop):
    hops = [transfer(f"{HOME}{n}", 700, redirect_hop=True, status=301) for n in range(2)]
    page = capture()
    page = type(page)(load=load(*hops, transfer(HOME, 9000, status=200)))
    found = examine(page, shop)
    assert found.avoidable_bytes.central == 1400
    assert {o.remedy for o in found.offenders} == {"HTTP 301"}


def test_one_small_redirect_is_left_alone(shop):
    page = type(capture())(load=load(transfer(HOME, 400, redirect_hop=True, status=301)))
    assert examine(page, shop) is None
