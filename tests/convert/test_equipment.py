import tomllib
from pathlib import Path

import pytest

from delest.convert.equipment.devices import claim, devices
from delest.errors import InputError
from delest.records.co2e.avoided import Role
from delest.records.co2e.equipment import Lever

CLAIMS = tomllib.loads((Path(__file__).parents[2] / "fixtures" / "claims" / "minumeco.toml").read_text("utf-8"))


@pytest.mark.parametrize("published", CLAIMS["equipment"], ids=lambda c: c["printed"])
def test_published_figures_come_out_as_published(sets, published):
    found = claim(Lever(published["lever"]), published["device"], published["count"], sets)
    reading = next(r for r in found.readings if r.role is Role.PUBLISHED)
    assert reading.kgco2e.central == pytest.approx(published["kgco2e"], rel=1e-12)
    assert reading.resources_kg_sb == pytest.approx(published.get("resources_kg_sb"))


def test_longer_life_is_the_life_cycle_spread_over_more_years(sets):
    found = claim(Lever.LIFE_EXTENDED, "laptop", 10, sets, years=2)
    assert [r.role for r in found.readings] == [Role.CENTRAL]
    assert found.readings[0].kgco2e.central == pytest.approx(10 * 185.09 * (1 / 5 - 1 / 7))
    assert found.readings[0].derivation == "185.09 x (1/5 - 1/7)"
    assert not found.once


def test_a_device_not_bought_counts_once(sets):
    found = claim(Lever.NOT_BOUGHT, "tablet", 3, sets)
    assert found.once
    assert found.readings[0].kgco2e.central == pytest.approx(3 * (80.5 + 3.43 + 0.364))


def test_the_parts_of_every_device_sum_to_its_value(sets):
    for device in devices(sets):
        row = sets["equipment-ademe"].factors[f"equipment.{device}"]
        if row.parts:
            parts = row.parts.manufacturing + row.parts.distribution + row.parts.end_of_life
            assert parts == pytest.approx(row.value)
        assert claim(Lever.NOT_BOUGHT, row.label_fr, 1, sets).device == device


@pytest.mark.parametrize(
    ("lever", "device", "count"),
    [
        (Lever.REFURBISHED, "tablet", 1),
        (Lever.NOT_BOUGHT, "toaster", 1),
        (Lever.NOT_BOUGHT, "laptop", 0),
        (Lever.NOT_BOUGHT, "laptop", float("nan")),
    ],
)
def test_what_has_no_figure_is_refused(sets, lever, device, count):
    with pytest.raises(InputError):
        claim(lever, device, count, sets)
