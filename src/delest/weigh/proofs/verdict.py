"""What the loads of a changed page show: its verdict. Pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from delest.reason import Reason
from delest.records.advice.proof import Doubt, Likeness
from delest.records.advice.verdict import Verdict
from delest.records.pages.load import Outcome, PageLoad, Transfer
from delest.records.pages.look import Look
from delest.weigh.proofs.replays import Difference, by_key

LEAST_LIKENESS: Final = 0.95
"""Mean SSIM of the page's picture that counts as alike."""
LEAST_TILE: Final = 0.80
"""Same, of the part that changed most."""
MOST_APART_BYTES: Final = 20_000
MOST_APART_SHARE: Final = 0.02
"""An unchanged replay may differ from the recording by the larger of the two, and replays from each other."""
_HTTP: Final = {"ws": "http:", "wss": "https:"}
"""The schemes of live channels, and those in which they are opened."""
_CLOSE_SHARE: Final = 0.02
_CLOSE_BYTES: Final = 64
_BOX_PX: Final = 2.0
_LIKENESS_NOISE: Final = 0.01


class Finding(NamedTuple):
    """A doubt, with a detail in technical terms, or the reason why a load failed."""

    doubt: Doubt
    detail: str = ""
    reason: Reason | None = None


_NONE: Final = Finding(Doubt.NONE)


def replayable(recorded: PageLoad, replays: Sequence[PageLoad], missed: Sequence[str]) -> Finding:
    """Return why a page cannot be proven, if so: its replays must weigh what the recording weighed, and each the same.

    ``missed`` are requests of the replays that the recording has no response to; what had none when it was recorded
    does not count, nor what a page sends off (POST).
    """
    failed = next((load for load in replays if load.outcome is not Outcome.OK), None)
    if failed is not None:
        return Finding(Doubt.LOAD_FAILED, reason=failed.reason)
    sizes = [_without_live(load) for load in replays]
    recorded_bytes = _without_live(recorded)
    allowed = max(MOST_APART_BYTES, MOST_APART_SHARE * recorded_bytes)
    if max(sizes) - min(sizes) > allowed:
        return Finding(Doubt.VARIES, _apart(replays[sizes.index(min(sizes))], replays[sizes.index(max(sizes))]))
    unanswered = {f"{t.method} {t.url}" for t in recorded.transfers if t.status is None}
    unanswered |= {f"{t.method} {_HTTP[t.url.partition(':')[0]]}{t.url.partition(':')[2]}" for t in _live(recorded)}
    real = [each for each in missed if not each.startswith("POST ") and each not in unanswered]
    if real:
        return Finding(Doubt.MISSED, real[0])
    nearest = min(replays, key=lambda load: abs(_without_live(load) - recorded_bytes))
    if abs(_without_live(nearest) - recorded_bytes) > allowed:
        return Finding(Doubt.DIFFERS, _apart(recorded, nearest))
    return _NONE


def _live(load: PageLoad) -> list[Transfer]:
    """Return the transfers of channels that cannot be replayed."""
    return [each for each in load.transfers if each.url.partition(":")[0] in _HTTP]


def _without_live(load: PageLoad) -> int:
    return load.transferred_bytes - sum(each.transferred_bytes or 0 for each in _live(load))


def _apart(one: PageLoad, other: PageLoad) -> str:
    """Return the address whose bytes differ most between two loads."""
    mine, others = by_key(one), by_key(other)
    keys = mine.keys() | others.keys()
    return max(keys, key=lambda key: abs(mine.get(key, 0) - others.get(key, 0)), default=("", ""))[1]


def of_bytes(load: PageLoad, compared: Difference, expected_bytes: int | None) -> Finding:
    """Return what the bytes of a changed load say against it, if anything.

    The changed transfers must equal the arithmetic, all others must be as in the unchanged replays.
    """
    if load.outcome is not Outcome.OK:
        return Finding(Doubt.LOAD_FAILED, reason=load.reason)
    if expected_bytes is None:
        return _NONE
    if not compared.asked_again:
        return Finding(Doubt.NOTHING_CHANGED)
    close = max(_CLOSE_BYTES * max(1, len(compared.files)), _CLOSE_SHARE * abs(expected_bytes))
    if abs(compared.own_bytes - expected_bytes) > close:
        return Finding(Doubt.NOT_AS_COMPUTED, f"{expected_bytes} B, {compared.own_bytes} B")
    if compared.other_bytes > compared.slack_bytes:
        return Finding(Doubt.OTHER_TRANSFERS, f"{compared.other_bytes} B")
    return _NONE


def of_looks(unchanged: Sequence[Look], changed: Look) -> Finding:
    """Return what a changed page shows that the unchanged one does not; what varies by itself does not count."""
    first = unchanged[0]
    known = {error for each in unchanged for error in each.errors}
    new = [error for error in changed.errors if error not in known]
    if new:
        return Finding(Doubt.ERRORS, new[0])
    if len({each.text_sha256 for each in unchanged}) == 1 and changed.text_sha256 != first.text_sha256:
        return Finding(Doubt.TEXT)
    if len({each.elements for each in unchanged}) == 1 and changed.elements != first.elements:
        return Finding(Doubt.ELEMENTS, f"{first.elements}, {changed.elements}")
    return _of_images(unchanged, changed)


def _of_images(unchanged: Sequence[Look], changed: Look) -> Finding:
    first, *more = (_boxes(each) for each in unchanged)
    steady = {key for key, box in first.items() if all(key in each and not _moved(each[key], box) for each in more)}
    boxes = _boxes(changed)
    for key in sorted(steady):
        if key not in boxes or _moved(boxes[key], first[key]):
            return Finding(Doubt.IMAGES, key[0])
    heights = {each.height_px for each in unchanged}
    if not min(heights) - _BOX_PX <= changed.height_px <= max(heights) + _BOX_PX:
        return Finding(Doubt.LOOK, f"{max(heights)} px, {changed.height_px} px")
    return _NONE


_Box = tuple[float, float, float, float, bool]


def _boxes(look: Look) -> dict[tuple[str, int], _Box]:
    found: dict[tuple[str, int], _Box] = {}
    seen: dict[str, int] = {}
    for each in look.images:
        turn = seen[each.url] = seen.get(each.url, 0) + 1
        found[each.url, turn] = (each.left_px, each.top_px, each.width_px, each.height_px, each.whole)
    return found


def _moved(one: _Box, other: _Box) -> bool:
    return one[4] != other[4] or any(abs(a - b) > _BOX_PX for a, b in zip(one[:4], other[:4], strict=True))


def of_likeness(found: Likeness, unchanged: Likeness | None) -> Finding:
    """Return whether a page looks changed; ``unchanged`` is how alike two looks at the unchanged page are."""
    mean, tile = (unchanged.mean, unchanged.worst_tile) if unchanged else (1.0, 1.0)
    if found.mean < min(LEAST_LIKENESS, mean - _LIKENESS_NOISE):
        return Finding(Doubt.LOOK, f"SSIM {found.mean:.3f}")
    if found.worst_tile < min(LEAST_TILE, tile - _LIKENESS_NOISE):
        return Finding(Doubt.LOOK, f"SSIM {found.worst_tile:.3f}")
    return _NONE


def verdict(avoided_bytes: int, found: Finding, condition: str) -> Verdict:
    """Return the verdict on a change that was replayed."""
    if found.doubt is not Doubt.NONE:
        return Verdict.SIDE_EFFECTS
    if avoided_bytes <= 0:
        return Verdict.HEAVIER
    return Verdict.CONDITIONAL if condition else Verdict.PROVEN
