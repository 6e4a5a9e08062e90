"""What pages weighed when a team last agreed to it: the ratchet that a check compares with."""

from msgspec import Struct

from delest.records.pages.load import Kind


class ResourceBaseline(Struct, frozen=True, kw_only=True):
    """One resource of a page, under its name across builds."""

    name: str
    kind: Kind
    first_party: bool
    transferred_bytes: int
    """All that the page transfers under this name."""
    count: int = 1
    """How many URLs of the page share the name."""
    range_bytes: tuple[int, int] | None = None
    """Least and most of it over the loads of the page, 0 where a load was without it; None: the same in each load."""

    @property
    def low_bytes(self) -> int:
        """Return the least of it in a load."""
        return self.range_bytes[0] if self.range_bytes else self.transferred_bytes

    @property
    def high_bytes(self) -> int:
        """Return the most of it in a load."""
        return self.range_bytes[1] if self.range_bytes else self.transferred_bytes


class PageBaseline(Struct, frozen=True, kw_only=True):
    """One page."""

    page: str
    """Its path on the site that was checked, or its URL where it is elsewhere."""
    transferred_bytes: int
    """Of the median cold load."""
    loads_bytes: tuple[tuple[int, int], ...]
    """Own bytes of each load, and those of third parties; in ascending order, never empty."""
    requests: int
    elements: int | None = None
    resources: tuple[ResourceBaseline, ...] = ()

    def range_bytes(self, *, third_parties: bool) -> tuple[int, int]:
        """Return the lightest and the heaviest load, without third parties unless they count."""
        weights = [own + (others if third_parties else 0) for own, others in self.loads_bytes]
        return min(weights), max(weights)


class Conditions(Struct, frozen=True, kw_only=True):
    """What has to be equal for two measurements to be compared byte by byte."""

    delest: str
    browser: str
    device: str
    served: str
    """How a build folder was compressed (``brotli:5,gzip:6``); ``live`` for a site on the network."""
    consent: str = "as-is"


class Baseline(Struct, frozen=True, kw_only=True):
    """All pages, and the conditions under which they were weighed."""

    measured_on: str
    """ISO date."""
    conditions: Conditions
    tolerance_bytes: int = 0
    tolerance_share: float = 0.0
    """A page or a resource may grow by the larger of both."""
    pages: tuple[PageBaseline, ...] = ()
    incomplete: tuple[str, ...] = ()
    """Pages without a weight, since they were not measured completely when it was made; sorted."""


class Change(Struct, frozen=True, kw_only=True):
    """What became of one resource of a page; bytes before and now, 0 where there was none."""

    name: str
    kind: Kind
    first_party: bool
    before_bytes: int
    now_bytes: int

    @property
    def more_bytes(self) -> int:
        """Return by how much it grew; negative where it shrank."""
        return self.now_bytes - self.before_bytes


class PageChange(Struct, frozen=True, kw_only=True):
    """How one page compares with its baseline."""

    page: str
    before_bytes: int
    now_bytes: int
    noise_bytes: int = 0
    """By how much the loads of one measurement differ, whichever of the two differ more."""
    regressions: tuple[Change, ...] = ()
    """Own resources that grew beyond the tolerance, or are new without replacing another; most bytes first."""
    improvements: tuple[Change, ...] = ()
    third_party: tuple[Change, ...] = ()
    """Changes of third parties: reported, and gated only on request."""
    grown_bytes: int = 0
    """Own bytes that count against the page."""
    within_noise: bool = False
    """It grew, and the loads of both measurements do not show that this is more than chance."""
    open: bool = False
    """It grew, and more loads would tell whether by chance."""


class BaselineVerdict(Struct, frozen=True, kw_only=True):
    """The comparison of a check with its baseline."""

    changes: tuple[PageChange, ...] = ()
    """Pages that changed, worst first."""
    new_pages: tuple[str, ...] = ()
    """Measured, and not in the baseline: the budget alone judges them."""
    gone_pages: tuple[str, ...] = ()
    """In the baseline, and not measured now."""
    renamed_pages: tuple[tuple[str, str], ...] = ()
    """Former and present path of pages that load the same files under another path; in neither list above."""
    incomplete_pages: tuple[str, ...] = ()
    """Measured now, and not completely when the baseline was made: not compared, which is never a pass."""
    incomparable: tuple[str, ...] = ()
    """Conditions that differ, as ``name: before -> now``; none of the pages is then compared."""
    compared_pages: int = 0
    """Measured pages that the baseline has too; with none, nothing was compared, which is never a pass."""
    measured_on: str = ""
    """ISO date of the baseline."""
    file: str = ""
    """Path of the baseline from where the check ran; empty: it is elsewhere, or a saved audit."""

    @property
    def regressed(self) -> tuple[PageChange, ...]:
        """Return the pages that got heavier."""
        return tuple(change for change in self.changes if change.grown_bytes and not change.within_noise)
