"""Whether media plays on a page: it plays in real time."""

from contextlib import suppress
from typing import Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.world import World

_PLAYS: Final = """
(() => {
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const paused = get(HTMLMediaElement, 'paused'), source = get(HTMLMediaElement, 'currentSrc');
  const query = root => (root === document ? Document : DocumentFragment).prototype.querySelectorAll.bind(root);
  const shadow = get(Element, 'shadowRoot'), roots = [document];
  for (let at = 0, looked = 0; at < roots.length && looked < 20000; at++)
    for (const element of query(roots[at])('*')) {
      if (++looked > 20000) break;
      if (element instanceof HTMLMediaElement && !paused.call(element) && (source.call(element) || element.srcObject))
        return true;
      const inner = shadow.call(element);
      if (inner) roots.push(inner);
    }
  return false;
})()"""


async def plays(world: World) -> bool:
    """Tell whether sound or video plays in the document or its open shadow trees; no where the page does not answer."""
    with suppress(PlaywrightError, TimeoutError):
        return bool(await world.evaluate(_PLAYS, limit_s=1.0))
    return False
