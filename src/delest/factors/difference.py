"""What changed between two sets."""

from delest.records.co2e.factor import FactorSet, RowChange


def difference(one: FactorSet, other: FactorSet) -> tuple[RowChange, ...]:
    """Return the rows that differ between two sets, by id.

    A row that supersedes a row of the other set is compared with it, under its own id.
    """
    changes = []
    matched: set[str] = set()
    for new in other.factors.values():
        old = one.factors.get(new.id) or one.factors.get(new.supersedes)
        if old is not None:
            matched.add(old.id)
        if old != new:
            changes.append(RowChange(id=new.id, one=old, other=new))
    changes += [RowChange(id=old.id, one=old, other=None) for old in one.factors.values() if old.id not in matched]
    return tuple(sorted(changes, key=lambda change: change.id))
