"""The fold of a run: what a report says stays, what moved goes."""

import tracemalloc

from msgspec.structs import replace

from delest.pipeline.fold import MOST_OFFENDERS, MOST_RESOURCES, fold
from delest.reason import Reason, ReasonCode
from delest.records.advice.finding import Confidence, Finding, Offender
from delest.records.pages.load import CacheState, Kind, LoadFacts, Outcome
from delest.units import exactly
from delest.weigh import resources
from delest.weigh.page import page_weight
from tests.page_loads import HOME, load, page, transfer

LIMIT_BYTES_A_PAGE = 20_000


def image(url, avoidable):
    return Offender(url=url, kind=Kind.IMAGE, transferred_bytes=2 * avoidable, avoidable_bytes=exactly(avoidable))


def record(n, transfers, offenders=5):
    url = f"{HOME}{n}"
    shared = [transfer(f"{HOME}shared-{at}.png", 1000 + at) for at in range(transfers // 2)]
    own = [transfer(f"{url}/own-{at}.png", 2000 + at) for at in range(transfers - transfers // 2)]
    named = tuple(image(f"{url}/own-{at}.png", 1000 - at) for at in range(offenders))
    finding = Finding(
        rule="image-encoding",
        page_url=url,
        avoidable_bytes=exactly(sum(each.avoidable_bytes.central for each in named)),
        confidence=Confidence.COMPUTED,
        offenders=named,
    )
    return page(load(*shared, *own, url=url, title=f"page {n}"), findings=(finding,), links_found=n)


def held_bytes(pages, transfers):
    """What a fold of made-up pages holds in the end, and at most on the way."""
    tracemalloc.start()
    try:
        folded = fold(record(n, transfers) for n in range(pages))
        assert len(folded.pages) == pages
        return tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()


def test_a_page_costs_little_memory_and_no_more_for_all_that_it_transferred(monkeypatch):
    monkeypatch.setattr(resources, "MOST_RESOURCES", 1000)
    fold([record(0, 60)])  # what is made once
    light, heavy = held_bytes(200, 60), held_bytes(200, 600)
    assert light[0] / 200 < LIMIT_BYTES_A_PAGE
    assert heavy[0] / 200 < 1.5 * LIMIT_BYTES_A_PAGE
    assert heavy[1] - heavy[0] < 3_000_000


def test_all_that_a_report_says_of_a_page_is_there():
    records = [
        record(1, 10),
        page(
            load(
                transfer(size=9),
                url=f"{HOME}gone",
                outcome=Outcome.HTTP_ERROR,
                reason=Reason.of(ReasonCode.HTTP_ERROR, 404),
                status=404,
            )
        ),
        page(
            load(transfer(size=70), url=f"{HOME}2"), load(transfer(size=7), url=f"{HOME}2", cache_state=CacheState.WARM)
        ),
    ]
    folded = fold(iter(records))
    assert [(each.url, each.depth, each.links_found) for each in folded.pages] == [
        (each.url, each.depth, each.links_found) for each in records
    ]
    for facts, whole in zip(folded.pages, records, strict=True):
        assert [{name: getattr(one, name) for name in LoadFacts.__struct_fields__} for one in whole.loads] == [
            {name: getattr(one, name) for name in LoadFacts.__struct_fields__} for one in facts.loads
        ]
        assert not any(hasattr(one, "transfers") for one in facts.loads)
    assert [replace(weight, heaviest_resources=()) for weight in folded.weights] == [
        page_weight(records[0].loads),
        page_weight(records[2].loads),
    ]
    assert folded.findings == records[0].findings
    assert folded.site.pages == 2


def test_a_page_names_its_own_heaviest_resources():
    (weight,) = fold([record(0, 20)]).weights
    assert [each.url for each in weight.heaviest_resources] == [f"{HOME}0/own-{at}.png" for at in range(9, -1, -1)]
    assert len(weight.heaviest_resources) == MOST_RESOURCES


def test_offenders_beyond_what_a_finding_names_are_counted_and_their_bytes_stay():
    (many,) = fold([record(0, 10, offenders=MOST_OFFENDERS + 3)]).findings
    whole = record(0, 10, offenders=MOST_OFFENDERS + 3).findings[0]
    assert (many.offenders, many.more_offenders) == (whole.offenders[:MOST_OFFENDERS], 3)
    assert many.avoidable_bytes == whole.avoidable_bytes


def test_what_pages_share_is_in_memory_once():
    one, other = fold(record(n, 4) for n in range(2)).pages
    assert one.loads[0].device is other.loads[0].device
    assert one.loads[0].browser is other.loads[0].browser
    assert one.url is one.loads[0].requested_url
