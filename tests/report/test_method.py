from datetime import timedelta

from msgspec.structs import replace

from delest.reason import Reason, ReasonCode
from delest.records.pages.consent import Answered, Choice
from delest.records.pages.page_clock import PageClock, RealTime
from delest.records.runs.scope import QueryPolicy
from delest.report.data.audit_json import as_v1
from delest.report.data.json_v1.page import ConsentV1
from delest.report.pages.audit.sections.method import facts, glossary
from tests.page_loads import with_header
from tests.rendered import brief, render
from tests.rendered import facts as in_words


def told(report):
    return in_words(facts(report))


def test_the_conditions_of_the_measurement_are_told(small):
    found = told(small)
    assert found["measured"] == ("22 November 2026, 09:30 UTC", "in 3 min 20 s")
    assert found["browser"] == ("Chromium 156.0.8078.79", "full browser without a window", "in its sandbox")
    assert found["loads"] == ("3 loads per page with an empty cache", "2 browsers side by side")
    assert found["exactness"] == ("every response is known to the byte",)


def test_a_clock_that_was_set_back_gives_no_duration(small):
    early = replace(small.end, ended_at=small.header.run.started_at - timedelta(hours=1))
    assert told(replace(small, end=early))["measured"] == ("22 November 2026, 09:30 UTC",)


def test_what_weakens_a_measurement_is_told(small):
    weak = replace(
        small,
        browser=replace(small.browser, sandboxed=False, mode="headless-shell"),
        site=replace(small.site, inexact_transfers=2),
        header=with_header(
            small.header,
            demo=True,
            scope=replace(small.header.scope, obey_robots=False, include=("/a*",), exclude=("/b*",)),
        ),
    )
    found = told(weak)
    assert found["browser"][1].startswith("reduced browser")
    assert found["browser"][2] == "without its sandbox"
    assert found["exactness"] == ("2 responses are not known to the byte",)
    assert {"robots.txt not obeyed", "only /a*", "without /b*"} <= set(found["pages"])
    assert "on the demo site that comes with delest" in found["measured"]
    listed = replace(weak, header=replace(weak.header, scope=replace(weak.header.scope, follow_links=False)))
    assert "only the addresses given, no links followed" in told(listed)["pages"]
    assert not {"only /a*", "without /b*"} & set(told(listed)["pages"])


def changed(report, at, **fields):
    """The report with other ``fields`` in one load, the ``at``-th, of its first page."""
    first, *rest = report.pages
    loads = tuple(replace(load, **fields) if n == at else load for n, load in enumerate(first.loads))
    return replace(report, pages=(replace(first, loads=loads), *rest))


def test_every_limit_of_the_crawl_is_told_and_none_that_was_not_set(small):
    assert told(small)["pages"][1:] == (
        "at most 20 loaded",
        "robots.txt obeyed",
        "query strings without campaign and session parameters",
    )
    scope = replace(
        small.header.scope, depth=2, hosts=("www.example.org",), query=QueryPolicy.DROP, time_limit_s=1800.0,
        delay_s=1.5, language="fr", use_sitemap=False,
    )  # fmt: skip
    found = told(replace(small, header=replace(small.header, scope=scope)))["pages"]
    assert set(found) >= {
        "at most 2 links from the start",
        "with the host www.example.org",
        "query strings left out",
        "none started after 30 min",
        "at least 1.5 s between two loads",
        "only pages in the language fr",
        "sitemaps not read",
    }


def test_a_load_that_missed_bytes_is_never_called_exact(small):
    found = told(changed(small, 1, exact=False))["exactness"]
    assert found == ("some bytes of 1 load could not be counted: its weight is a lower bound",)


def test_a_page_that_never_came_to_rest_is_told(small):
    found = told(changed(small, 2, settled_after_ms=None))["loads"]
    assert found[-1] == "1 page did not settle and was measured until the time limit: its weight is a lower bound"
    assert found[:-1] == told(small)["loads"]


def test_a_page_without_an_end_is_told(small):
    found = told(changed(small, 2, scroll_cut=True))["loads"]
    limits = "within the limits of the scroll"
    assert found[-1] == f"the bottom of 1 page was not reached {limits}: its weight is a lower bound"
    assert found[:-1] == told(small)["loads"]


