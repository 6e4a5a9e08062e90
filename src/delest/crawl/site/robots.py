"""What robots.txt allows (RFC 9309)."""

import asyncio
import codecs
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from protego import Protego

from delest.crawl.client import AGAIN_AFTER_S, PRODUCT_TOKEN, Client, Fetched, fetch, may_recover
from delest.crawl.traps import URL_LENGTH_LIMIT
from delest.reason import Reason, ReasonCode
from delest.urls import normalise, without_route

ROBOTS_LIMIT_BYTES: Final = 500 * 1024
"""RFC 9309, section 2.5: 500 KiB are parsed, what follows is not."""
CRAWL_DELAY_LIMIT_S: Final = 60.0
"""A longer delay than this would hold an audit of twenty pages for hours, whether meant or mistyped."""

_AGENT: Final = re.compile(r"\s*user[-\s]*agent(?:[\s:]+|$)(.*)", re.IGNORECASE)
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOTHING_ALLOWED: Final = f"User-agent: {PRODUCT_TOKEN}\nDisallow: /"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin for delest."""

    rules: Protego
    sitemaps: tuple[str, ...] = ()
    """Named by the file, normalised, each once, in its order."""
    unreachable: Reason | None = None
    """Why nothing is allowed although no rule says so: the file could not be had."""

    def allows(self, url: str) -> bool:
        """Tell whether delest may load ``url``, which belongs to the origin of these rules."""
        return bool(self.rules.can_fetch(without_route(url), PRODUCT_TOKEN))

    @property
    def crawl_delay_s(self) -> float | None:
        """Seconds to leave between two page loads, at most ``CRAWL_DELAY_LIMIT_S``; None where none is asked for."""
        delay_s = self.rules.crawl_delay(PRODUCT_TOKEN)
        return None if delay_s is None else min(float(delay_s), CRAWL_DELAY_LIMIT_S)


async def fetch_robots(client: Client, origin: str) -> Robots:
    """Fetch and read the rules of ``origin`` (``https://www.example.org``)."""
    url = f"{origin}/robots.txt"
    answer = await fetch(client, url, limit_bytes=ROBOTS_LIMIT_BYTES)
    if may_recover(answer):
        await asyncio.sleep(AGAIN_AFTER_S)
        answer = await fetch(client, url, limit_bytes=ROBOTS_LIMIT_BYTES)
    return read_robots(answer)


def read_robots(answer: Fetched) -> Robots:
    """Return the rules that the answer to a request for robots.txt stands for.

    RFC 9309, section 2.3.1: an answer of success is the file; a server error or no answer forbids everything; anything
    else (4xx, endless redirects) means that there is no file and everything is allowed.
    """
    status = answer.status
    if status is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        reason = answer.error or Reason.of(ReasonCode.HTTP_ERROR, status)
        return Robots(Protego.parse(_NOTHING_ALLOWED), unreachable=reason)
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Robots(Protego.parse(""))
    if answer.error:
        return Robots(Protego.parse(_NOTHING_ALLOWED), unreachable=answer.error)
    body = answer.body
    if answer.truncated:
        # a rule cut short means something else: "Disallow: /a" would become "Disallow: /"
        body = body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]
    lines = _text(body).splitlines()
    rules = Protego.parse("\n".join(_AGENT.sub(_as_read_by_us, line) for line in lines))
    named = (normalise(url, answer.url) for url in rules.sitemaps)
    return Robots(rules, tuple(dict.fromkeys(url for url in named if url and len(url) <= URL_LENGTH_LIMIT)))


def _text(body: bytes) -> str:
    """Return the text of a file that should be UTF-8 (RFC 9309, section 2.3); its byte order mark may say otherwise."""
    return body.decode("utf-16" if body.startswith(_UTF_16) else "utf-8-sig", "replace")


def _as_read_by_us(line: re.Match[str]) -> str:
    """Give all crawlers but delest one name.

    The parser takes the beginning of a name for the name, and keeps every rule once for every name of its group: a
    file of 500 KiB can name so many that no memory holds them.
    """
    name = line[1].partition("#")[0].partition("/")[0].strip().lower()
    return f"User-agent: {name if name in {'*', PRODUCT_TOKEN} else 'another'}"
