"""What makes the replays of a page alike: chance, given out in the same series each time.

Each place in the page's scripts has a series of its own, so that two scripts that run in another order get the same
numbers; its seed is the script's address, not the place, so that a minified script gets those of the original. After
some thousand calls no stack is read any more: a page that asks a million times must not become slow.
"""

from typing import Final

_MOST_STACKS: Final = 20_000

SCRIPT: Final = f"""
(() => {{
  const states = new Map();
  let calls = 0;
  const seed = text => {{
    let value = 2166136261;
    for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 16777619);
    return value >>> 0;
  }};
  const stack = () => {{
    if (++calls > {_MOST_STACKS}) return '';
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 4;
    const lines = String(new Error().stack || '').split('\\n').slice(3).join('\\n');
    Error.stackTraceLimit = limit;
    return lines;
  }};
  const next = () => {{
    const site = stack();
    let state = states.get(site);
    if (state === undefined) state = seed(site.replace(/:\\d+:\\d+/g, '').replace(/at \\S+ \\(/g, 'at ('));
    state = (state + 0x6d2b79f5) >>> 0;
    if (states.size < {_MOST_STACKS}) states.set(site, state);
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  }};
  const named = (name, call) => Object.defineProperty(call, 'name', {{value: name}});
  Math.random = named('random', () => next());
  if (self.Crypto) {{
    Crypto.prototype.getRandomValues = named('getRandomValues', function (array) {{
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      for (let at = 0; at < bytes.length; at++) bytes[at] = Math.floor(next() * 256);
      return array;
    }});
    Crypto.prototype.randomUUID = named('randomUUID', () => {{
      const hex = () => Math.floor(next() * 16).toString(16);
      return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, hex);
    }});
  }}
}})();
"""
"""Run in each document before its own scripts; no byte of the page changes."""
