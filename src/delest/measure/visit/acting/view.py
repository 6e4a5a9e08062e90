"""What a visitor has before them: how far the page is scrolled, what else can be scrolled, and where a hand may go."""

from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Struct

from delest.measure.devtools.world import World
from delest.measure.visit.acting.hand import Point

_LIMIT_S: Final = 3.0
_LOOK: Final = """
(() => {
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const query = root => (root === document ? Document : DocumentFragment).prototype.querySelectorAll.bind(root);
  const shadow = get(Element, 'shadowRoot'), parent = get(Node, 'parentNode'), host = get(ShadowRoot, 'host');
  const height = get(Element, 'scrollHeight'), seen = get(Element, 'clientHeight'), top = get(Element, 'scrollTop');
  const rect = Element.prototype.getBoundingClientRect, name = get(Element, 'localName');
  const root = get(Document, 'scrollingElement').call(document) || get(Document, 'documentElement').call(document);
  const wide = innerWidth, high = innerHeight;
  if (!root || !wide || !high) return null;
  const mind = globalThis.delest || (globalThis.delest = {ids: new WeakMap(), next: 1});
  const id = element => mind.ids.get(element) || (mind.ids.set(element, mind.next), mind.next++);
  const above = node => {
    const its = parent.call(node);
    return its instanceof ShadowRoot ? host.call(its) : its instanceof Element ? its : null;
  };
  const hit = (x, y) => {
    let found = Document.prototype.elementFromPoint.call(document, x, y);
    for (let depth = 0; found && depth < 20; depth++) {
      const inner = shadow.call(found);
      const deeper = inner && ShadowRoot.prototype.elementFromPoint.call(inner, x, y);
      if (!deeper || deeper === found) break;
      found = deeper;
    }
    return found;
  };
  const scrolls = element => element !== root && height.call(element) > seen.call(element) + 1 &&
    /^(auto|scroll|overlay)$/.test(getComputedStyle(element).overflowY);
  const within = (x, y, element) => {
    for (let at = hit(x, y); at; at = above(at)) if (at === element) return true;
    return false;
  };
  const shown = (element, least) => {
    const box = rect.call(element);
    const left = Math.max(0, box.left), right = Math.min(wide, box.right);
    const upper = Math.max(0, box.top), lower = Math.min(high, box.bottom);
    if (right - left < least || lower - upper < least) return null;
    const x = (left + right) / 2, y = (upper + lower) / 2;
    return within(x, y, element) ? [x, y] : null;
  };
  if (!mind.watches) {
    mind.watches = true;
    mind.furthest = top.call(root);
    // Before the page hears of it: its answer may take the page back.
    addEventListener('scroll', () => { mind.furthest = Math.max(mind.furthest, top.call(root)); },
      {capture: true, passive: true});
  }
  const boxes = [], frames = [], places = [document];
  mind.boxes = [];
  let looked = 0;
  for (let at = 0; at < places.length && looked <= 5000; at++) for (const box of query(places[at])('*')) {
    if (++looked > 5000) break;
    const inner = shadow.call(box);
    if (inner) places.push(inner);
    const kind = name.call(box);
    if (kind === 'iframe' || kind === 'frame') {
      const place = frames.length < 20 && shown(box, 80);
      if (place) frames.push({id: id(box), x: place[0], y: place[1], top: 0, view: rect.call(box).height, height: 0});
    } else if (boxes.length < 20 && height.call(box) > seen.call(box) + 40 && seen.call(box) > 80 && scrolls(box)) {
      const place = shown(box, 40);
      if (place) {
        boxes.push({id: id(box), x: place[0], y: place[1], top: top.call(box), view: seen.call(box),
          height: height.call(box)});
        mind.boxes.push(box);
      }
    }
  }
  const TAKES = /^(a|button|input|select|textarea|label|summary)$/;
  const HOLDS = /^(iframe|frame|canvas|video|embed|object)$/;
  const cost = (x, y) => {
    let sum = 0;
    for (let at = hit(x, y); at && at !== root; at = above(at)) {
      const kind = name.call(at);
      if (TAKES.test(kind)) sum += 1;
      else if (HOLDS.test(kind)) sum += 5;
      else if (scrolls(at)) sum += 4;
    }
    return sum;
  };
  const path = (x, y) => {
    const steps = [];
    for (let at = hit(x, y); at && steps.length < 12; at = above(at)) {
      let n = 0;
      for (let other = at; (other = other.previousElementSibling) && n < 200;) n++;
      steps.push(name.call(at).slice(0, 20) + n);
    }
    return steps.join('/');
  };
  const places_to_be = [[.5, .5], [.5, .35], [.5, .7], [.3, .5], [.7, .5], [.02, .5], [.97, .5], [.5, .15], [.5, .9]]
    .map(([x, y]) => [Math.round(x * wide), Math.round(y * high)]);
  const ordered = places_to_be.map(([x, y], n) => ({x, y, cost: cost(x, y) * 100 + n})).sort((a, b) => a.cost - b.cost);
  return {
    top: top.call(root), furthest: mind.furthest, height: Math.max(height.call(root), high), view: high,
    points: ordered.map(({x, y}) => ({x, y})), boxes, frames,
    scene: [[.5, .5], [.2, .3], [.8, .7]].map(([x, y]) => path(x * wide, y * high)).join(' ').slice(0, 1500),
  };
})()
"""
_STEP: Final = """
(box => {
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const root = get(Document, 'scrollingElement').call(document) || get(Document, 'documentElement').call(document);
  const moved = box === null ? root : globalThis.delest?.boxes?.find(each => globalThis.delest.ids.get(each) === box);
  if (!moved) return;
  const seen = box === null ? innerHeight : get(Element, 'clientHeight').call(moved);
  Element.prototype.scrollBy.call(moved, {top: Math.max(1, Math.floor(seen * 0.8)), behavior: 'instant'});
})"""
_STOPPED: Final = """
((to, still, most) => new Promise(done => {
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const root = get(Document, 'scrollingElement').call(document) || get(Document, 'documentElement').call(document);
  const top = get(Element, 'scrollTop'), boxes = [root, ...(globalThis.delest?.boxes ?? [])];
  let last = NaN, same = 0, frames = 0;
  const look = () => {
    const now = boxes.reduce((sum, box) => sum + top.call(box), 0);
    same = now === last ? same + 1 : 0;
    last = now;
    if (same >= still || ++frames >= most || (to !== null && Math.abs(top.call(root) - to) < 1)) done(now);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}))"""
