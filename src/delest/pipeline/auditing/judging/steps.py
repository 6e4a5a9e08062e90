"""What the journal keeps of where a page led."""

from http import HTTPStatus

from delest.crawl.pages.links import PageLinks
from delest.pipeline.auditing.judging.judge import DUPLICATE
from delest.records.pages.load import Outcome, PageLoad
from delest.records.runs.audit import Step
from delest.records.runs.skip_reason import SkipReason
from delest.urls import host


def step(url: str, depth: int, load: PageLoad, links: PageLinks) -> Step:
    """Return the step of a page that counts; one that was not measured leads nowhere, but may be a document."""
    return _step(url, depth, load, links if load.outcome is Outcome.OK else PageLinks(documents=_itself(load)))


def step_aside(url: str, depth: int, load: PageLoad, links: PageLinks, reason: SkipReason) -> Step:
    """Return the step of what was left out for ``reason``.

    Of what redirects to another site, which may be in scope as well, the target is judged as any link's.
    """
    if reason not in DUPLICATE:
        links = PageLinks(pages=_away(url, load) if reason is SkipReason.NOT_A_PAGE else (), documents=_itself(load))
    return _step(url, depth, load, links)


def _step(url: str, depth: int, load: PageLoad, links: PageLinks) -> Step:
    return Step(
        url=url,
        depth=depth,
        final_url=load.final_url,
        links=links.pages,
        doubtful=links.doubtful,
        documents=links.documents,
        beyond=len(links.beyond),
    )


def _away(url: str, load: PageLoad) -> tuple[str, ...]:
    leads_on = host(url) != host(load.final_url) and load.outcome is not Outcome.NOT_HTML
    return (load.final_url,) if leads_on else ()


def _itself(load: PageLoad) -> tuple[str, ...]:
    """Return the address of a page that turned out to be a document."""
    is_one = load.outcome is Outcome.NOT_HTML and load.status == HTTPStatus.OK
    return (load.final_url,) if is_one else ()
