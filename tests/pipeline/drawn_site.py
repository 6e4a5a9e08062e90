"""A sampled audit of a site whose every page is known: the frontier and the draw of an audit, and no browser."""

from collections.abc import Mapping

from delest.crawl.frontier import Frontier
from delest.pipeline.order import Order
from delest.pipeline.sampling.picking import picker_of
from delest.reason import Reason, ReasonCode
from delest.records.co2e.traffic import Export, Period, Row
from delest.records.pages.load import Outcome
from delest.records.runs.audit import PageRecord
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import SampleOrder, Scope
from delest.store.journal import Journal
from tests.page_loads import load, page, run_header, transfer

SITE = "https://www.example.org"


def header(sample, max_pages=10_000):
    scope = Scope(start_urls=(f"{SITE}/",), max_pages=max_pages, sample=sample)
    return run_header(scope)


def audited(
    journal: Journal, weights: Mapping[str, float | None], *, seed=1, precision=0.1, max_pages=10_000, views=None
):
    """Return what is drawn of a site of ``weights`` by URL; pages without a weight cannot be loaded."""
    asked = header(SampleOrder(seed=seed, precision=precision), max_pages)
    export = views and Export(
        source="csv", period=Period(days=365), rows=tuple(Row(page=url, views=n) for url, n in views.items())
    )
    frontier = Frontier(asked.scope)
    for url in weights:
        frontier.add(url, depth=1, source="sitemap")
    draw = picker_of(Order(header=asked, load=LoadOptions(), run=journal, views=export), frontier, journal)
    while (entry := draw.next(busy=False)) is not None:
        url, depth = entry
        size = weights.get(url)
        if size is None:
            record = page(load(url=url, outcome=Outcome.FAILED, reason=Reason(code=ReasonCode.NO_RESPONSE)))
        else:
            record = page(load(transfer(url=f"{url}?file", size=round(size)), url=url))
        draw.note(PageRecord(url=url, depth=depth, loads=record.loads))
    return draw.sample(interrupted=False)


def articles(chance, pages=400):
    """Weights by URL, and views that heavy pages have more of, as popular pages often are."""
    weights = {f"{SITE}/": 900_000.0}
    views = {f"{SITE}/": 40_000.0}
    for n in range(pages):
        url = f"{SITE}/{'news' if n % 3 else 'help'}/{n}"
        weights[url] = 1e6 * chance.lognormvariate(0, 0.4) * (1.5 if n % 3 else 1)
        views[url] = round(chance.paretovariate(1.1) * (weights[url] / 1e6) ** 0.5 * 10)
    return weights, views
