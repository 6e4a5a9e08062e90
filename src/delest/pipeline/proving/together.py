"""Several remedies for one answer made into one: what was minified is compressed, too."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from delest.advise.workshop import Workshop
from delest.measure.replay import coding
from delest.records.advice.remedy import Remedy

_COMPRESSION: Final = "text-compression"


def combined(remedies: Sequence[Remedy], shop: Workshop) -> tuple[Remedy, ...]:
    """Return one remedy for each answer: the lightest, or one made of two where both can be had.

    Long work for the processor: call it in a thread.
    """
    by_answer: defaultdict[tuple[str, str], list[Remedy]] = defaultdict(list)
    for each in remedies:
        by_answer[each.url, each.replaces_sha256].append(each)
    return tuple(_one(each, shop) for each in by_answer.values())


def _one(remedies: Sequence[Remedy], shop: Workshop) -> Remedy:
    best = min(remedies, key=lambda each: len(each.body))
    compressed = next((each for each in remedies if each.rule == _COMPRESSION), None)
    others = [each for each in remedies if each.rule != _COMPRESSION]
    if compressed is None or not others:
        return best
    smallest = min(others, key=lambda each: len(each.body))
    plain = coding.decoded(smallest.body, smallest.content_encoding)
    if plain is None:
        return best
    made = shop.bodies("coding", plain, {"secure": int(smallest.url.startswith("https:")), "skip_best": 1})
    if made.usual is None or made.usual.size_bytes >= len(best.body):
        return best
    conditions = " ".join(dict.fromkeys(each.condition for each in (smallest, compressed) if each.condition))
    return replace(smallest, body=made.usual.body, content_encoding=made.usual.content_encoding, condition=conditions)
