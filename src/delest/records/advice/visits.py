"""What visits did not use, always said with the number of visits: more than that, coverage does not show.

Of a file, those visits that loaded it; of several files in one sentence, those of the file that fewest loaded.
"""

from typing import Final

from delest.errors import NN_

Forms = tuple[str, str]
"""English, for one visit and for any other number ``n``."""

NOT_USED: Final = NN_("not used in {n} visit", "not used in {n} visits")
OTHERS_NOT_USED: Final = NN_("the others not used in {n} visit", "the others not used in {n} visits")
NOT_RUN: Final = NN_("not run in {n} visit", "not run in {n} visits")
RULES_NOT_USED: Final = NN_(
    "Not used in {n} visit, on one device, without hover, focus, print or further states: needs a developer's check.",
    "Not used in {n} visits, on one device, without hover, focus, print or further states: needs a developer's check.",
)
FUNCTIONS_NOT_RUN: Final = NN_(
    "Functions that did not run in {n} visit were emptied; interactions, other browsers or pages may need them: needs a"
    " developer's check.",
    "Functions that did not run in {n} visits were emptied; interactions, other browsers or pages may need them: needs"
    " a developer's check.",
)
PRELOADS_NOT_USED: Final = NN_(
    "Not used in {n} visit; what the page does later may load them then.",
    "Not used in {n} visits; what the page does later may load them then.",
)
PREFETCHES_NOT_USED: Final = NN_(
    "Not used in {n} visit; pages that were not measured may use them.",
    "Not used in {n} visits; pages that were not measured may use them.",
)
DETAILS: Final = (NOT_USED, OTHERS_NOT_USED, NOT_RUN)
"""Parts of what a finding says of a file."""
CONDITIONS: Final = (RULES_NOT_USED, FUNCTIONS_NOT_RUN, PRELOADS_NOT_USED, PREFETCHES_NOT_USED)
"""Under which a proof holds."""


def in_visits(forms: Forms, visits: int) -> str:
    """Return the English sentence for a number of visits."""
    return forms[0 if visits == 1 else 1].format(n=visits)
