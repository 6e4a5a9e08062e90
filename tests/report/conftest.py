import os
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from delest.reason import Reason, ReasonCode
from delest.records.pages.consent import Answered, Choice
from delest.records.pages.weight import Spread
from delest.records.runs.audit import AuditReport
from delest.report.language import words
from tests.page_loads import with_header

FIXTURES = Path(__file__).parents[2] / "fixtures" / "report"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("en")


@pytest.fixture
def in_french() -> None:
    words.use("fr")


def recorded(name: str) -> AuditReport:
    return msgspec.json.decode((FIXTURES / f"{name}.json").read_bytes(), type=AuditReport)


@pytest.fixture
def small() -> AuditReport:
    return recorded("small")


@pytest.fixture
def three_states(small: AuditReport) -> AuditReport:
    """The small report, its heaviest page also measured in-visit and warm."""
    first, *rest = small.weights
    in_visit, warm = (
        replace(first.cold, transferred_bytes=Spread(median=size, low=size, high=size, loads=1))
        for size in (1_500_000, 300_000)
    )
    return replace(small, weights=(replace(first, in_visit=in_visit, warm=warm), *rest))


@pytest.fixture
def three_answers(small: AuditReport) -> AuditReport:
    """The small report, its answers compared: the heaviest page in all three ways, one banner stayed, one had none."""
    first, *rest = small.weights
    refused, accepted = (
        replace(first.cold, transferred_bytes=Spread(median=size, low=size, high=size, loads=1))
        for size in (2_400_000, 3_900_000)
    )
    answers = {
        first.url: [Answered(choice=Choice.AS_IS, banner="Didomi"), Answered(choice=Choice.REFUSE, banner="Didomi"),
                    Answered(choice=Choice.ACCEPT, banner="Didomi")],
        rest[0].url: [Answered(choice=Choice.AS_IS, banner="=Klaro"),
                      Answered(choice=Choice.REFUSE, reason=Reason(code=ReasonCode.BANNER_STAYED))],
        rest[1].url: [Answered(choice=Choice.AS_IS, reason=Reason(code=ReasonCode.NO_BANNER))],
    }  # fmt: skip
    pages = []
    for page in small.pages:
        as_is, *others = answers.get(page.url, [None])
        loads = tuple(replace(load, consent=as_is) for load in page.loads)
        pages.append(replace(page, loads=loads, consent_loads=tuple(replace(loads[0], consent=o) for o in others)))
    weights = (replace(first, refused=refused, accepted=accepted), *rest)
    return replace(small, pages=tuple(pages), weights=weights, header=with_header(small.header, consent=Choice.COMPARE))


@pytest.fixture
def hostile() -> AuditReport:
    return recorded("hostile")


@pytest.fixture(scope="session")
def fifty() -> AuditReport:
    return runpy.run_path(str(FIXTURES / "draw.py"))["fifty"]()


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares with a golden file; ``DELEST_REBASELINE=1 pytest tests/report`` writes them anew."""

    def compare(name: str, text: str) -> None:
        path = FIXTURES / "golden" / name
        if os.environ.get("DELEST_REBASELINE"):
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return compare
