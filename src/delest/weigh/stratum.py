"""Pages that are drawn together. Pure."""

import msgspec


class Stratum(msgspec.Struct, frozen=True, kw_only=True):
    """Pages of one family: how many there are, and the weights of those that were drawn at random among them."""

    pages: int
    sizes_bytes: tuple[float, ...]
    views: tuple[float, ...] | None = None
    """How often each drawn page is shown; None: each counts once."""
    views_per_page: float = 1.0
    """Mean over all its pages, drawn or not."""
    expected_bytes: tuple[float, ...] | None = None
    """What each drawn page was expected to weigh before it was loaded, where its pages are together because they are
    expected to weigh about the same; None: they are together for the shape of their URLs."""
    expected_per_page_bytes: float = 0.0
    """Mean over all its pages, drawn or not."""

    @property
    def complete(self) -> bool:
        """Whether all its pages are measured: such a stratum adds no uncertainty."""
        return len(self.sizes_bytes) >= self.pages

    @property
    def counts(self) -> tuple[float, ...]:
        """How much each drawn page counts in the mean."""
        return (1.0,) * len(self.sizes_bytes) if self.views is None else self.views
