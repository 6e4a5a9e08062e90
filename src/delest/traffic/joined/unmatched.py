"""Why the views of an address belong to no measured page: the likely reason, by its spelling."""

import re
from typing import Final

from delest.records.co2e.traffic import UnmatchedReason
from delest.traffic.files.addresses import is_document
from delest.traffic.logs.targets import is_part

_SEARCH: Final = re.compile(
    r"/(?:search|recherche|rechercher|resultats?|results?)(?:[/.?]|$)|[?&](?:q|query|s|search|recherche|keywords?)=",
    re.IGNORECASE,
)


def reason_of(url: str) -> UnmatchedReason:
    """Return the likely reason for an address of the audited site that is no measured page."""
    if is_document(url) or is_part(url):
        return UnmatchedReason.NOT_A_PAGE
    return UnmatchedReason.SEARCH if _SEARCH.search(url) else UnmatchedReason.NOT_MEASURED
