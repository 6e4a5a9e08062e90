from hypothesis import given
from hypothesis import strategies as st

from delest.records.pages.load import Kind, Outcome
from delest.weigh.page import page_weight
from delest.weigh.resources import SiteResources, page_resources
from delest.weigh.site import HEAVIEST_RESOURCES, site_weight
from tests.page_loads import HOME, any_loads, load, page, transfer, unhurried


def weights_of(pages):
    return [weight for each in pages if (weight := page_weight(each.loads))]


def weighed(pages):
    resources = SiteResources()
    for each in pages:
        resources.add(page_resources(each.loads))
    return site_weight(weights_of(pages), resources)


def test_a_site_of_three_measured_pages_and_a_failed_one():
    pages = [
        page(load(transfer(size=100, kind=Kind.DOCUMENT), url=HOME)),
        page(load(transfer(size=300, kind=Kind.DOCUMENT), transfer(size=500), url=f"{HOME}b")),
        page(load(transfer(size=300), url=f"{HOME}c")),
        page(load(transfer(size=9_000), url=f"{HOME}d", outcome=Outcome.HTTP_ERROR)),
    ]
    site = weighed(pages)
    assert (site.pages, site.mean_bytes, site.median_bytes) == (3, 400, 300)
    assert (site.lightest_bytes, site.heaviest_bytes, site.heaviest_url) == (100, 800, f"{HOME}b")
    assert [(s.name, s.transferred_bytes, s.requests) for s in site.by_kind] == [
        ("image", 800, 2),
        ("document", 400, 2),
    ]
    assert [(s.name, s.transferred_bytes) for s in site.by_party] == [("first", 1200)]


def test_nothing_measured_is_no_weight():
    assert weighed([page(load(outcome=Outcome.REFUSED))]) is None


def test_at_most_twenty_resources_are_named():
    pages = [page(load(*(transfer(f"{HOME}{n}.png", n + 1) for n in range(30))))]
    named = weighed(pages).heaviest_resources
    assert len(named) == HEAVIEST_RESOURCES
    assert named[0].transferred_bytes == 30


pages_lists = st.lists(any_loads, min_size=1, max_size=3).flatmap(
    lambda loads: st.just([page(load(*each.transfers, url=f"{HOME}{n}")) for n, each in enumerate(loads)])
)


@unhurried
@given(pages_lists, st.randoms())
def test_the_order_of_the_pages_changes_nothing(pages, random):
    shuffled = random.sample(pages, len(pages))
    assert weighed(pages) == weighed(shuffled)


@unhurried
@given(pages_lists)
def test_kinds_and_parties_of_the_site_add_up_to_its_pages(pages):
    weights = weights_of(pages)
    site = weighed(pages)
    total = sum(weight.cold.transferred_bytes.median for weight in weights)
    assert sum(share.transferred_bytes for share in site.by_kind) == total
    assert sum(share.transferred_bytes for share in site.by_party) == total
    assert site.lightest_bytes <= site.median_bytes <= site.heaviest_bytes
