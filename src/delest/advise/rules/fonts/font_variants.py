"""Pages that load many fonts, and fonts for a few words."""

from collections import defaultdict
from typing import Final

from msgspec.structs import replace

from delest.advise.findings import computed, concerned
from delest.advise.page.answers import answers
from delest.advise.page.font_faces import font_faces
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture, Kind

MOST_FILES: Final = 4
MOST_FAMILIES: Final = 2
"""As RGESN asks in criterion 4.8 to limit their number; the figures are ours."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of a page with more than four font files, or fonts of more than two families, or None."""
    fonts = [each for each in answers(capture) if each.kind is Kind.FONT]
    family_of = {face.url: face.family for face in font_faces(capture)}
    families = {family_of.get(each.url, each.url) for each in fonts}
    if len({each.url for each in fonts}) <= MOST_FILES and len(families) <= MOST_FAMILIES:
        return None
    written: defaultdict[str, int] = defaultdict(int)
    for text in capture.observed.fonts:
        for family in text.families:
            written[family] += text.length
    found = []
    for font in fonts:
        family = family_of.get(font.url, "")
        said = f"{family}: {written[family]} characters" if family in written else family
        found.append(replace(concerned(font), remedy=said))
    return computed(RULE.id, capture, found, effect=Effect.NOTICE)


RULE: Final = Rule(
    id="font-variants",
    title=N_("The page loads many fonts"),
    action=N_("Use fewer fonts"),
    explanation=N_("More than four font files, or fonts of more than two families, were transferred for one page."),
    remedy=N_(
        "Keep one or two families with the weights that the design needs, use the fonts of the system for the rest,"
        " or one variable font in place of several static ones."
    ),
    needs=(Need.FILES, Need.SHOWN),
    rgesn=("4.8",),
    wsg=("use-optimized-web-typography",),
    examine=examine,
)
