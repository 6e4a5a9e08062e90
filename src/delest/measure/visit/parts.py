"""Links that the page's own HTML does not hold: in open shadow roots, and in frames of the same site."""

import asyncio
from typing import Any, Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.frames import Where
from delest.measure.devtools.world import World
from delest.records.pages.load import PagePart
from delest.urls import same_site

_LIMIT_S: Final = 3.0
_ELEMENTS: Final = 200_000
_CHARACTERS: Final = 2_000_000
"""Of the links of one document."""
_READ: Final = f"""
((own) => {{
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const shadow = get(Element, 'shadowRoot'), outer = get(Element, 'outerHTML');
  const LINKS = 'a[href],area[href],link[href][rel],meta[name=robots i]';
  let seen = 0, room = {_CHARACTERS}, html = '';
  const take = (root, all) => {{
    if (all) for (const link of root.querySelectorAll(LINKS)) {{
      const bare = outer.call(Node.prototype.cloneNode.call(link, false));
      if (bare.length > room) return;
      room -= bare.length;
      html += bare;
    }}
    for (const element of root.querySelectorAll('*')) {{
      if (++seen > {_ELEMENTS}) return;
      const inner = shadow.call(element);
      if (inner) take(inner, true);
    }}
  }};
  // A frame without an address of its own (srcdoc) has that of the document around it.
  const base = Document.prototype.querySelector.call(document, 'base[href]');
  take(document, own);
  return {{
    url: String(/^about:/.test(location.href) ? get(Node, 'baseURI').call(document) : location.href),
    encoding: String(get(Document, 'characterSet').call(document)),
    html: (base ? outer.call(Node.prototype.cloneNode.call(base, false)) : '') + html,
  }};
}})
"""


async def read(where: Where, page_url: str) -> tuple[PagePart, ...]:
    """Return the page itself, with the links of its shadow roots, then its frames of the same site with all of theirs.

    A document that does not answer in time is left out.
    """
    page, *frames = await asyncio.gather(
        _part(where.world, own=False), *(_part(frame, own=True) for frame in await where.frames())
    )
    inner = (part for part in frames if part is not None and same_site(part.url, page_url))
    return (page or PagePart(url=page_url), *inner)


async def _part(world: World, *, own: bool) -> PagePart | None:
    try:
        found: dict[str, Any] = await world.evaluate(f"{_READ}({str(own).lower()})", limit_s=_LIMIT_S)
    except (TimeoutError, PlaywrightError):
        return None
    return PagePart(url=str(found["url"]), html=str(found["html"]), encoding=str(found["encoding"]))
