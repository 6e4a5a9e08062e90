"""A sample after RGESN and RGAA of a site whose every page is known: a frontier, a journal, no browser."""

import pytest

from delest.crawl.frontier import Frontier
from delest.pipeline.order import Order
from delest.pipeline.sampling.picking import picker_of
from delest.reason import Reason, ReasonCode
from delest.records.pages.load import Outcome
from delest.records.runs.audit import PageRecord, Step
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import SampleOrder, Scope
from delest.store.journal import Journal
from tests.page_loads import load, page, run_header, transfer

SITE = "https://www.example.gouv.fr"
HOME = f"{SITE}/"
FOOTER = (
    (f"{SITE}/contact", "Nous contacter"),
    (f"{SITE}/p/1", "Mentions légales"),
    (f"{SITE}/p/2", "Accessibilité : partiellement conforme"),
    (f"{SITE}/p/3", "Plan du site"),
    (f"{SITE}/recherche", "Rechercher"),
)
ROLES = [url for url, _ in FOOTER]
NEWS = [f"{SITE}/news/{n}" for n in range(200)]
EVENTS = [f"{SITE}/events/{n}" for n in range(50)]
MAPS = [f"{SITE}/maps/{n}/plan" for n in range(5)]
PAGES = [HOME, *ROLES, *NEWS, *EVENTS, *MAPS]


class Site:
    def __init__(self, max_pages, failing=()):
        sample = SampleOrder(seed=1, precision=0.05, preset="rgesn")
        scope = Scope(start_urls=(HOME,), max_pages=max_pages, sample=sample)
        self.header = run_header(scope)
        self.frontier = Frontier(scope)
        self.failing = failing

    def picker(self, journal):
        for url in PAGES:
            self.frontier.add(url, depth=1, source="sitemap")
        return picker_of(Order(header=self.header, load=LoadOptions(), run=journal), self.frontier, journal)

    def record(self, url, depth):
        if url in self.failing:
            loads = page(load(url=url, outcome=Outcome.FAILED, reason=Reason(code=ReasonCode.NO_RESPONSE))).loads
        else:
            loads = page(load(transfer(url=f"{url}?file", size=1000 + len(url)), url=url)).loads
        step = Step(url=url, depth=depth, final_url=url, structure=url.split("/")[3], named=FOOTER * (not depth))
        return PageRecord(url=url, depth=depth, loads=loads), step


def audited(tmp_path, max_pages=100, failing=()):
    """Return the URLs in the order in which they were loaded, and the sample."""
    site = Site(max_pages, failing)
    loaded = []
    with Journal.create(tmp_path / "run", site.header) as journal:
        picker = site.picker(journal)
        while (entry := picker.next(busy=False)) is not None:
            record, step = site.record(*entry)
            journal.add(record, step)
            picker.note(record)
            picker.went(step)
            loaded.append(entry[0])
        resumed = Site(max_pages)
        for url in loaded:
            resumed.frontier.add(url, depth=1, source="sitemap")
            resumed.frontier.hand_out(url)
        again = resumed.picker(journal).sample(interrupted=False)
    return loaded, picker.sample(interrupted=False), again


@pytest.fixture(scope="module")
def chosen(tmp_path_factory):
    return audited(tmp_path_factory.mktemp("preset"))


def test_home_then_roles_then_one_of_each_template_then_pages_at_random(chosen):
    loaded, sample, _ = chosen
    assert loaded[0] == HOME
    assert set(loaded[1:6]) == set(ROLES)
    assert {url.split("/")[3] for url in loaded[6:9]} == {"news", "events", "maps"}
    assert len(loaded) == 10  # nine that were chosen ask for one at random
    assert (sample.random_pages, sample.stopped) == (1, "chosen")


def test_the_report_knows_who_plays_which_role_and_which_role_nobody_plays(chosen):
    _, sample, _ = chosen
    found = {each.role: each.url for each in sample.roles}
    assert found == {
        "home": HOME,
        "contact": f"{SITE}/contact",
        "legal-notice": f"{SITE}/p/1",
        "accessibility": f"{SITE}/p/2",
        "sitemap": f"{SITE}/p/3",
        "help": "",
        "search": f"{SITE}/recherche",
    }
    assert all(each.measured == bool(each.url) for each in sample.roles)


def test_a_chosen_sample_claims_no_mean_of_the_site(chosen):
    _, sample, _ = chosen
    assert sample.mean_bytes is None
    assert set(sample.stands_for.values()) == {1.0}


def test_a_resumed_run_knows_what_was_chosen(chosen):
    _, sample, again = chosen
    assert (again.roles, again.random_pages, again.stands_for) == (
        sample.roles, sample.random_pages, sample.stands_for,
    )  # fmt: skip


def test_the_limit_leaves_room_for_pages_at_random(tmp_path):
    loaded, sample, _ = audited(tmp_path, max_pages=8)
    assert len(loaded) == 8
    assert sample.random_pages == 1
    assert (sample.stopped, sample.templates_left) == ("limit", 2)
    assert f"{SITE}/news/" in loaded[6]  # the largest template comes first


def test_a_template_whose_page_fails_gets_another(tmp_path):
    loaded, sample, _ = audited(tmp_path, failing=MAPS[:4])
    tried = [url for url in loaded if url in MAPS]
    assert 1 <= len(tried) <= 3
    assert sample.templates_left == 0
    assert {each.template: each.known_pages for each in sample.templates}["{roles}"] == 5
