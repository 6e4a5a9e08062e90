"""OpenMetrics text: families of samples, for a database that follows values over time.

Names end in their unit. Label values may come from a site: they are printable and escaped. Format:
https://prometheus.io/docs/specs/om/open_metrics_spec/
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from delest.report.language.safe_text import printable


class Sample(NamedTuple):
    """One value, of one time series where its labels are its own."""

    labels: Mapping[str, str]
    value: float
    at_s: float | None = None
    """Unix time that the value is of; None: of the moment at which it is read."""


class Family(NamedTuple):
    """Samples of one name; without any, the family is left out."""

    name: str
    help: str
    samples: Iterable[Sample]
    unit: str = ""


def exposition(facts: tuple[str, str, Mapping[str, str]], families: Iterable[Family], **common: str) -> str:
    """Return an exposition.

    Args:
        facts: name, help and labels of what all values come from.
        families: the values; samples of one time series are in order of time.
        common: labels of every sample.
    """
    name, told, labels = facts
    lines = [f"# TYPE {name} info", f"# HELP {name} {told}", f"{name}_info{_labels({**common, **labels})} 1"]
    for family in families:
        lines += _lines(family, common)
    return "\n".join([*lines, "# EOF", ""])


def _lines(family: Family, common: Mapping[str, str]) -> Iterator[str]:
    samples = [
        f"{family.name}{_labels({**common, **each.labels})} {each.value:.12g}{_moment(each.at_s)}"
        for each in family.samples
    ]
    if samples:
        yield f"# TYPE {family.name} gauge"
        yield from [f"# UNIT {family.name} {family.unit}"] if family.unit else []
        yield f"# HELP {family.name} {family.help}"
        yield from samples


def _moment(at_s: float | None) -> str:
    return "" if at_s is None else f" {at_s:.3f}"


def _labels(labels: Mapping[str, str]) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(text: str) -> str:
    return printable(text).replace("\\", "\\\\").replace('"', '\\"')
