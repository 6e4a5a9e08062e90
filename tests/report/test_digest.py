from msgspec.structs import replace

from delest.records.pages.load import Outcome
from delest.report.digest.facts import (
    by_rule,
    known_pages,
    never_at_rest,
    part,
    requests_per_page,
    settled_after_ms,
    site_name,
    third_party_part,
    unmeasured,
)


def test_a_page_is_unmeasured_only_if_no_load_ended_ok(small):
    missed = unmeasured(small)
    assert [page.outcome for page in missed] == [Outcome.HTTP_ERROR, Outcome.TIMED_OUT]
    saved = replace(small.pages[-1], loads=(*small.pages[-1].loads, small.pages[0].loads[0]))
    assert len(unmeasured(replace(small, pages=(*small.pages[:-1], saved)))) == 1


def test_the_site_is_called_by_its_host(small, hostile):
    assert site_name(small) == "www.example.org"
    assert site_name(hostile) == "www.example.org"


def test_a_site_is_never_called_by_a_host_that_was_not_measured(small):
    def landed(url, pages):
        return tuple(replace(p, loads=tuple(replace(x, final_url=url) for x in p.loads)) for p in pages)

    away = landed("https://elsewhere.example/", small.pages)
    assert site_name(replace(small, pages=away)) == "elsewhere.example"
    assert site_name(replace(small, pages=(*away[1:], small.pages[0]))) == "www.example.org"
    assert site_name(replace(small, pages=landed("https://elsewhere.example/", small.pages[-2:]))) == "www.example.org"


def test_a_page_is_at_rest_when_its_slowest_load_is(small):
    first = small.pages[0]
    slow = replace(first, loads=(replace(first.loads[0], settled_after_ms=9_000.0), *first.loads[1:]))
    stuck = replace(first, loads=(replace(first.loads[0], settled_after_ms=None), *first.loads[1:]))
    assert settled_after_ms(slow) == 9_000
    assert settled_after_ms(stuck) is None
    assert never_at_rest(replace(small, pages=(stuck, *small.pages[1:]))) == {first.url}
    assert never_at_rest(small) == set()


def test_known_pages_are_never_fewer_than_those_loaded(small):
    assert known_pages(small) == 8
    assert known_pages(replace(small, end=replace(small.end, known_pages=0))) == 6


def test_parts_sum_to_one(small):
    shares = small.site.by_kind
    assert abs(sum(part(share, shares) for share in shares) - 1) < 1e-9
    assert part(replace(shares[0], transferred_bytes=0), (replace(shares[0], transferred_bytes=0),)) == 0
    assert 0 < third_party_part(small.site.by_party) < 1


def test_requests_per_page_is_a_mean_over_measured_pages(small):
    assert requests_per_page(small) == sum(s.requests for s in small.site.by_kind) / 4
    assert requests_per_page(replace(small, site=None)) is None


def test_findings_are_gathered_by_rule_and_by_resource(small):
    first, second = by_rule(small)
    assert {first.rule, second.rule} == {"text-compression", "image-encoding"}
    text = first if first.rule == "text-compression" else second
    assert text.pages == 4
    assert [(o.url.rsplit("/", 1)[1], o.pages) for o in text.offenders] == [
        ("site.js", 4),
        ("site.css", 4),
        ("collect.js", 3),
    ]
    assert text.worst.avoidable_bytes.central == max(
        f.avoidable_bytes.central for f in small.findings if f.rule == "text-compression"
    )
