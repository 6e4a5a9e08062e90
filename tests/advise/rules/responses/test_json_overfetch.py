import json

from msgspec.structs import replace

from delest.advise.rules.responses.json_overfetch import examine
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind
from tests.page_loads import HOME, answer, capture

DATA = json.dumps([{"title": f"entry number {n}", "body": "x" * 90} for n in range(300)]).encode()


def page(html, **fields):
    fields = {"kind": Kind.FETCH, "mime_type": "application/json", **fields}
    return replace(capture(answer(DATA, f"{HOME}api", **fields)), html=html)


def test_data_of_which_little_is_shown_is_a_fact(shop):
    found = examine(page("<p>entry number 7</p>"), shop)
    assert found.effect is Effect.NOTICE
    assert found.avoidable_bytes.high == 0
    assert found.other_bytes.central == len(DATA) + 200
    assert found.offenders[0].remedy == "0%"


def test_data_that_is_shown_and_other_answers_are_left_alone(shop):
    assert examine(page("".join(f"entry number {n}, " for n in range(100))), shop) is None
    assert examine(page("", kind=Kind.SCRIPT), shop) is None
    assert examine(page("", mime_type="text/plain"), shop) is None
