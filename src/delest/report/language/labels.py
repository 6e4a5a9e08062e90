"""The names that readers see for the ids in the records, and what each rule means."""

import re
from typing import Final

from msgspec.structs import replace

from delest.errors import N_
from delest.records.advice.finding import Confidence, Effect
from delest.records.advice.rule import RuleWords
from delest.records.co2e.avoided import Role
from delest.records.co2e.equipment import Level, Lever
from delest.records.pages.load import Kind, Outcome
from delest.records.runs.skip_reason import SkipReason
from delest.report.language.reasons import reason_text
from delest.report.language.safe_text import printable
from delest.report.language.words import _, language

_BEFORE_SIGNS: Final = re.compile(" (?=[:;!?%])")
_KINDS: Final = {
    Kind.DOCUMENT: N_("HTML documents"),
    Kind.STYLESHEET: N_("style sheets"),
    Kind.SCRIPT: N_("scripts"),
    Kind.IMAGE: N_("images"),
    Kind.FONT: N_("fonts"),
    Kind.MEDIA: N_("audio and video"),
    Kind.FETCH: N_("data requests"),
    Kind.WEBSOCKET: N_("live connections"),
    Kind.OTHER: N_("other"),
}
_ONE: Final = {
    Kind.DOCUMENT: N_("document"),
    Kind.STYLESHEET: N_("style sheet"),
    Kind.SCRIPT: N_("script"),
    Kind.IMAGE: N_("image"),
    Kind.FONT: N_("font"),
    Kind.MEDIA: N_("media"),
    Kind.FETCH: N_("data"),
    Kind.WEBSOCKET: N_("connection"),
    Kind.OTHER: N_("other"),
}
_PARTIES: Final = {"first": N_("first party"), "third": N_("third party")}
_OUTCOMES: Final = {
    Outcome.OK: N_("measured"),
    Outcome.HTTP_ERROR: N_("error answer"),
    Outcome.NOT_HTML: N_("not a web page"),
    Outcome.BLOCKED: N_("access blocked"),
    Outcome.TIMED_OUT: N_("timed out"),
    Outcome.REFUSED: N_("connection refused"),
    Outcome.FAILED: N_("load failed"),
}
_CONFIDENCES: Final = {
    Confidence.PROVEN: N_("proven: replayed and weighed again"),
    Confidence.COMPUTED: N_("computed from the files themselves"),
    Confidence.RULE_OF_THUMB: N_("rule of thumb"),
}
_EFFECTS: Final = {
    Effect.AVOIDABLE: "",
    Effect.BEFORE_SCROLL: N_("For visitors who do not scroll: a complete visit transfers these bytes all the same."),
    Effect.LATER_PAGES: N_("Sent again on further pages or visits; a load with an empty cache is not lighter for it."),
    Effect.COST: N_("What this costs: the bytes go only where its function is given up."),
    Effect.NOTICE: N_("A fact to look at: none of these bytes are said to be avoidable."),
}
_CONFIDENCES_SHORT: Final = {
    Confidence.PROVEN: N_("proven"),
    Confidence.COMPUTED: N_("computed"),
    Confidence.RULE_OF_THUMB: N_("rule of thumb"),
}
_ROLES: Final = {
    Role.LOW: N_("low"),
    Role.CENTRAL: N_("central"),
    Role.HIGH: N_("high"),
    Role.PUBLISHED: N_("published"),
    Role.ASKED: N_("asked for"),
}


_PAGE_ROLES: Final = {
    "home": N_("home page"),
    "contact": N_("contact"),
    "legal-notice": N_("legal notice"),
    "accessibility": N_("accessibility statement"),
    "sitemap": N_("site map"),
    "help": N_("help"),
    "search": N_("search"),
}


_LEVERS: Final = {
    Lever.NOT_BOUGHT: N_("not bought"),
    Lever.REFURBISHED: N_("bought refurbished instead of new"),
    Lever.LIFE_EXTENDED: N_("kept longer"),
}
_LEVELS: Final = {Level.STUDY: N_("study"), Level.TRIAL: N_("trial"), Level.ROLL_OUT: N_("roll-out")}


def kind_name(kind: str) -> str:
    """Return the plural name of a kind of transfer."""
    return _(_KINDS[Kind(kind)]) if kind in _KINDS else kind


def kind_of_one(kind: Kind) -> str:
    """Return what one transfer of this kind is called."""
    return _(_ONE[kind])


def party_name(party: str) -> str:
    """Return the name of ``first`` or ``third`` party."""
    return _(_PARTIES.get(party, party))


def outcome_name(outcome: Outcome) -> str:
    """Return how a page load ended."""
    return _(_OUTCOMES[outcome])


def skip_reason(reason: SkipReason) -> str:
    """Return why a URL in scope was not loaded."""
    return reason_text(reason.reason)


def confidence_name(confidence: Confidence) -> str:
    """Return how an avoidable amount is known."""
    return _(_CONFIDENCES[confidence])


def effect_note(effect: Effect) -> str:
    """Return what the bytes of a finding are where they are not avoidable on each load; else nothing."""
    return _(_EFFECTS[effect]) if _EFFECTS[effect] else ""


def confidence_short(confidence: Confidence) -> str:
    """Return the same in a word or two."""
    return _(_CONFIDENCES_SHORT[confidence])


def role_name(role: Role) -> str:
    """Return what a reading is in the answer."""
    return _(_ROLES[role])


def traffic_source(source: str) -> str:
    """Return where page views come from; a source other than a plain number is called as the record calls it."""
    return _("a figure given") if source == "number" else printable(source)


def rule_words(rule: RuleWords) -> RuleWords:
    """Return what is said of a rule in the language in use."""
    action = _(rule.action) if rule.action else _(rule.title)
    return replace(rule, title=_(rule.title), action=action, explanation=_(rule.explanation), remedy=_(rule.remedy))


def lever_name(lever: Lever) -> str:
    """Return what is done about devices."""
    return _(_LEVERS[lever])


def level_name(level: Level) -> str:
    """Return how far an action is committed."""
    return _(_LEVELS[level])


def spoken(english: str, french: str) -> str:
    """Return the one of two texts of a factor file that is in the language in use."""
    return _typeset(french) if language() == "fr" and french else english


def _typeset(french: str) -> str:
    """Return French with the apostrophes and the no-break spaces that the rest of a report has."""
    return _BEFORE_SIGNS.sub("\u00a0", french.replace("'", "\u2019"))


def page_role(role: str) -> str:
    """Return what the role of a page in a sample is called."""
    return _(_PAGE_ROLES[role]) if role in _PAGE_ROLES else printable(role)


def between_parts() -> str:
    """Return what is written between the parts of a list that have commas themselves."""
    return _("; ")
