"""One spelling for the addresses of one page: what only follows the visitor is dropped. Pure."""

import re
from typing import Final

from delest.records.runs.scope import QueryPolicy

_TRACKING: Final = frozenset({
    "_ga", "_gl", "dclid", "fbclid", "gad_source", "gbraid", "gclid", "gclsrc", "igshid", "mc_cid", "mc_eid", "msclkid",
    "mtm_campaign", "mtm_cid", "mtm_content", "mtm_group", "mtm_keyword", "mtm_kwd", "mtm_medium", "mtm_placement",
    "mtm_source", "pk_campaign", "pk_cid", "pk_content", "pk_keyword", "pk_kwd", "pk_medium", "pk_source", "ttclid",
    "twclid", "wbraid", "yclid",
})  # fmt: skip
"""Parameters by which advertising and analytics products mark where a visitor came from; a page is the same without."""
_SESSION: Final = frozenset({"aspsessionid", "cfid", "cftoken", "jsessionid", "phpsessid", "sessionid", "sid"})
"""Parameters that name a visitor's session, where cookies are not to be had."""
_TRACKING_FAMILY: Final = "utm_"
_SESSION_IN_PATH: Final = re.compile(r";jsessionid=[^/;?#]*", re.IGNORECASE)


def tidied(url: str, policy: QueryPolicy) -> str:
    """Return a normalised URL as the policy spells it. Idempotent."""
    if policy is QueryPolicy.KEEP:
        return url
    url, route, view = url.partition("#")
    return f"{_tidied(url, policy)}{route}{view}"


def _tidied(url: str, policy: QueryPolicy) -> str:
    address, mark, query = url.partition("?")
    address = _SESSION_IN_PATH.sub("", address)
    if policy is QueryPolicy.DROP or not mark:
        return address
    kept = [each for each in query.split("&") if not _follows_the_visitor(each.partition("=")[0].lower())]
    return f"{address}?{'&'.join(kept)}" if kept else address


def _follows_the_visitor(name: str) -> bool:
    return name.startswith(_TRACKING_FAMILY) or name in _TRACKING or name in _SESSION
