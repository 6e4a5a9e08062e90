"""What the settled page shows: title, markup, and the signs of a page that is not the one asked for."""

from typing import Any, Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.request import Request
from delest.measure.devtools.world import World
from delest.measure.outcome import ended
from delest.measure.visit.seen.false_page import Shown, judge
from delest.measure.visit.seen.signs import signs
from delest.measure.visit.visited import Visited
from delest.reason import ReasonCode
from delest.records.pages.load import Outcome

_READ_LIMIT_S: Final = 10.0
_MAX_HTML_CHARACTERS: Final = 5_000_000
_MAX_TEXT_CHARACTERS: Final = 4_000
_NO_DOCUMENT: Final = "<html><head></head><body></body></html>"
"""What browsers make of nothing."""
_NOTHING_BYTES: Final = 500
"""White space and comments; a page whose script took all its elements away was larger."""
_READ_PAGE: Final = f"""
(() => {{
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const root = get(Document, 'documentElement').call(document);
  const all = (selector) => Document.prototype.querySelectorAll.call(document, selector);
  const body = Document.prototype.querySelector.call(document, 'body');
  const text = body ? String(get(HTMLElement, 'innerText').call(body)).trim() : '';
  const seen = (field) => Element.prototype.getClientRects.call(field).length > 0;
  return {{
    title: String(get(Document, 'title').call(document)).slice(0, 300),
    elements: Document.prototype.getElementsByTagName.call(document, '*').length,
    html: root ? get(Element, 'outerHTML').call(root).slice(0, {_MAX_HTML_CHARACTERS}) : '',
    text: text.slice(0, {_MAX_TEXT_CHARACTERS}),
    characters: text.length,
    links: all('a[href]').length,
    landmarks: all('nav,footer,[role=navigation],[role=contentinfo]').length,
    passwords: Array.from(all('input[type=password]')).slice(0, 100).filter(seen).length,
  }};
}})()
"""


async def read_page(world: World, visited: Visited, url: str, answer: Request | None) -> None:
    """Read title, text and markup of the settled page, and judge by them whether it is what was asked for."""
    try:
        read: dict[str, Any] = await world.evaluate(_READ_PAGE, limit_s=_READ_LIMIT_S)
    except TimeoutError:
        visited.hangs = True
        return
    except PlaywrightError:
        return
    visited.title, visited.element_count, visited.html = str(read["title"]), int(read["elements"]), str(read["html"])
    shown = Shown(
        asked_url=url,
        final_url=visited.final_url or url,
        headers=answer.challenge_headers if answer else {},
        title=visited.title,
        text=str(read["text"]),
        text_characters=int(read["characters"]),
        links=int(read["links"]),
        landmarks=int(read["landmarks"]),
        status=visited.status,
        comes_back=bool(visited.retry_after),
        password_fields=int(read["passwords"]),
        html=visited.html,
    )
    visited.ending = judge(visited.ending, shown, signs())
    if visited.ending.outcome is Outcome.OK and _is_empty(visited, answer):
        visited.ending = ended(Outcome.NOT_HTML, ReasonCode.NO_CONTENT, f"HTTP {visited.status}")


def _is_empty(visited: Visited, answer: Request | None) -> bool:
    """Tell whether a response brought nothing that a browser makes a page of: no text, no element, at most a comment.

    A program that fails before its first line sends this, with a status of success.
    """
    sent = (answer.decoded_bytes or 0) if answer else 0
    return visited.html == _NO_DOCUMENT and sent <= _NOTHING_BYTES
