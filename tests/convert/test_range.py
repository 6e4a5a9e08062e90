import tomllib
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from delest.convert.web import range as ranges
from delest.convert.web.range import convert
from delest.errors import InputError
from delest.factors import load
from delest.records.co2e.avoided import Conditions, Role
from delest.records.co2e.factor import FactorSetRef

CLAIMS = tomllib.loads((Path(__file__).parents[2] / "fixtures" / "claims" / "minumeco.toml").read_text("utf-8"))
EXAMPLE = tomllib.loads((resources.files("delest.factors") / "data" / "ranges.toml").read_text("utf-8"))["example"]
GB = EXAMPLE["gb_per_year"]
ROUNDED = 5e-4
"""The example is written with as few as four digits."""


def kg(sets, role, model="", **conditions):
    readings = convert(GB, sets, Conditions(**conditions)).readings
    found = next(r for r in readings if r.role is role and model in r.model)
    assert sum(line.kgco2e_per_year for line in found.lines) == pytest.approx(found.kgco2e_per_year.central)
    for line in found.lines:
        assert line.quantity * line.factor == pytest.approx(line.kgco2e_per_year)
    return found.kgco2e_per_year.central


@pytest.mark.parametrize(
    ("name", "role", "conditions"),
    [
        ("low_fixed", Role.LOW, {"mobile_share": 0.0}),
        ("low_mobile", Role.LOW, {"mobile_share": 1.0}),
        ("central_fixed", Role.CENTRAL, {"mobile_share": 0.0}),
        ("central_mobile", Role.CENTRAL, {"mobile_share": 1.0}),
        ("central_half", Role.CENTRAL, {}),
        ("high_fr", Role.HIGH, {}),
        ("minumeco_2022", Role.PUBLISHED, {}),
        ("swd_v4_world", Role.HIGH, {"country": "WORLD"}),
        ("swd_v3_world", Role.ASKED, {"country": "WORLD", "models": ("swd-v3",)}),
        ("onebyte", Role.ASKED, {"models": ("onebyte",)}),
    ],
)
def test_the_worked_example_of_the_policy(sets, name, role, conditions):
    assert kg(sets, role, **conditions) == pytest.approx(EXAMPLE["kg"][name], rel=ROUNDED)


def test_every_figure_of_the_worked_example_is_tested():
    assert len(EXAMPLE["kg"]) == 10


def test_the_published_page_comes_out_exactly(sets):
    page = CLAIMS["page"]
    gb = page["views_per_year"] * (page["baseline_bytes"] - page["scenario_bytes"]) / 1e9
    published = next(r for r in convert(gb, sets).readings if r.role is Role.PUBLISHED)
    assert published.kgco2e_per_year.central == pytest.approx(page["kgco2e_per_year"], rel=1e-12)
    assert (published.kgco2e_per_year.low, published.kgco2e_per_year.high) == pytest.approx((258.5, 259.5))
    assert ranges.reproduces_published_example(published, sets)
    assert not ranges.reproduces_published_example(convert(2 * gb, sets).readings[3], sets)


def test_agec_prices_mobile_networks_only_and_wants_their_share(sets):
    assert kg(sets, Role.ASKED, "agec-isp", models=("agec-isp",), mobile_share=1.0) == pytest.approx(1500 * 0.0494)
    assert kg(sets, Role.ASKED, "agec-isp", models=("agec-isp",), mobile_share=0.0) == 0
    with pytest.raises(InputError) as caught:
        convert(GB, sets, Conditions(models=("agec-isp",)))
    assert "--mobile-share" in str(caught.value.remedy)


def test_an_unknown_mobile_share_widens_the_bounds_and_a_known_one_does_not(sets):
    unknown, known = convert(GB, sets), convert(GB, sets, Conditions(mobile_share=0.5))
    central = unknown.readings[1].kgco2e_per_year
    assert central.low == pytest.approx(EXAMPLE["kg"]["central_fixed"], rel=ROUNDED)
    assert central.high == pytest.approx(EXAMPLE["kg"]["central_mobile"], rel=ROUNDED)
    exact = known.readings[1].kgco2e_per_year
    assert exact.low == exact.central == exact.high == pytest.approx(central.central)
    assert (unknown.mobile_share_known, known.mobile_share_known) == (False, True)