STILL_FRAMES: Final = 6
"""A wheel's last notch may reach the page some frames after it was answered."""
_MOST_FRAMES: Final = 60
_DEPTH: Final = """
(() => {
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const root = get(Document, 'scrollingElement').call(document) || get(Document, 'documentElement').call(document);
  if (!root) return [0, false];
  let sum = get(Element, 'scrollTop').call(root), looked = 0;
  const below = get(Element, 'scrollHeight').call(root) - innerHeight - sum >= 1;
  for (const box of Document.prototype.querySelectorAll.call(document, '*')) {
    if (++looked > 2000) break;
    if (box !== root) sum += get(Element, 'scrollTop').call(box);
  }
  return [sum, below && getComputedStyle(root).scrollSnapType !== 'none'];
})()
"""


class Place(Struct, frozen=True):
    """Something that scrolls by itself, and where on the screen it is."""

    id: int
    x: float
    y: float
    top: float
    """How far it is scrolled, in CSS pixels; not known of a frame."""
    view: float
    """Its height."""
    height: float
    """Of what it holds; not known of a frame."""

    @property
    def point(self) -> Point:
        """Where a hand gets at it."""
        return Point(self.x, self.y)

    @property
    def at_end(self) -> bool:
        """Tell whether nothing is left below."""
        return self.top + self.view >= self.height - 2


class View(Struct, frozen=True):
    """What there is on the screen; lengths in CSS pixels."""

    top: float
    furthest: float
    """Where the page has been, if only for a moment."""
    height: float
    view: float
    """Height of the screen."""
    points: tuple[Point, ...]
    """Where a hand may be so that it scrolls the page, the best place first: on no link, in no box of its own."""
    boxes: tuple[Place, ...]
    frames: tuple[Place, ...]
    scene: str
    """Which elements are where; it differs once a page has turned to something else without scrolling."""

    @property
    def at_end(self) -> bool:
        """Tell whether nothing is left below the screen."""
        return self.top + self.view >= self.height - 2


class Depth(NamedTuple):
    """How far something is scrolled, in CSS pixels."""

    done_px: float
    snaps: bool
    """It snaps from place to place, and is not at its end."""


async def look(world: World) -> View | None:
    """Look at the page; None where there is nothing to see.

    Raises:
        TimeoutError: its main thread does not answer.
        PlaywrightError: it is gone.
    """
    found: dict[str, Any] | None = await world.evaluate(_LOOK, limit_s=_LIMIT_S)
    if found is None:
        return None
    found["points"] = [(point["x"], point["y"]) for point in found["points"]]
    return msgspec.convert(found, View)


async def stopped(world: World, to_px: float | None = None, *, still_frames: int = STILL_FRAMES) -> float:
    """Wait until a scroll has stopped, or the page is at ``to_px``; return how far it and its boxes are scrolled.

    The page has to draw frames meanwhile.

    Raises:
        TimeoutError: its main thread does not answer, or it draws nothing.
        PlaywrightError: it is gone.
    """
    to = "null" if to_px is None else f"{to_px:.2f}"
    return float(await world.evaluate(f"{_STOPPED}({to}, {still_frames}, {_MOST_FRAMES})", limit_s=_LIMIT_S))


async def step(world: World, box_id: int | None = None) -> None:
    """Scroll the page, or a box of the last look, by script where no hand can.

    It is covered, its scrolling is switched off for a while, or it snaps back between two notches of the wheel.
    """
    await world.evaluate(f"{_STEP}({'null' if box_id is None else box_id})", limit_s=_LIMIT_S)


async def depth(world: World) -> Depth:
    """Return how far a frame and its boxes are scrolled, added up, and whether the frame itself snaps."""
    done_px, snaps = await world.evaluate(_DEPTH, limit_s=_LIMIT_S)
    return Depth(float(done_px), bool(snaps))
