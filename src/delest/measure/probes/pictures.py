"""Formats that a page offers for its pictures beside the one that the browser took (RGESN 5.1)."""

from typing import Final

import msgspec

from delest.measure.probe import LIMIT_S, Probe, Watched
from delest.records.state.probed import OfferedPicture

_MOST: Final = 1000
_OFFERS: Final = f"""
(() => {{
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const attribute = (el, name) => Element.prototype.getAttribute.call(el, name) || '';
  const ending = (srcset) => [...srcset.slice(0, 20000).matchAll(/\\.(avif|webp|jxl)(?=[?#\\s,]|$)/gi)]
    .map((m) => m[1]);
  const found = [];
  for (const img of Document.prototype.querySelectorAll.call(document, 'picture > img')) {{
    const url = get(HTMLImageElement, 'currentSrc').call(img), parent = get(Node, 'parentNode').call(img);
    if (!/^https?:/.test(url) || url.length > 2048 || found.length >= {_MOST}) continue;
    const formats = new Set();
    for (const source of Element.prototype.querySelectorAll.call(parent, 'source')) {{
      const type = attribute(source, 'type').toLowerCase().split(';')[0].trim().slice(0, 40);
      if (type) formats.add(type);
      for (const end of ending(attribute(source, 'srcset'))) formats.add('image/' + end.toLowerCase());
      if (formats.size > 20) break;
    }}
    if (formats.size) found.push({{ url, formats: [...formats] }});
  }}
  return found;
}})()
"""


async def _look(watched: Watched) -> tuple[OfferedPicture, ...]:
    told = await watched.world.evaluate(_OFFERS, limit_s=LIMIT_S)
    return tuple(dict.fromkeys(msgspec.convert(told, list[OfferedPicture])))


PROBE: Final = Probe(id="pictures", look=_look)
