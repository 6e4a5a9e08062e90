from msgspec.structs import replace

from delest.factors import load
from delest.factors.difference import difference


def test_a_set_does_not_differ_from_itself():
    one = load.load_set("swd-v4")
    assert difference(one, one) == ()


def test_changed_new_and_dropped_rows_are_told():
    one = load.load_set("swd-v4")
    energy, world, total = (
        one.factors[f"swd-v4.{name}"] for name in ("network.operational", "world-intensity", "world-total")
    )
    rows = {k: v for k, v in one.factors.items() if k not in {energy.id, world.id, total.id}}
    dearer = replace(energy, value=0.06)
    newer = replace(world, id="swd-v4.world-intensity-2027", supersedes=world.id, value=480.0)
    other = replace(one, factors={**rows, dearer.id: dearer, newer.id: newer})
    found = {change.id: (change.one, change.other) for change in difference(one, other)}
    assert found == {energy.id: (energy, dearer), newer.id: (world, newer), total.id: (total, None)}
