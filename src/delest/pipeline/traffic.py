"""Traffic and pages brought together: what the crawl knows of addresses, for the join."""

from functools import partial

from delest.crawl.query import tidied
from delest.crawl.templates import templates
from delest.records.scope import Scope
from delest.traffic.joined.join import Audited
from delest.traffic.joined.keys import Spelling


def spelling_of(scope: Scope) -> Spelling:
    """Return how the crawl spells the addresses of pages."""
    return partial(tidied, policy=scope.query)


def audited_by(scope: Scope) -> Audited:
    """Return what the crawl of ``scope`` knows of addresses."""
    return Audited(spelled=spelling_of(scope), hosts=scope.hosts, templates=templates)
