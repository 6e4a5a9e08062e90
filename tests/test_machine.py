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
