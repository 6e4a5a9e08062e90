"""What the server put on the socket for one case, and whether the visit was a complete one."""

from collections import Counter
from dataclasses import dataclass

from tests.site.cases.case import Case
from tests.site.ledger import Sent
from tests.site.server import CountingSite


@dataclass(frozen=True)
class Truth:
    """The answers of one case since the ledger's last reset."""

    case: Case
    answers: tuple[Sent, ...]

    @property
    def transferred_bytes(self) -> int:
        return sum(sent.total_bytes for sent in self.answers)

    @property
    def times(self) -> Counter[str]:
        """File of the case -> how often it was asked for."""
        return Counter(self.case.key(sent.path) for sent in self.answers)

    @property
    def deviations(self) -> list[str]:
        """What a complete visit would have asked for otherwise, in words; empty when this was one."""
        times = self.times
        return [
            f"{key} was asked for {times[key]} times, not {_said(expected)}"
            for key in sorted({*self.case.answers, *times})
            if times[key] not in (expected := self.case.expected(key))
        ]


def truth(site: CountingSite, case: Case) -> Truth:
    """What the site has sent for a case since its last reset."""
    return Truth(case, tuple(sent for sent in site.ledger() if sent.case == case.name))


def _said(expected: range) -> str:
    return str(expected.start) if len(expected) == 1 else f"{expected.start} to {expected.stop - 1}"
