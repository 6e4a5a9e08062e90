"""6.5: no useless resources."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import NO_PAGES, NOT_EXAMINED, Files, Probe, evidence, worst_of
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import Amount, Evidence, Look, Seen, Told

RULES: Final = (
    "css-unused", "error-answers", "image-offscreen", "inline-repeated", "inline-source-map", "js-duplicate",
    "js-unused", "json-overfetch", "preload-unused", "redirects", "repeated-download",
)  # fmt: skip


class _Useless:
    def __init__(self) -> None:
        self._files = Files()
        self._pages: defaultdict[str, int] = defaultdict(int)

    def look(self, page: SeenPage) -> Look:
        found = list(page.found(*RULES))
        for finding in found:
            self._pages[finding.rule] += 1
            for offender in finding.offenders:
                self._files.add(offender.url, offender.transferred_bytes, finding.rule)
        most = max((each.concerned_bytes.central for each in found), default=0.0)
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if found else Seen.NOTHING,
            said=Told.of(
                N_("{rules}; the largest finding is of {weight}"),
                rules=", ".join(sorted({each.rule for each in found})) or "-",
                weight=Amount(most, "bytes"),
            ),
            badness=most,
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks or not site.rules:
            return evidence(PROBE, (), seen=Seen.NOT_MEASURED, missing=(NOT_EXAMINED if looks else NO_PAGES,))
        said = tuple(
            Told.counted(NN_("Rule {rule}: found on {n} page.", "Rule {rule}: found on {n} pages."), pages, rule=rule)
            for rule, pages in sorted(self._pages.items(), key=lambda item: (-item[1], item[0]))
        )
        nothing = Told.of(N_("No rule found a file that is loaded for nothing."))
        return evidence(
            PROBE,
            looks,
            seen=worst_of(looks),
            said=said or (nothing,),
            missing=() if site.loading.coverage else (Told.of(_COVERAGE),),
            resources=self._files.heaviest(),
        )


_COVERAGE: Final = N_(
    "Which parts of scripts and style sheets are used was not measured: `--coverage` or `--prove` does so."
)

PROBE: Final = Probe(
    id="c6-5",
    criterion="6.5",
    judge=_Useless,
    threshold=N_("No file or content is loaded that the feature in use does not need."),
    limits=(
        N_("Code that one page does not use may serve the next: these are numbers to look at, never a verdict."),
        N_("The findings overlap: their bytes do not add up."),
    ),
    by_hand=N_("In the browser's tools, open Coverage, reload, and look at the files with the most unused bytes."),
)
