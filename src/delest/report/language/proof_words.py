"""What proofs are called: verdicts, doubts, efforts."""

from collections.abc import Mapping
from typing import Final

from delest.errors import N_
from delest.records.advice.proof import Doubt, Effort, PageProof, Proof
from delest.records.advice.verdict import Verdict
from delest.report.language.reasons import reason_text
from delest.report.language.safe_text import shorten
from delest.report.language.technical import technical
from delest.report.language.words import _

_DETAIL: Final = 120
_VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.PROVEN: N_("proven"),
    Verdict.CONDITIONAL: N_("proven, on a condition"),
    Verdict.HEAVIER: N_("makes the page heavier"),
    Verdict.SIDE_EFFECTS: N_("changes more than the weight"),
    Verdict.NOT_REPLAYABLE: N_("not proven"),
}
_DOUBTS: Final[Mapping[Doubt, str]] = {
    Doubt.NONE: "",
    Doubt.NOT_RECORDED: N_("the load could not be recorded"),
    Doubt.DIFFERS: N_("loaded again unchanged, it does not weigh what it weighed"),
    Doubt.VARIES: N_("its weight varies from load to load"),
    Doubt.MISSED: N_("it asks for something else each time"),
    Doubt.LOAD_FAILED: N_("the changed page did not load"),
    Doubt.NOTHING_CHANGED: N_("the page did not ask for the changed files"),
    Doubt.NOT_AS_COMPUTED: N_("the changed files do not weigh what was computed"),
    Doubt.OTHER_TRANSFERS: N_("other files changed too"),
    Doubt.ERRORS: N_("new errors in the console"),
    Doubt.TEXT: N_("the text on the page changed"),
    Doubt.ELEMENTS: N_("the number of elements changed"),
    Doubt.IMAGES: N_("an image is missing or moved"),
    Doubt.LOOK: N_("the page looks different"),
    Doubt.NOT_SEEN: N_("the page could not be looked at"),
    Doubt.TIME: N_("not tried: the time for this page was over"),
    Doubt.NO_ENCODER: N_("not tried: install delest[video]"),
    Doubt.NOT_WHOLE: N_("not tried: the recording does not have the whole file"),
}
_EFFORTS: Final[Mapping[Effort, str]] = {
    Effort.SETTING: N_("server setting"),
    Effort.FILES: N_("other files"),
    Effort.CODE: N_("developer's check"),
}


def verdict_name(verdict: Verdict) -> str:
    """Return what a verdict is called."""
    return _(_VERDICTS[verdict])


def doubt_name(doubt: Doubt) -> str:
    """Return what a doubt is called; nothing where there is none."""
    return _(_DOUBTS[doubt]) if _DOUBTS[doubt] else ""


def doubt_text(proof: Proof | PageProof) -> str:
    """Return why something is not proven, with its detail; what pages put into it is made safe where it is laid out."""
    said = doubt_name(proof.doubt)
    detail = reason_text(proof.reason) or technical(shorten(proof.detail, _DETAIL))
    return _("{reason}: {detail}").format(reason=said, detail=detail) if detail else said


def effort_name(effort: Effort) -> str:
    """Return what an effort is called."""
    return _(_EFFORTS[effort])


def verdict_text(proof: Proof) -> str:
    """Return the verdict of a proof with its reason, where there is one."""
    doubt = doubt_text(proof)
    name = verdict_name(proof.verdict)
    return _("{verdict} ({reason})").format(verdict=name, reason=doubt) if doubt else name
