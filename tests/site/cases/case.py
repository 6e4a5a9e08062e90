"""What a case is: a page, its resources, and how often one complete visit asks for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.site.answers import Source

ANY_TRANSPORT = ("http", "https", "h2", "h3")
OVER_TCP = ("http", "https", "h2")
HTTP1 = ("http", "https")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One page of the site, at ``/<name>/<entry>``.

    A complete visit loads the page at 1920 x 1080, scrolls to its end step by step, stays four seconds, and leaves.
    """

    name: str
    about: str
    answers: Mapping[str, Source]
    """File name below the case's folder -> answer; a name that begins with ``/`` is a path of the whole host."""
    times: Mapping[str, int | range] = field(default_factory=dict)
    """How often a complete visit asks for a file; once where nothing is said."""
    entry: str = "index.html"
    transports: tuple[str, ...] = ANY_TRANSPORT
    exact: bool = True
    """False where bytes that the socket took may never reach the browser, which had gone."""

    def key(self, path: str) -> str:
        """The name in ``answers`` of a request path."""
        return path.removeprefix(f"/{self.name}/")

    def source(self, path: str) -> Source | None:
        return self.answers.get(self.key(path))

    def expected(self, key: str) -> range:
        times = self.times.get(key, 1 if key in self.answers else 0)
        return times if isinstance(times, range) else range(times, times + 1)
