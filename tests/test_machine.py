import pytest

from delest import machine


@pytest.mark.parametrize(
    ("told", "limited"), [("1000000\n", True), ("max\n", False), ("9223372036854771712\n", False), ("", False)]
)
def test_a_containers_limit_is_the_machines_memory_where_it_is_less(tmp_path, monkeypatch, told, limited):
    monkeypatch.setattr(machine, "CONTAINER_LIMITS", (str(tmp_path / "none"),))
    whole = machine.memory_bytes()
    (tmp_path / "limit").write_text(told)
    monkeypatch.setattr(machine, "CONTAINER_LIMITS", (str(tmp_path / "none"), str(tmp_path / "limit")))
    assert machine.memory_bytes() == (1_000_000 if limited else whole)


def test_there_is_a_processor():
    assert machine.processors() >= 1


@pytest.mark.parametrize(("wanted", "longer"), [(0.4, 1.0), (6.0, 3.0), (80.0, machine.MOST_SLOWDOWN)])
def test_limits_are_longer_where_processors_are_wanted_by_many(wanted, longer):
    assert machine.slowed_by(wanted, 2) == pytest.approx(longer)


def test_the_load_of_this_machine_makes_limits_no_shorter():
    assert 1.0 <= machine.slowdown() <= machine.MOST_SLOWDOWN


def test_where_the_load_is_not_told_limits_are_as_they_are(monkeypatch):
    monkeypatch.delattr(machine.os, "getloadavg")
    assert machine.slowdown() == 1.0
