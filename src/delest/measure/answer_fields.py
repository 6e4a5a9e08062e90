"""The fields of answers' heads that rules read, out of the ledger. Pure."""

from typing import Final

from delest.measure.devtools.request import MAX_URL_CHARACTERS
from delest.measure.netlog.ledger import Ledger
from delest.records.pages.observed import AnswerFields

_KEPT: Final = frozenset(
    {
        "age",
        "cache-control",
        "content-type",
        "etag",
        "expires",
        "last-modified",
        "pragma",
        "server",
        "sourcemap",
        "vary",
    }
)
_MOST_CHARACTERS: Final = 200
_MOST_ANSWERS: Final = 2_000


def answer_fields(ledger: Ledger | None) -> tuple[AnswerFields, ...]:
    """Return the fields of each address's first answer; values may be cookies or secrets, and few are kept."""
    found: dict[str, AnswerFields] = {}
    for exchange in ledger.exchanges if ledger else ():
        url = exchange.url[:MAX_URL_CHARACTERS]
        if url in found or not exchange.response_fields or len(found) >= _MOST_ANSWERS:
            continue
        fields = {name: value[:_MOST_CHARACTERS] for name, value in exchange.response_fields if name in _KEPT}
        size_bytes = sum(len(name) + len(value) for name, value in exchange.response_fields)
        found[url] = AnswerFields(url=url, fields=fields, fields_bytes=size_bytes)
    return tuple(found.values())
