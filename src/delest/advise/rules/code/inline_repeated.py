"""The same pictures, styles and scripts written into the HTML of several pages."""

import hashlib
import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from delest.advise.findings import computed, concerned
from delest.advise.page.answers import answers
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.advice.remedy import Remedy
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture, Kind, Transfer
from delest.units import exactly

LEAST_BYTES: Final = 2_000
"""Of the page's HTML as sent; less is not worth a file of its own."""
_LEAST_CHARACTERS: Final = 500
_MOST_BLOCKS: Final = 200_000
_ELEMENTS: Final = ("svg", "style", "script")
_LOWER: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
"""Of ASCII alone: other letters change their length."""
_DATA_URL: Final = re.compile(r"data:[a-z]{1,20}/[a-z0-9.+-]{1,40};base64,[A-Za-z0-9+/=]{500,}")


class BlockStudy:
    """Knows on how many pages of the site each block of markup is."""

    def __init__(self) -> None:
        self._pages: Counter[bytes] = Counter()

    def learn(self, capture: Capture) -> None:
        """Take note of the blocks in the page's own document, as it was sent."""
        document = _document(capture)
        if document is not None and len(self._pages) < _MOST_BLOCKS:
            self._pages.update({_digest(block) for block in blocks(document[1])})

    def examine(self, capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG002 - all studies are called alike
        """Return the finding of the blocks that other pages bring as well, or None.

        Their bytes are their share of the document as it was sent, compressed where it was.
        """
        document = _document(capture)
        if document is None:
            return None
        transfer, text = document
        shared = [block for block in set(blocks(text)) if self._pages[_digest(block)] > 1]
        sent_bytes = transfer.encoded_body_bytes or transfer.transferred_bytes or 0
        size_bytes = round(sum(map(len, shared)) / max(1, len(text)) * sent_bytes)
        if size_bytes < LEAST_BYTES:
            return None
        found = concerned(transfer, exactly(size_bytes), f"×{len(shared)}")
        return computed(RULE.id, capture, [found], effect=Effect.LATER_PAGES)

    def remedies(self, capture: Capture, shop: Workshop) -> Iterable[Remedy]:  # noqa: ARG002 - as above
        """Make nothing: files of their own need another address."""
        return ()


def blocks(html: str) -> Iterator[str]:
    """Yield the large inline pictures, styles and scripts of a document."""
    lower = html.translate(_LOWER)
    for name in _ELEMENTS:
        at = 0
        while (start := lower.find(f"<{name}", at)) >= 0 and (end := lower.find(f"</{name}", start)) >= 0:
            if end - start >= _LEAST_CHARACTERS:
                yield html[start:end]
            at = end + 1
    yield from _DATA_URL.findall(html)


def _document(capture: Capture) -> tuple[Transfer, str] | None:
    for transfer in answers(capture):
        body = capture.bodies.get(transfer.body_sha256)
        if transfer.kind is Kind.DOCUMENT and transfer.url == capture.load.final_url and body:
            return transfer, body.decode("utf-8", "replace")
    return None


def _digest(block: str) -> bytes:
    return hashlib.blake2b(block.encode("utf-8", "replace"), digest_size=12).digest()


RULE: Final = Rule(
    id="inline-repeated",
    title=N_("The same pictures, styles or scripts are written into several pages"),
    action=N_("Move repeated inline code to files"),
    explanation=N_(
        "Browsers cannot keep what is written into the HTML itself: each page of a visit brings it again, where a file"
        " of its own would be loaded once."
    ),
    remedy=N_(
        "Move what several pages share into files with a long lifetime; keep inline only what the first screen needs."
    ),
    needs=(Need.FILES, Need.SITE),
    rgesn=("6.2", "6.5"),
    wsg=("optimize-caching-and-support-offline-access",),
    study=BlockStudy,
)
