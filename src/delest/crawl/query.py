"""One spelling for the addresses of one page: what only follows the visitor is dropped. Pure."""

import re
from typing import Final

from delest.records.runs.scope import QueryPolicy

_TRACKING: Final = frozenset({
    "_ga", "_gac", "_gl", "_hsenc", "_hsmi", "dclid", "epik", "fbclid", "gad_campaignid", "gad_source", "gbraid",
    "gclid", "gclsrc", "igsh", "igshid", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "s_kwcid",
    "srsltid", "ttclid", "twclid", "vero_id", "wbraid", "wt_mc", "wt_zmc", "xtor", "yclid",
})  # fmt: skip
"""Parameters by which advertising and analytics products mark where a visitor came from; a page is the same without."""
_SESSION: Final = frozenset({
    "aspsessionid", "cfid", "cftoken", "jsessionid", "oscsid", "phpsessid", "session_id", "sessionid", "sid", "zenid",
})  # fmt: skip
"""Parameters that name a visitor's session, where cookies are not to be had."""
_TRACKING_FAMILY: Final = re.compile(
    "utm_|hsa_"
    "|(?:mtm|pk|matomo|piwik)_(?:campaign|cid|content|group|keyword|kwd|medium|placement|source|vid)$"
    "|at_(?:medium|campaign|format|creation|variant|network|channel|platform|custom[0-9]+|detail_placement|emailtype"
    "|general_placement|link|link_id|link_origin|ptr_name|recipient_id|recipient_list|send_date|send_time|term|type)$"
)
"""Campaigns of Google and HubSpot; Matomo; AT Internet, now Piano."""
_SESSION_IN_PATH: Final = re.compile(r";jsessionid=[^/;?#]*|/\((?:[AFSX]\([a-z0-9_-]+\))+\)(?=/)", re.IGNORECASE)
"""Of Java, and of ASP.NET without cookies."""


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
    kept = [each for each in query.split("&") if each and not _follows_the_visitor(each.partition("=")[0].lower())]
    return f"{address}?{'&'.join(kept)}" if kept else address


def _follows_the_visitor(name: str) -> bool:
    return bool(_TRACKING_FAMILY.match(name)) or name in _TRACKING or name in _SESSION
