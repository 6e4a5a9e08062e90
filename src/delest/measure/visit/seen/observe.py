"""What the page shows at the end of a visit: pictures and videos at their size, and its text by font.

Asked in an isolated world, in one script that looks at a bounded part of the page for a bounded time.
"""

import asyncio
import re
from typing import Any, Final

import msgspec
from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.targets import Targets
from delest.measure.devtools.world import World
from delest.records.pages.observed import FontText, Observed, ShownImage, ShownVideo

_LIMIT_S: Final = 10.0
_MOST_ELEMENTS: Final = 30_000
_MOST_MS: Final = 2_000
_MOST_ITEMS: Final = 2_000
_MOST_URL_CHARACTERS: Final = 2048
_MOST_FAMILIES: Final = 12
_FAMILY: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^,]+))\s*(?:,|$)""")

_OBSERVE: Final = f"""
(() => {{
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const began = performance.now();
  let cut = false;
  const over = () => cut = cut || performance.now() - began > {_MOST_MS};
  const root = get(Document, 'documentElement').call(document);
  const kept = (url) => typeof url === 'string' && /^https?:/.test(url) && url.length <= {_MOST_URL_CHARACTERS};
  const attribute = (el, name) => Element.prototype.getAttribute.call(el, name);
  const images = new Map();
  const box = (el) => {{
    const rect = Element.prototype.getBoundingClientRect.call(el);
    return {{ w: rect.width, h: rect.height, top: rect.top + scrollY }};
  }};
  const picture = (url, place, rect, more) => {{
    if (!kept(url)) return;
    const shown = rect.w > 0 && rect.h > 0;
    const key = place + ' ' + url, known = images.get(key);
    const top = shown ? rect.top : null;
    if (!known) {{
      if (images.size >= {_MOST_ITEMS}) {{ cut = true; return; }}
      images.set(key, {{ url, place, width_px: rect.w, height_px: rect.h, top_px: top, count: 1,
        natural_width_px: more.nw, natural_height_px: more.nh, fit: more.fit, lazy: more.lazy }});
      return;
    }}
    known.count++;
    known.lazy = known.lazy && more.lazy;
    if (rect.w * rect.h > known.width_px * known.height_px) {{
      known.width_px = rect.w; known.height_px = rect.h; known.fit = more.fit;
    }}
    if (top !== null && (known.top_px === null || top < known.top_px)) known.top_px = top;
  }};
  const fonts = new Map();
  const written = (style, text) => {{
    const key = style.fontFamily + '|' + style.fontWeight + '|' + style.fontStyle;
    let use = fonts.get(key);
    if (!use) {{
      if (fonts.size >= 300) {{ cut = true; return; }}
      fonts.set(key, use = {{ family: style.fontFamily.slice(0, 600), weight: style.fontWeight,
        style: style.fontStyle, characters: new Set(), length: 0 }});
    }}
    const upper = style.textTransform === 'uppercase' || style.fontVariantCaps === 'small-caps';
    for (const part of upper ? [text, text.toUpperCase()] : [text]) {{
      for (const one of part.slice(0, 100000)) if (use.characters.size < 5000) use.characters.add(one);
    }}
    use.length += text.length;
  }};
  const quoted = /"((?:[^"\\\\]|\\\\.)*)"/g;
  const videos = [];
  const seconds = (value) => Number.isFinite(value) ? value : null;
  const look = (el) => {{
    const style = getComputedStyle(el);
    for (const url of style.backgroundImage.length < 20000 ? style.backgroundImage.matchAll(/url\\("([^"]+)"\\)/g) : [])
      picture(url[1], 'background', box(el), {{ nw: null, nh: null, fit: style.backgroundSize.slice(0, 40),
        lazy: false }});
    for (const pseudo of ['::before', '::after']) {{
      const drawn = getComputedStyle(el, pseudo);
      if (drawn.content === 'none' || drawn.content === 'normal') continue;
      for (const text of drawn.content.slice(0, 500).matchAll(quoted)) if (text[1]) written(drawn, text[1]);
      for (const url of drawn.content.slice(0, 5000).matchAll(/url\\("([^"]+)"\\)/g))
        picture(url[1], 'background', {{ w: 0, h: 0, top: 0 }}, {{ nw: null, nh: null, fit: 'pseudo', lazy: false }});
    }}
    if (el instanceof HTMLImageElement) {{
      picture(get(HTMLImageElement, 'currentSrc').call(el), 'img', box(el), {{
        nw: get(HTMLImageElement, 'naturalWidth').call(el), nh: get(HTMLImageElement, 'naturalHeight').call(el),
        fit: style.objectFit, lazy: get(HTMLImageElement, 'loading').call(el) === 'lazy' }});
    }} else if (el instanceof SVGImageElement) {{
      picture(el.href.baseVal && new URL(el.href.baseVal, location.href).href, 'svg', box(el),
        {{ nw: null, nh: null, fit: '', lazy: false }});
    }} else if (el instanceof HTMLInputElement) {{
      const type = get(HTMLInputElement, 'type').call(el), plain = {{ nw: null, nh: null, fit: '', lazy: false }};
      if (type === 'image') picture(get(HTMLInputElement, 'src').call(el), 'input', box(el), plain);
      for (const name of type === 'password' || type === 'hidden' ? [] : ['placeholder', 'value']) {{
        const text = attribute(el, name);
        if (text) written(style, text.slice(0, 500));
      }}
    }} else if (el instanceof HTMLMediaElement) {{
      const video = el instanceof HTMLVideoElement, rect = box(el);
      if (video && el.poster) picture(el.poster, 'poster', rect, {{ nw: null, nh: null, fit: '', lazy: false }});
      const url = get(HTMLMediaElement, 'currentSrc').call(el);
      if (kept(url) && videos.length < 200) videos.push({{ url, width_px: rect.w, height_px: rect.h,
        natural_width_px: video ? el.videoWidth : 0, natural_height_px: video ? el.videoHeight : 0,
        duration_s: seconds(el.duration), autoplay: el.autoplay, loop: el.loop, muted: el.muted,
        controls: el.controls, preload: el.preload, played: el.played.length > 0 }});
    }}
    for (const node of get(Node, 'childNodes').call(el)) {{
      if (get(Node, 'nodeType').call(node) !== 3) continue;
      const text = get(Node, 'nodeValue').call(node);
      if (text.trim()) written(style, text);
    }}
  }};
  const silent = /^(script|style|noscript|template|head|title|meta|link)$/i;
  let seen = 0;
  for (const el of root ? Element.prototype.querySelectorAll.call(root, '*') : []) {{
    if (++seen > {_MOST_ELEMENTS}) {{ cut = true; break; }}
    if (seen % 50 === 0 && over()) break;
    if (!silent.test(get(Element, 'localName').call(el))) try {{ look(el); }} catch {{ cut = true; }}
  }}
  return {{
    viewport_width_px: innerWidth, viewport_height_px: innerHeight, pixel_ratio: devicePixelRatio,
    page_height_px: root ? get(Element, 'scrollHeight').call(root) : 0,
    images: [...images.values()], videos, cut,
    fonts: [...fonts.values()].map((use) => ({{ ...use, characters: [...use.characters].sort().join('') }})),
  }};
}})()
"""


async def observe(world: World, targets: Targets, url: str) -> Observed:
    """Return what the page at ``url`` shows; nothing where it does not answer in time."""
    try:
        told = await world.evaluate(_OBSERVE, limit_s=_LIMIT_S)
        async with asyncio.timeout(_LIMIT_S):
            known = await targets.send((), "Network.getCookies", {"urls": [url]})
        return _read(told, known["cookies"])
    except (TimeoutError, PlaywrightError, msgspec.ValidationError, KeyError, TypeError, ValueError):
        return Observed(cut=True)


def _read(told: dict[str, Any], cookies: list[dict[str, Any]]) -> Observed:
    return Observed(
        viewport_width_px=int(told["viewport_width_px"]),
        viewport_height_px=int(told["viewport_height_px"]),
        pixel_ratio=float(told["pixel_ratio"]),
        page_height_px=float(told["page_height_px"]),
        images=msgspec.convert(told["images"], tuple[ShownImage, ...]),
        videos=msgspec.convert(told["videos"], tuple[ShownVideo, ...]),
        fonts=tuple(map(_font, told["fonts"])),
        cut=bool(told["cut"]),
        cookies_bytes=sum(len(each["name"]) + len(each["value"]) + 3 for each in cookies),  # "=" and "; "
    )


def _font(told: dict[str, Any]) -> FontText:
    characters = str(told["characters"]).encode("utf-8", "replace").decode()  # half a character has no font
    return FontText(
        families=families(str(told["family"])),
        weight=str(told["weight"]),
        style=str(told["style"]),
        characters=characters,
        length=int(told["length"]),
    )


def families(listed: str) -> tuple[str, ...]:
    """Return the names in a ``font-family`` list, in lower case."""
    names = ["".join(part).strip().lower() for part in _FAMILY.findall(listed)]
    return tuple(filter(None, names))[:_MOST_FAMILIES]