def test_green_hosting_touches_only_the_operation_of_data_centres(sets):
    grey = convert(GB, sets, Conditions(models=("swd-v3",)))
    green = convert(GB, sets, Conditions(models=("swd-v3",), green_hosting="a contract"))
    for one, other in zip(grey.readings, green.readings, strict=True):
        lost = {line.factor_id for line in one.lines} - {line.factor_id for line in other.lines}
        expected = {"ademe-fr": {"ademe-fr.dc.energy"}, "swd-v4": {"swd-v4.datacenter.operational"}}
        assert lost == expected.get(one.model, set())
    assert green.green_hosting == "a contract"
    renewable = sets["swd-v3"].factors["swd-v3.renewables-intensity"].value
    fr = sets["electricity-ember"].intensities["FRA"].value
    gap = green.readings[4].kgco2e_per_year.central - grey.readings[4].kgco2e_per_year.central
    assert gap == pytest.approx(GB * 0.81 * 0.15 * (renewable - fr) / 1000)


def test_every_country_of_the_electricity_table_has_an_ordered_range(sets):
    table = sets["electricity-ember"].intensities
    assert len(table) == 222
    for code in table:
        found = convert(1.0, sets, Conditions(country=code))
        roles = {r.role: r.kgco2e_per_year.central for r in found.readings}
        assert roles[Role.LOW] <= roles[Role.CENTRAL] <= roles[Role.HIGH], code
        assert found.policy.id == ("ranges-fr" if code == "FRA" else "ranges-country")


def test_french_electricity_can_be_chosen_by_year(sets):
    found = convert(GB, sets, Conditions(grid="electricity-fr.2023", mobile_share=1.0)).readings[0]
    assert found.kgco2e_per_year.central == pytest.approx(GB * 0.0034 * 58.0 / 1000)
    assert found.grid == "58 gCO2e/kWh (electricity-fr.2023, 2023)"


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ({"country": "FRX"}, "no electricity value is known for 'FRX'"),
        ({"models": ("swd",)}, "no factor set has a model called 'swd'"),
        ({"mobile_share": 1.5}, "must lie between 0 and 1"),
        ({"grid": "electricity-fr.1999"}, "no electricity value has the id"),
    ],
)
def test_unknown_conditions_name_the_remedy(sets, conditions, words):
    with pytest.raises(InputError, match=words) as caught:
        convert(GB, sets, Conditions(**conditions))
    assert str(caught.value.remedy)


CONDITIONS = st.builds(
    Conditions,
    country=st.sampled_from(sorted(load.load_set("electricity-ember").intensities)),
    mobile_share=st.one_of(st.none(), st.floats(0, 1)),
    green_hosting=st.sampled_from(["", "a contract"]),
    models=st.just(("swd-v3", "onebyte")),
)
AMOUNTS = st.floats(-1e9, 1e9).filter(lambda gb: gb == 0 or abs(gb) > 1e-6)


@given(gb=AMOUNTS, by=st.floats(0, 1e3), conditions=CONDITIONS)
def test_conversion_is_linear(gb, by, conditions):
    sets = load.released()
    one, other = convert(gb, sets, conditions), convert(gb * by, sets, conditions)
    for a, b in zip(one.readings, other.readings, strict=True):
        assert b.kgco2e_per_year.central == pytest.approx(a.kgco2e_per_year.central * by, rel=1e-9, abs=1e-9)
        assert b.kgco2e_per_year.low == pytest.approx(a.kgco2e_per_year.low * by, rel=1e-9, abs=1e-9)


@given(gb=AMOUNTS, conditions=CONDITIONS)
def test_an_increase_is_the_mirror_of_a_reduction(gb, conditions):
    sets = load.released()
    one, other = convert(gb, sets, conditions), convert(-gb, sets, conditions)
    assert other.kgco2e_per_year == one.kgco2e_per_year * -1
    for a, b in zip(one.readings, other.readings, strict=True):
        assert b.kgco2e_per_year == a.kgco2e_per_year * -1
        assert a.kgco2e_per_year.low <= a.kgco2e_per_year.central <= a.kgco2e_per_year.high


def test_the_same_bytes_under_an_older_and_a_newer_set(sets):
    old = sets["ademe-fr-2026"]
    fixed = replace(old.factors["ademe-fr.net.fixed"], value=10.0)
    new = replace(
        old,
        ref=FactorSetRef(id="ademe-fr-2027", version="3", sha256="0" * 64),
        supersedes=old.ref.id,
        factors={**old.factors, fixed.id: fixed},
    )
    before = convert(GB, sets, Conditions(mobile_share=0.0))
    after = convert(GB, {**sets, new.ref.id: new}, Conditions(mobile_share=0.0))
    assert before.readings[1].factor_set == old.ref
    assert after.readings[1].factor_set == new.ref
    gap = after.readings[1].kgco2e_per_year.central - before.readings[1].kgco2e_per_year.central
    assert gap == pytest.approx(GB * (10.0 - old.factors["ademe-fr.net.fixed"].value) / 1000)
