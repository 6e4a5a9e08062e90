"""Who picks the pages of an audit that does not load them in turn."""

from msgspec.structs import replace

from delest.crawl.frontier import Frontier
from delest.crawl.pages.outline import outline
from delest.crawl.pages.roles import speaking
from delest.pipeline.order import Order
from delest.pipeline.sampling.draw import Draw
from delest.pipeline.sampling.forecasts import Forecasts
from delest.pipeline.sampling.picker import Picker
from delest.pipeline.sampling.preset import Preset
from delest.pipeline.traffic import spelling_of
from delest.records.pages.load import Capture
from delest.records.runs.audit import Step
from delest.store.journal import Journal
from delest.traffic.joined.ordered import views_by_key


def picker_of(order: Order, frontier: Frontier, journal: Journal, forecasts: Forecasts | None = None) -> Picker | None:
    """Return what picks the pages of an audit; None where all are loaded in turn."""
    scope = order.header.scope
    if scope.sample is None:
        return None
    if scope.sample.preset:
        return Preset(scope.sample, frontier, journal)
    views = (
        None if order.views is None else views_by_key(order.views, scope.start_urls[0], spelling_of(scope), scope.hosts)
    )
    return Draw(scope.sample, frontier, journal, views or None, forecasts)


def outlined(first: Capture, step: Step) -> Step:
    """Return the step of a page with what it is built like and which of its links name a role."""
    read = outline(first.html, first.load.final_url)
    return replace(step, structure=read.structure, named=speaking(read.links))
