import hashlib
from importlib import resources
from pathlib import Path

import pytest

from delest.errors import InputError
from delest.factors import load

OWN = Path(__file__).parents[2] / "fixtures" / "factors" / "own.toml"


def test_no_released_file_was_edited():
    assert load.altered() == ()
    lock = (resources.files("delest.factors") / "data" / load.LOCK_NAME).read_text("ascii")
    assert len(lock.splitlines()) == len(load.data_files()) == 16


def test_an_edited_missing_or_new_file_is_told(tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    for file in (*load.data_files(), resources.files("delest.factors") / "data" / load.LOCK_NAME):
        (data / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(resources, "files", lambda _package: tmp_path)
    assert load.altered() == ()
    (data / "swd-v4.toml").write_bytes((data / "swd-v4.toml").read_bytes().replace(b"0.055", b"0.056"))
    (data / "minumeco-2022.toml").unlink()
    (data / "new.toml").write_text("")
    assert load.altered() == ("minumeco-2022.toml", "new.toml", "swd-v4.toml")


def test_a_set_carries_the_hash_of_its_file():
    file = resources.files("delest.factors") / "data" / "minumeco-2022.toml"
    found = load.load_set("minumeco-2022")
    assert found.ref.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert found.ref.version == "2022.1"


def test_every_released_row_has_its_provenance():
    for factors in load.released().values():
        for row in factors.factors.values():
            assert row.source in load.sources()
            assert row.locator
            assert row.retrieved


def test_segments_and_rows_of_swd_say_the_same():
    four, three = load.load_set("swd-v4"), load.load_set("swd-v3")
    for segment in four.model.segment:
        assert four.factors[f"swd-v4.{segment.id}.operational"].value == segment.operational_kwh_per_gb
        assert four.factors[f"swd-v4.{segment.id}.embodied"].value == segment.embodied_kwh_per_gb
    assert four.factors["swd-v4.world-intensity"].value == four.model.world_intensity_g_per_kwh
    assert three.factors["swd-v3.energy"].value == three.model.energy_kwh_per_gb
    assert sum(segment.share for segment in three.model.segment) == pytest.approx(1.0)
    ember = load.load_set("electricity-ember").intensities["WORLD"].value
    assert three.factors["swd-v3.world-intensity"].value == ember


def test_an_unknown_set_names_the_known_ones():
    with pytest.raises(InputError) as caught:
        load.load_set("minumeco")
    assert "minumeco-2022" in str(caught.value.remedy)


def test_ones_own_set():
    own = load.load_file(OWN)
    assert own.ref.id == "my-network-2026"
    assert own.factors["my-network-2026.gb"].estimate.high == 0.03


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "latin.toml").write_bytes("é".encode("latin-1"))
    for name in ("none.toml", "latin.toml"):
        with pytest.raises(InputError, match=name):
            load.load_file(tmp_path / name)


def test_a_released_id_cannot_be_taken(tmp_path):
    copy = tmp_path / "mine.toml"
    copy.write_text(OWN.read_text("utf-8").replace('"my-network-2026"', '"minumeco-2022"'), "utf-8")
    with pytest.raises(InputError, match="belongs to a released set"):
        load.load_file(copy)
