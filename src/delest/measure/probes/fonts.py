"""Families and variants of the fonts that a page loaded (RGESN 4.8)."""

from typing import Final

import msgspec

from delest.measure.probe import LIMIT_S, Probe, Watched
from delest.records.state.probed import LoadedFont

_MOST: Final = 200
_FACES: Final = f"""
(() => {{
  const faces = [];
  const each = Object.getPrototypeOf(document.fonts).forEach;
  each.call(document.fonts, (face) => {{
    if (face.status === 'loaded' && faces.length < {_MOST})
      faces.push({{ family: face.family.slice(0, 200), weight: face.weight.slice(0, 40),
        style: face.style.slice(0, 40) }});
  }});
  return faces;
}})()
"""


async def _look(watched: Watched) -> tuple[LoadedFont, ...]:
    told = await watched.world.evaluate(_FACES, limit_s=LIMIT_S)
    faces = msgspec.convert(told, list[LoadedFont])
    return tuple(dict.fromkeys(msgspec.structs.replace(each, family=each.family.strip("\"'")) for each in faces))


PROBE: Final = Probe(id="fonts", look=_look)
