"""What became of the consent banners; one that was not answered is never passed over."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from delest.errors import N_
from delest.records.pages.consent import Answered, Choice
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import answers_of, consent_of
from delest.report.language.words import _, ngettext
from delest.report.reason_words import reason_words
from delest.report.said import Figure, Quoted, Words, say

_MADE: Final = {
    Choice.AS_IS: N_("{banner}: found on {pages}"),
    Choice.REFUSE: N_("{banner}: refused on {pages}"),
    Choice.ACCEPT: N_("{banner}: accepted on {pages}"),
}
_NOT_MADE: Final = N_("no choice made on {pages}: {reason}")
_NOT_COMPARED: Final = {
    Choice.AS_IS: N_("not compared on {pages}: {reason}"),
    Choice.REFUSE: N_("not refused on {pages}: {reason}"),
    Choice.ACCEPT: N_("not accepted on {pages}: {reason}"),
}


def consent(report: AuditReport, *, failed_first: bool = False) -> tuple[Words, ...]:
    """Say which banners were found and answered, then, or first, where none was."""
    choice = report.header.loading.consent
    if choice is Choice.AS_IS:
        return (_("pages as they come: consent banners were not answered"),)
    found = [answer for answer in map(consent_of, report.pages) if answer is not None]
    answers = [*found, *(answer for record in report.pages for answer in answers_of(record))]
    made, failed = tuple(_made(answers)), tuple(_not_made(answers, compared=choice is Choice.COMPARE))
    said = (*failed, *made) if failed_first else (*made, *failed)
    return said or (_("no page was measured on which a banner could be answered"),)


def _made(answers: Sequence[Answered]) -> Iterator[Words]:
    for choice in _MADE:
        made = Counter(each.banner for each in answers if each.choice is choice and not each.reason)
        for banner, n in made.most_common():
            yield say(_(_MADE[choice]), banner=Quoted(banner), pages=_of_pages(n))


def _not_made(answers: Sequence[Answered], *, compared: bool) -> Iterator[Words]:
    for choice, not_compared in _NOT_COMPARED.items():
        failed = Counter(each.reason for each in answers if each.choice is choice and each.reason)
        for reason, n in failed.most_common():
            template = not_compared if compared else _NOT_MADE
            yield say(_(template), pages=_of_pages(n), reason=reason_words(reason))


def _of_pages(n: int) -> Words:
    return say(ngettext("{n} page", "{n} pages", n), n=Figure(n))
