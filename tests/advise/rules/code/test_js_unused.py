import random

from msgspec.structs import replace

from delest.advise.rules.code.js_unused import JsStudy
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind
from delest.records.pages.observed import Observed, UsedCode
from tests.page_loads import HOME, answer, capture

RAN, IDLE = "run('é😀');\n", f"function idle() {{ '{random.Random(3).randbytes(20_000).hex()}' }}\n"
SCRIPT = RAN + IDLE


def page(used, *, coverage=True):
    seen = Observed(coverage=coverage, scripts=(UsedCode(url=f"{HOME}a.js", characters=len(SCRIPT), used=used),))
    return replace(capture(answer(SCRIPT.encode(), f"{HOME}a.js", kind=Kind.SCRIPT)), observed=seen)


def found(shop, *pages):
    study = JsStudy()
    for each in pages:
        study.learn(each)
    return study.examine(pages[0], shop)


def test_what_never_ran_is_a_fact_and_never_avoidable(shop):
    finding = found(shop, page(((0, len(RAN) + 1),)))
    assert finding.effect is Effect.NOTICE
    assert finding.avoidable_bytes.high == 0
    assert (finding.other_bytes.low, finding.other_bytes.central) == (0, len(IDLE))
    assert finding.offenders[0].remedy == "not run in 1 visit"


def test_what_ran_on_another_page_counts_as_used(shop):
    assert found(shop, page(((0, 9),)), page(((9, len(SCRIPT) + 1),))) is None


def test_pages_that_were_not_watched_say_nothing(shop):
    assert found(shop, page((), coverage=False)) is None