def test_a_page_that_could_not_be_scrolled_is_told(small):
    found = told(changed(small, 2, scroll_stuck=True))["loads"]
    assert found[-1] == "1 page could not be scrolled to its bottom: its weight is a lower bound"


def test_the_clock_of_the_pages_is_told(small):
    assert told(small)["time of the pages"] == ("all pages had real time",)
    ahead = [{"page_clock": PageClock.AHEAD}, {"page_clock": PageClock.BOTH, "real_time_because": RealTime.SOCKET}]
    mixed = small
    for fields in ahead:
        mixed = changed(mixed, ahead.index(fields), **fields)
    found = told(mixed)["time of the pages"]
    assert found[0].startswith("the time of the page ran ahead of real time")
    assert found[1:] == ("1 page had real time, for all or part of its visit: a WebSocket was open",)


def test_what_the_first_movement_brought_is_told_where_it_is_worth_it(small):
    first, *rest = small.weights
    whole = first.cold.transferred_bytes

    def with_before(least):
        before = [replace(whole, median=whole.median - each) for each in (least + 5_000, 5_000)]
        cold = replace(first.cold, before_interaction_bytes=before[0], before_scroll_bytes=before[1])
        return replace(small, weights=(replace(first, cold=cold), *rest))

    assert told(with_before(9_000))["time of the pages"] == told(small)["time of the pages"]
    assert told(with_before(201_000))["time of the pages"][-1] == (
        "on 1 page, the first movement of the mouse or finger brought 201 kB before any scrolling"
    )
    for form in ("text", "markdown", "html"):
        assert "201" in render(with_before(201_000), form)


def test_the_loads_told_are_those_made(small):
    first, *rest = small.weights
    spread = replace(first.cold.transferred_bytes, loads=2)
    fewer = replace(small, weights=(replace(first, cold=replace(first.cold, transferred_bytes=spread)), *rest))
    assert told(fewer)["loads"][0] == "2 to 3 loads per page with an empty cache"
    assert told(replace(small, weights=()))["loads"] == ("2 browsers side by side",)


def test_nothing_is_called_exact_where_no_page_has_a_weight(small):
    assert told(replace(small, site=None, weights=(), pages=small.pages[-2:]))["exactness"] == ("no page has a weight",)


def test_no_browser_is_said(small):
    assert told(replace(small, browser=None))["browser"] == ("none: no page could be loaded",)


def test_the_glossary_holds_the_words_of_the_method():
    terms = " ".join(row.term for row in glossary())
    assert all(word in terms for word in ("transferred bytes", "page view", "offender", "factor set", "boundary"))


def answered(report, choice, *answers):
    """The report with a choice on consent banners, and what became of it on the first load of its first pages."""
    report = replace(report, header=with_header(report.header, consent=choice))
    pages = [
        replace(page, loads=tuple(replace(load, consent=answer) for load in page.loads))
        for page, answer in zip(report.pages, answers, strict=False)
    ]
    return replace(report, pages=(*pages, *report.pages[len(pages) :]))


def test_what_consent_banners_were_answered_is_told_and_where_none_was_too(small):
    assert told(small)["consent"] == ("pages as they come: consent banners were not answered",)
    assert "consent banner" not in brief(small)
    done, none = (
        Answered(choice=Choice.REFUSE, banner="Didomi"),
        Answered(choice=Choice.REFUSE, reason=Reason(code=ReasonCode.NO_BANNER)),
    )
    both = answered(small, Choice.REFUSE, done, none)
    said = ("Didomi: refused on 1 page", "no choice made on 1 page: no known banner; see --consent-selector")
    assert told(both)["consent"] == said
    assert all(sentence in brief(both) for sentence in said)
    assert [page.consent for page in as_v1(both).pages if page.consent] == [
        ConsentV1(choice="refuse", banner="Didomi", reason="", reason_code=None),
        ConsentV1(
            choice="refuse",
            banner="",
            reason="no known banner; see --consent-selector",
            reason_code="no-banner",
        ),
    ]


def test_one_load_without_a_choice_makes_its_page_one_without(small):
    done = Answered(choice=Choice.ACCEPT, banner="Klaro")
    mixed = changed(
        answered(small, Choice.ACCEPT, done), 1, consent=replace(done, reason=Reason(code=ReasonCode.PAGE_SILENT))
    )
    assert told(mixed)["consent"] == ("no choice made on 1 page: the page did not respond",)
