"""A sample after RGESN and RGAA: pages by their role, one of each template, and some drawn at random beside them."""

import math
import statistics
from collections import Counter
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from delest.crawl.draw import drawn, number
from delest.crawl.pages.roles import HOME, recognised, roles
from delest.crawl.templates import templates
from delest.pipeline.sampling.picker import Picker
from delest.records.runs.sample import RolePage, Sample, SampledTemplate, Stop
from delest.units import Estimate
from delest.weigh.sample import LEAST_PER_STRATUM, mean_bytes, precision
from delest.weigh.stratum import Stratum

RGESN: Final = "rgesn"
PAGES_PER_RANDOM_ONE: Final = 10
"""RGAA 4, and RGESN after it: at random, at least a tenth as many pages as were chosen."""
ROLES: Final = "{roles}"
_TRIES_PER_TEMPLATE: Final = 3
_ALIKE: Final = 3
"""Measured pages of one section that are all built alike: its other templates are taken to be, too."""
_TEMPLATES_LISTED: Final = 200
_WORTH_SAYING: Final = 1.0
"""An interval that reaches further than the mean itself tells nothing."""


class Preset(Picker):
    """Chooses first what has a name on the site, then what shows each template, then by chance.

    What is random is told by the pages alone, so that a resumed run knows it too: all that were tried beside the
    starts, the roles, and the first page of each template in the order of the seed.
    """

    def _pick(self) -> list[str]:
        room, known = max(self._frontier.room, 0), self._known()
        by_role = list(self._untried(known.roles.values()))
        if by_role:
            return by_role[:room]
        chosen = known.chosen
        at_random = len(self._sizes.keys() - chosen)
        missing = self._missing(known)
        count = max((n for n in range(len(missing) + 1) if n + _due(len(chosen) + n, at_random) <= room), default=0)
        if count:
            return missing[:count]
        # Of templates that are in the sample: else the page drawn would be the one that shows its template.
        shown = [url for urls in known.templates.values() if self._sizes.keys() & urls for url in urls]
        return drawn(self._untried(shown), min(_due(len(chosen), at_random), room), self._order.seed)

    def _known(self) -> "_Known":
        """Return what is known now of roles and templates, and which measured pages are in the sample for them."""
        urls = {*self._frontier.unseen(), *self._tried}
        named = [*self._named, *self._titles.items(), *((url, "") for url in sorted(urls))]
        home = {HOME: min(self._starts)} if self._starts else {}
        found = home | recognised((url, name) for url, name in named if url in urls and url not in self._starts)
        apart = self._starts | set(found.values())
        families = dict(templates(urls - apart))
        first = (drawn((url for url in of if url in self._sizes), 1, self._order.seed) for of in families.values())
        chosen = {url for one in first for url in one} | (apart & self._sizes.keys())
        return _Known(found, families, chosen)

    def _missing(self, known: "_Known") -> list[str]:
        """Return a page of each template that has none measured.

        Sections of the site of which nothing is measured come first; of them, and then of all others, the largest
        templates; those in sections whose measured pages are all built alike come last. Chance decides between equals.
        """
        missing = [
            (urls, url)
            for urls in known.templates.values()
            if not self._sizes.keys() & urls and sum(url in self._tried for url in urls) < _TRIES_PER_TEMPLATE
            for url in drawn(self._untried(urls), 1, self._order.seed)
        ]
        measured = Counter(_section(url) for url in self._sizes)
        built: dict[str, set[str]] = {}
        for url in self._sizes:
            if url in self._structures:
                built.setdefault(_section(url), set()).add(self._structures[url])
        first: set[str] = set()

        def place(template: tuple[tuple[str, ...], str]) -> tuple[bool, bool, int]:
            urls, url = template
            section = _section(url)
            alike = measured[section] >= _ALIKE and len(built.get(section, ())) == 1
            opens = not measured[section] and section not in first
            first.add(section)
            return not opens, alike, -len(urls)

        by_chance = sorted(missing, key=lambda template: number(template[1], self._order.seed))
        by_size = sorted(by_chance, key=lambda template: -len(template[0]))
        return [url for _, url in sorted(by_size, key=place)]

    def _sample(self, *, interrupted: bool) -> Sample:
        """Return what was chosen and drawn; a mean of the site only where enough was drawn to tell one."""
        now, known = self._known(), len(self._sizes) + len(self._frontier.unseen())
        chosen, at_random = now.chosen, self._sizes.keys() - now.chosen
        by_role = tuple(sorted(set(now.roles.values()) - self._starts))
        found = {"": tuple(sorted(self._starts & self._sizes.keys())), ROLES: by_role, **now.templates}
        left = len(self._missing(now))
        mean = None if left else self._mean(chosen, at_random, known)
        stands_for = dict.fromkeys(self._sizes, 1.0)
        if mean is not None and at_random:
            stands_for |= dict.fromkeys(at_random, (known - len(chosen)) / len(at_random))
        listed = sorted(
            (self._listed(name, urls) for name, urls in found.items() if urls),
            key=lambda each: (-each.known_pages, each.template),
        )
        return Sample(
            seed=self._order.seed,
            known_pages=known,
            measured_pages=len(self._sizes),
            templates=tuple(listed[:_TEMPLATES_LISTED]),
            strata=len(listed),
            mean_bytes=mean,
            precision_asked=self._order.precision,
            precision_reached=None if mean is None else precision(mean),
            stopped=self._why(now, interrupted=interrupted),
            stands_for=stands_for,
            stratum_of={url: name for name, urls in found.items() for url in urls if url in self._sizes},
            preset=RGESN,
            roles=tuple(
                RolePage(role=role, url=now.roles.get(role, ""), measured=now.roles.get(role) in self._sizes)
                for role in roles()
            ),
            random_pages=len(at_random),
            templates_left=left,
        )

    def _mean(self, chosen: AbstractSet[str], at_random: AbstractSet[str], known: int) -> Estimate | None:
        """Return the mean of all known pages: those chosen count for themselves, those drawn for all the others."""
        if len(at_random) < min(LEAST_PER_STRATUM, known - len(chosen)):
            return None
        certain = Stratum(pages=len(chosen), sizes_bytes=tuple(self._sizes[url] for url in sorted(chosen)))
        others = Stratum(pages=known - len(chosen), sizes_bytes=tuple(self._sizes[url] for url in sorted(at_random)))
        mean = mean_bytes([certain, others])
        return None if mean is None or precision(mean) > _WORTH_SAYING else mean

    def _listed(self, name: str, urls: tuple[str, ...]) -> SampledTemplate:
        sizes = [self._sizes[url] for url in urls if url in self._sizes]
        return SampledTemplate(
            template=name,
            known_pages=sum(url in self._sizes or url not in self._tried for url in urls),
            measured_pages=len(sizes),
            drawn=False,
            mean_bytes=statistics.fmean(sizes) if sizes else None,
            lightest_bytes=min(sizes, default=None),
            heaviest_bytes=max(sizes, default=None),
        )

    def _why(self, now: "_Known", *, interrupted: bool) -> Stop:
        if not self._frontier.unseen():
            return "whole"
        due = _due(len(now.chosen), len(self._sizes.keys() - now.chosen))
        if not due and not self._missing(now) and not list(self._untried(now.roles.values())):
            return "chosen"
        if interrupted:
            return "interrupted"
        return "time-limit" if self._frontier.closed else "limit"


def _section(url: str) -> str:
    """Return what a page's address begins with: the host and the first part of the path."""
    return "/".join(url.partition("?")[0].split("/")[2:4])


class _Known(NamedTuple):
    roles: dict[str, str]
    """URL by role."""
    templates: dict[str, tuple[str, ...]]
    """All URLs but the starts and those of a role, by template."""
    chosen: set[str]
    """Measured pages that are in the sample for what they are."""


def _due(chosen: int, at_random: int) -> int:
    """Return how many pages are still to be drawn at random beside those chosen."""
    return max(math.ceil(chosen / PAGES_PER_RANDOM_ONE) - at_random, 0)
