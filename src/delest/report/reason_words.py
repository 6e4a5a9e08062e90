"""A reason as a printed page says it: our words, and the technical detail apart from them."""

from delest.reason import Reason, ReasonCode
from delest.report.language.reasons import name_of, with_detail
from delest.report.language.technical import technical
from delest.report.said import Link, Quoted, Words, say


def reason_words(reason: Reason) -> Words:
    """Return a reason in the language in use; an address in it is one, so that formats shorten it in its middle."""
    if not reason.detail:
        return name_of(reason.code)
    if reason.code is ReasonCode.OTHER:
        return Quoted(reason.detail)
    is_address = reason.detail.startswith(("https://", "http://"))
    detail = Link(reason.detail) if is_address else Quoted(technical(reason.detail))
    return say(with_detail(reason.code), reason=name_of(reason.code), detail=detail)
