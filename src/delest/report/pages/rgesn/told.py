"""The sentences of the evidence, and the words for its states, in the language in use."""

from typing import Final

from delest.errors import N_
from delest.records.state.evidence import Address, Amount, Criterion, Seen, Status, Told
from delest.report.language.words import _, language, ngettext
from delest.report.said import Code, Figure, Label, Link, Quoted, Sentence, Unit, Words, joined, say

_SEEN: Final = {
    Seen.FOUND: N_("measured: found"),
    Seen.NOTHING: N_("measured: nothing found"),
    Seen.NOT_MEASURED: N_("not measured here"),
}
_STATUSES: Final = {
    Status.VALID: N_("met"),
    Status.IN_PROGRESS: N_("in progress"),
    Status.NOT_VALID: N_("not met"),
    Status.NOT_APPLICABLE: N_("not applicable"),
    Status.TO_ASSESS: N_("to be assessed"),
}
_TONES: Final = {Status.VALID: "good", Status.NOT_VALID: "bad"}
_UNDECIDED: Final = "open"
_LEVELS: Final = {
    "automatic": N_("a measurement can decide"),
    "partial": N_("a measurement can decide one way"),
    "evidence": N_("a measurement gives facts, a person decides"),
    "manual": N_("for people alone"),
}


_PRIORITIES: Final = {
    "Prioritaire": N_("priority criterion"),
    "Recommandé": N_("recommended criterion"),
    "Modéré": N_("criterion of moderate priority"),
}
_DIFFICULTIES: Final = {"Faible": N_("low"), "Moyen": N_("medium"), "Fort": N_("high")}
"""As the framework calls them, in French."""


def told(sentence: Told) -> Sentence:
    """Return a sentence of the evidence; a command between backquotes is shown as one."""
    n = sentence.values.get("n")
    counts = sentence.many and isinstance(n, Amount)
    template = ngettext(sentence.one, sentence.many, n.value) if counts else _(sentence.one)  # type: ignore[union-attr]
    values = {name: _value(value) for name, value in sentence.values.items()}
    texts = {name: value for name, value in sentence.values.items() if isinstance(value, str)}
    parts: list[Words] = []
    for at, piece in enumerate(template.split("`")):
        parts.append(Code(piece.format(**texts)) if at % 2 else say(piece, **values))
    return joined(parts, "")


def _value(value: str | Amount | Address) -> Words:
    if isinstance(value, Amount):
        return Figure(value.value, Unit(value.unit))
    return Link(value.url) if isinstance(value, Address) else Quoted(value)


def seen_name(seen: Seen) -> str:
    """Return the name of a state."""
    return _(_SEEN[seen])


def status_label(status: Status) -> Label:
    """Return a status; French uses the words of the official spreadsheet."""
    return Label(status_name(status), _TONES.get(status, _UNDECIDED))


def status_name(status: Status) -> str:
    """Return the name of a status."""
    return str(status) if language() == "fr" else _(_STATUSES[status])


def level_name(level: str) -> str:
    """Return what a measurement can do for a criterion."""
    return _(_LEVELS[level])


def title_of(criterion: Criterion) -> str:
    """Return the title as published, in French; our own label in English, for the framework is in French."""
    return criterion.title_fr.replace(" ?", "\u00a0?") if language() == "fr" else criterion.label_en


def asked_of(criterion: Criterion) -> str:
    """Return what can be measured of a criterion, in our words."""
    return criterion.asked_fr if language() == "fr" else criterion.asked_en


def theme_of(criterion: Criterion) -> str:
    """Return the name of its theme, with its number."""
    return f"{criterion.theme}. {criterion.theme_fr if language() == 'fr' else criterion.theme_en}"


def priority_of(criterion: Criterion) -> str:
    """Return its priority; French uses the words of the framework."""
    return criterion.priority_fr if language() == "fr" else _(_PRIORITIES[criterion.priority_fr])


def difficulty_of(criterion: Criterion) -> str:
    """Return how hard it is to meet."""
    return criterion.difficulty_fr.lower() if language() == "fr" else _(_DIFFICULTIES[criterion.difficulty_fr])
