from delest.records.pages.load import Kind
from delest.weigh import timeline as rooms
from delest.weigh.timeline import timeline
from tests.page_loads import HOME, load, transfer


def asked(name, start, end, size=1000):
    return transfer(HOME + name, size, Kind.IMAGE, start_ms=start, end_ms=end)


def test_requests_come_in_the_order_in_which_they_were_asked_for():
    made = load(asked("b", 20.0, 90.0), asked("a", 10.0, 30.0), asked("never", None, None))
    assert [(each.url, each.start_ms, each.end_ms) for each in timeline([made])] == [
        (HOME + "a", 10.0, 30.0),
        (HOME + "b", 20.0, 90.0),
    ]


def test_of_many_the_heaviest_are_kept(monkeypatch):
    monkeypatch.setattr(rooms, "MOST_REQUESTS", 2)
    made = load(*(asked(str(n), float(n), float(n) + 1, 100 * n) for n in range(1, 6)))
    assert [each.transferred_bytes for each in timeline([made])] == [400, 500]


def test_without_a_weight_there_is_none():
    assert timeline([]) == ()
